import UDPCore

/// A set of endpoints as masks and bounds: one representation of addresses, networks, ports and endpoints.
struct EndpointPattern: Sendable, BitwiseCopyable {
  private var highMask: UInt64 = 0
  private var lowMask: UInt64 = 0
  private var high: UInt64 = 0
  private var low: UInt64 = 0
  private var scopeMask: UInt32 = 0
  private var scope: UInt32 = 0
  private var lowestPort: UInt16 = 0
  private var portSpan: UInt16 = .max
  /// Whether to exclude IPv4 addresses, which an IPv6 network contains only in their IPv4-mapped form.
  private var excludesIPv4 = false

  /// Creates a pattern of `network` in its 128-bit form; `nil` is any address.
  init(_ network: IPNetwork?, scope: UInt32? = nil, ports: ClosedRange<UInt16> = 0...(.max)) {
    if let network {
      let bits = UInt64(network.length)
      highMask = bits >= 64 ? .max : ~(UInt64.max >> bits)
      lowMask = bits <= 64 ? 0 : bits >= 128 ? .max : ~(UInt64.max >> (bits - 64))
      high = network.base.high
      low = network.base.low
      excludesIPv4 = !network.base.isIPv4 && network.contains(.anyIPv4)
    }
    if let scope {
      scopeMask = .max
      self.scope = scope
    }
    lowestPort = ports.lowerBound
    portSpan = ports.upperBound - ports.lowerBound
  }

  /// Whether the pattern contains an endpoint. Does not branch before the end, so that fetches for many endpoints
  /// overlap.
  @inline(__always)
  func contains(_ endpoint: Endpoint) -> Bool {
    let address = (endpoint.address.low & lowMask) ^ low | (endpoint.address.high & highMask) ^ high
    let scopeBits = UInt64((endpoint.scope & scopeMask) ^ scope)
    let portBits: UInt64 = endpoint.port &- lowestPort <= portSpan ? 0 : 1
    return address | scopeBits | portBits == 0 && !(excludesIPv4 && endpoint.address.isIPv4)
  }
}

/// A side and the endpoints that it must have: the test behind every address, network and port.
struct EndpointTest: Sendable, BitwiseCopyable {
  /// The side whose endpoint is tested.
  let side: FilterSide
  /// The endpoints that pass.
  let pattern: EndpointPattern

  /// Whether a row passes.
  @inline(__always)
  func holds(_ row: RecordRow, in block: RawSpan) -> Bool {
    switch side {
    case .either: pattern.contains(row.peer(in: block)) || pattern.contains(row.local(in: block))
    case .both: pattern.contains(row.peer(in: block)) && pattern.contains(row.local(in: block))
    case .peer: pattern.contains(row.peer(in: block))
    case .local: pattern.contains(row.local(in: block))
    case .source: pattern.contains(row.source(in: block))
    case .destination: pattern.contains(row.destination(in: block))
    }
  }
}

extension EndpointTest {
  /// Creates the test of a leaf; `nil` if it depends on more than endpoints.
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

extension IPNetwork {
  /// Creates the network that contains only one address.
  init(only address: IPAddress) {
    self = IPNetwork(address, length: address.isIPv4 ? 32 : 128)!
  }
}
