package import PayloadText
package import UDPCore

/// What a filter says, as a tree. `all` and `any` hold two or more parts, none of the same kind: make them with
/// `joined`.
package indirect enum FilterExpression: Hashable, Sendable {
  /// All of the parts.
  case all([FilterExpression])
  /// One of the parts at least.
  case any([FilterExpression])
  /// The opposite.
  case not(FilterExpression)
  /// One address; `scope` counts only when it is not `nil`.
  case host(FilterSide, IPAddress, scope: UInt32?)
  /// A network; an IPv6 one never holds an IPv4 address.
  case net(FilterSide, IPNetwork, scope: UInt32?)
  /// An address with its port, both at the same side.
  case endpoint(FilterSide, IPAddress, scope: UInt32?, port: UInt16)
  /// The ports from one to another.
  case ports(FilterSide, ClosedRange<UInt16>)
  /// One word.
  case flag(FilterFlag)
  /// A number compared.
  case compare(FilterQuantity, FilterRelation, UInt64)
  /// The decoded text compared.
  case text(FilterTextRelation, FilterText)
  /// The decoded text searched for a regular expression.
  case regex(FilterRegex)
  /// Bytes anywhere in the payload; `nil` stands for any byte.
  case hex([UInt8?])
  /// The encoding in which the peer's payloads are read.
  case encoding(TextEncoding)

  /// Several parts as one: what is nested in the same way is taken in.
  package static func joined(_ parts: [FilterExpression], byOr: Bool) -> FilterExpression {
    var flat: [FilterExpression] = []
    for part in parts {
      switch part {
      case .all(let inner) where !byOr: flat += inner
      case .any(let inner) where byOr: flat += inner
      default: flat.append(part)
      }
    }
    if flat.count == 1 { return flat[0] }
    return byOr ? .any(flat) : .all(flat)
  }

  /// What holds where this and `test` do; where a part of this is the contrary of `test`, `test` takes its place.
  package func narrowed(by test: FilterExpression) -> FilterExpression {
    let contrary: FilterExpression = if case .not(let inner) = test { inner } else { .not(test) }
    let parts: [FilterExpression] = if case .all(let parts) = self { parts } else { [self] }
    return .joined(parts.filter { $0 != contrary && $0 != test } + [test], byOr: false)
  }

  /// The texts that a row may show because of them: those that are asked for, not those that are ruled out.
  package var soughtTexts: [FilterText] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.soughtTexts)
    case .text(_, let text): [text]
    default: []
    }
  }

  /// The regular expressions that a row may show because of them, likewise.
  package var soughtRegexes: [FilterRegex] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.soughtRegexes)
    case .regex(let regex): [regex]
    default: []
    }
  }

  /// What is left of an `all` without `part`; `nil` inside when nothing is, `nil` outside when it has no such part.
  package func without(_ part: FilterExpression) -> FilterExpression?? {
    if self == part { return .some(nil) }
    guard case .all(let parts) = self, parts.contains(part) else { return nil }
    return .joined(parts.filter { $0 != part }, byOr: false)
  }
}

/// Whose address and port a test looks at.
package enum FilterSide: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case either = "src or dst"
  case both = "src and dst"
  case source = "src"
  case destination = "dst"
  case peer
  case local
}

/// What a datagram is or is not, said in one word.
package enum FilterFlag: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case ip
  case ip6
  case udp
  case incoming = "in"
  case outgoing = "out"
  case error = "err"
  case multicast
  case broadcast
  case truncated = "trunc"
  case empty
  /// The text has bytes that the peer's encoding does not know.
  case badText = "badtext"
  /// A person marked the row.
  case marked
  /// The peer's encoding is a guess.
  case auto
}

/// A number that can be compared.
package enum FilterQuantity: Sendable, Hashable, BitwiseCopyable {
  /// Payload bytes on the wire.
  case size
  /// The datagram's number.
  case number
  /// Nanoseconds since it came or went. It grows by itself, so that `=` and `!=` would say nothing.
  case age
  /// `width` bytes (1, 2 or 4) of the payload from `offset`, the first one highest, and those bits of it that `mask`
  /// has. No comparison but `!=` holds where the payload is too short.
  case data(offset: Int, width: Int, mask: UInt64?)
}

/// How numbers are compared.
package enum FilterRelation: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="

  /// Whether `left` stands in this relation to `right`.
  func holds(_ left: UInt64, _ right: UInt64) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .atMost: left <= right
    case .greater: left > right
    case .atLeast: left >= right
    }
  }
}

/// How a datagram's text is compared.
package enum FilterTextRelation: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case contains
  case startsWith = "startswith"
  case equals = "=="
}

/// A string to look for. Kept as UTF-8, so that two that Unicode calls equivalent stay two.
package struct FilterText: Hashable, Sendable {
  /// The string's UTF-8.
  package var utf8: [UInt8]
  /// Whether `a` finds `A`; only for ASCII letters.
  package var ignoresCase: Bool

  /// A string to look for.
  package init(_ string: String, ignoresCase: Bool) {
    utf8 = Array(string.utf8)
    self.ignoresCase = ignoresCase
  }

  /// The string itself.
  package var string: String { String(decoding: utf8, as: UTF8.self) }
}
