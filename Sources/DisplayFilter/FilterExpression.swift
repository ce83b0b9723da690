package import PayloadText
package import UDPCore

/// The expression of a filter, as a tree. `all` and `any` have two or more parts, none of the same kind: create them
/// with `joined`.
package indirect enum FilterExpression: Hashable, Sendable {
  /// All of the parts.
  case all([FilterExpression])
  /// At least one of the parts.
  case any([FilterExpression])
  /// The negation.
  case not(FilterExpression)
  /// One address; a `scope` of `nil` matches any.
  case host(FilterSide, IPAddress, scope: UInt32?)
  /// A network; an IPv6 one never contains an IPv4 address.
  case net(FilterSide, IPNetwork, scope: UInt32?)
  /// An address with its port, both on the same side.
  case endpoint(FilterSide, IPAddress, scope: UInt32?, port: UInt16)
  /// A range of ports.
  case ports(FilterSide, ClosedRange<UInt16>)
  /// A property named by one word.
  case flag(FilterFlag)
  /// A comparison of a number.
  case compare(FilterQuantity, FilterRelation, UInt64)
  /// A comparison of the decoded text.
  case text(FilterTextRelation, FilterText)
  /// A search of the decoded text for a regular expression.
  case regex(FilterRegex)
  /// A search of the payload for bytes; `nil` matches any byte.
  case hex([UInt8?])
  /// The encoding in which the peer's payloads are decoded.
  case encoding(TextEncoding)
  /// What the rule of this name answered, and its answers.
  case rule(String)
  /// A test of a field of the datagram's format.
  case field(FieldTest, FieldOrigin)

  /// Joins several parts into one, and flattens nested parts of the same kind.
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

  /// Returns the expression that holds where this one and `test` do; `test` replaces any part that is its negation.
  package func narrowed(by test: FilterExpression) -> FilterExpression {
    let contrary: FilterExpression = if case .not(let inner) = test { inner } else { .not(test) }
    let parts: [FilterExpression] = if case .all(let parts) = self { parts } else { [self] }
    return .joined(parts.filter { $0 != contrary && $0 != test } + [test], byOr: false)
  }

  /// Returns the expression with its fields read by other formats.
  func reading(_ origin: FieldOrigin) -> FilterExpression {
    switch self {
    case .all(let parts): .all(parts.map { $0.reading(origin) })
    case .any(let parts): .any(parts.map { $0.reading(origin) })
    case .not(let part): .not(part.reading(origin))
    case .field(let test, _): .field(test, origin)
    default: self
    }
  }

  /// Returns the expression with other texts in place of those that are looked for.
  package func replacingTexts(_ change: (FilterText) -> FilterText) -> FilterExpression {
    switch self {
    case .all(let parts): .all(parts.map { $0.replacingTexts(change) })
    case .any(let parts): .any(parts.map { $0.replacingTexts(change) })
    case .not(let part): .not(part.replacingTexts(change))
    case .text(let relation, let text): .text(relation, change(text))
    default: self
    }
  }

  /// The texts that are looked for, those excluded too.
  package var texts: [FilterText] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.texts)
    case .not(let part): part.texts
    case .text(_, let text): [text]
    default: []
    }
  }

  /// The texts for which a row may be shown: those searched for, not those excluded.
  package var searchedTexts: [FilterText] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.searchedTexts)
    case .text(_, let text): [text]
    default: []
    }
  }

  /// The regular expressions that a shown row may match: those asked for, not those ruled out.
  package var searchedRegexes: [FilterRegex] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.searchedRegexes)
    case .regex(let regex): [regex]
    default: []
    }
  }

  /// Returns this `all` without `part`: an inner `nil` if nothing is left, an outer `nil` if it has no such part.
  package func without(_ part: FilterExpression) -> FilterExpression?? {
    if self == part { return .some(nil) }
    guard case .all(let parts) = self, parts.contains(part) else { return nil }
    return .joined(parts.filter { $0 != part }, byOr: false)
  }
}

/// The side whose address and port a test examines.
package enum FilterSide: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case either = "src or dst"
  case both = "src and dst"
  case source = "src"
  case destination = "dst"
  case peer
  case local
}

/// A property of a datagram that is named by one word.
package enum FilterFlag: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case ip
  case ip6
  case udp
  case incoming = "in"
  case outgoing = "out"
  case error = "err"
  case alarm
  case multicast
  case broadcast
  case truncated = "trunc"
  case empty
  /// The text has bytes that are invalid in the peer's encoding.
  case badText = "badtext"
  /// The user marked the row.
  case marked
  /// The peer's encoding is a guess.
  case auto
  /// Numbers of the peer's datagrams are missing before it.
  case gap
  /// It is a request that nobody has answered in time.
  case unanswered
}

/// A number that can be compared.
package enum FilterQuantity: Sendable, Hashable, BitwiseCopyable {
  /// Payload bytes on the wire.
  case size
  /// The number of the datagram.
  case number
  /// The nanoseconds since the datagram arrived or was sent. The age keeps growing, so `=` and `!=` would be
  /// meaningless.
  case age
  /// `width` bytes (1, 2 or 4) of the payload from `offset`, big-endian, and with `mask`, only its bits. If the payload
  /// is too short, only `!=` holds.
  case data(offset: Int, width: Int, mask: UInt64?)
}

/// A comparison of numbers.
package enum FilterRelation: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="

  /// Whether `left` has this relation to `right`.
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

/// A comparison of a datagram's text.
package enum FilterTextRelation: String, CaseIterable, Sendable, Hashable, BitwiseCopyable {
  case contains
  case startsWith = "startswith"
  case equals = "=="
}

/// A string to find, stored as UTF-8, so that two strings that Unicode considers equivalent stay distinct.
package struct FilterText: Hashable, Sendable {
  /// The string as UTF-8.
  package var utf8: [UInt8]
  /// Whether case is ignored, for ASCII letters only.
  package var ignoresCase: Bool

  /// Creates a string to find.
  package init(_ string: String, ignoresCase: Bool) {
    utf8 = Array(string.utf8)
    self.ignoresCase = ignoresCase
  }

  /// The string as a `String`.
  package var string: String { String(decoding: utf8, as: UTF8.self) }
}
