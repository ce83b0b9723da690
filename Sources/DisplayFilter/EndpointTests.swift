import UDPCore

extension EndpointTest {
  /// The test that a leaf makes; `nil` when it looks at more than endpoints.
  init?(_ leaf: FilterExpression) {
    switch leaf {
    case .host(let side, let address, let scope):
      self.init(side: side, pattern: EndpointPattern(IPNetwork(only: address), scope: scope))
    case .net(let side, let network, let scope):
      self.init(side: side, pattern: EndpointPattern(network, scope: scope))
    case .endpoint(let side, let address, let scope, let port):
      self.init(side: side, pattern: EndpointPattern(IPNetwork(only: address), scope: scope, ports: port...port))
    case .ports(let side, let ports): self.init(side: side, pattern: EndpointPattern(nil, ports: ports))
    default: return nil
    }
  }
}

/// A few endpoint tests that must all hold, or one of which must: all are made for each row, since what depends on no
/// verdict before it can be fetched in advance.
struct EndpointTests: Sendable {
  private struct Part: Sendable, BitwiseCopyable {
    var test: EndpointTest
    var isNegated: Bool
  }

  /// Beyond, stopping at the first test that decides is faster.
  private static let most = 4

  private let parts: [Part]
  private let needsAll: Bool

  /// The tests of `expression`; `nil` when it is not of this shape.
  init?(_ expression: FilterExpression) {
    let expressions: [FilterExpression]
    switch expression {
    case .all(let inside):
      expressions = inside
      needsAll = true
    case .any(let inside):
      expressions = inside
      needsAll = false
    default: return nil
    }
    guard expressions.count <= Self.most else { return nil }
    var parts: [Part] = []
    for part in expressions {
      if case .not(let inside) = part {
        guard let test = EndpointTest(inside) else { return nil }
        parts.append(Part(test: test, isNegated: true))
      } else {
        guard let test = EndpointTest(part) else { return nil }
        parts.append(Part(test: test, isNegated: false))
      }
    }
    self.parts = parts
  }

  /// Whether a row passes.
  @inline(__always)
  func hold(_ row: RecordRow, in block: RawSpan) -> Bool {
    var held = 0
    for part in parts { held &+= part.test.holds(row, in: block) != part.isNegated ? 1 : 0 }
    return needsAll ? held == parts.count : held > 0
  }
}
