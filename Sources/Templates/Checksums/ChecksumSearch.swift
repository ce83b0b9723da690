import Basics

/// A checksum that stands in a datagram: the bytes that it covers end where it begins.
package struct ChecksumMatch: Hashable, Sendable {
  /// The algorithm.
  package let algorithm: ChecksumAlgorithm
  /// The form in which it stands there.
  package let order: ChecksumAlgorithm.Order
  /// The offset of the first byte that it covers.
  package let start: Int
  /// The bytes behind it.
  package let trailing: Int

  /// Creates a match.
  package init(algorithm: ChecksumAlgorithm, order: ChecksumAlgorithm.Order, start: Int, trailing: Int) {
    self.algorithm = algorithm
    self.order = order
    self.start = start
    self.trailing = trailing
  }

  /// The bytes that it takes.
  package var byteCount: Int { order.isDigits ? (algorithm.width + 3) / 4 : algorithm.byteCount }

  /// Whether the checksum has only 8 bits, in a byte or in two digits, so that it agrees by chance once in 256 times.
  package var isWeak: Bool { algorithm.width <= 8 && algorithm.method != .sentence }

  /// The field of a template that makes it: `{crc16-modbus:be from 1}`.
  package var field: String {
    let form = order == algorithm.order || algorithm.width == 8 && !order.isDigits ? "" : ":" + order.rawValue
    return "{" + algorithm.name + form + (start == 0 ? "" : " from \(start)") + "}"
  }

  /// The offset at which it stands in a datagram of `count` bytes.
  package func place(in count: Int) -> Int { count - trailing - byteCount }
}

extension ChecksumAlgorithm.Order {
  /// Whether the checksum stands there in ASCII digits.
  package var isDigits: Bool { self == .lowerHex || self == .upperHex }
}

/// A search for checksums in datagrams: every algorithm of the table, in every form, over every range.
package enum ChecksumSearch {
  /// The most bytes at the start that a checksum may leave out, and the most behind it.
  private static let (most, mostTrailing) = (8, 4)

  private static let calculators = ChecksumAlgorithm.all.filter { $0.width % 8 == 0 }.map { Checksum($0) }

  /// Returns the checksums at the end of all of these datagrams, the likeliest first: those behind which least stands,
  /// then the longest, then those that cover most. A checksum covers at least as many bytes as it has.
  package static func matches(in datagrams: [[UInt8]]) -> [ChecksumMatch] {
    guard let shortest = datagrams.min(by: { $0.count < $1.count }) else { return [] }
    // What agrees by chance once in 256 times is no proof in a single datagram. Digits may stand before a line end.
    let isFew = datagrams.count < 3
    var matches: [ChecksumMatch] = []
    for trailing in 0...mostTrailing {
      for (calculator, match) in candidates(trailing: trailing) {
        if isFew, match.isWeak, trailing > (match.order.isDigits ? 2 : 0) || match.start > 1 { continue }
        guard match.place(in: shortest.count) >= match.start + match.byteCount,
          datagrams.allSatisfy({ holds(match, calculator, in: $0, at: match.place(in: $0.count)) })
        else { continue }
        matches.append(match)
      }
    }
    return ranked(matches)
  }

  /// Returns the checksums at the end of datagrams of which at most `missing` are damaged, in no order of likelihood.
  /// The bytes behind a checksum are the same in all datagrams.
  package static func matches(in datagrams: [[UInt8]], missing: Int) -> [ChecksumMatch] {
    guard let first = datagrams.first, let shortest = datagrams.min(by: { $0.count < $1.count }) else { return [] }
    var matches: [ChecksumMatch] = []
    for trailing in 0...mostTrailing {
      let end = first.suffix(trailing)
      guard trailing < shortest.count, datagrams.allSatisfy({ $0.suffix(trailing) == end }) else { break }
      for calculator in calculators {
        for start in 0...most {
          for match in likely(calculator, start: start, trailing: trailing, in: datagrams)
          where match.place(in: shortest.count) >= match.start + match.byteCount
            && isHeld(match, calculator, in: datagrams, missing: missing)
          {
            matches.append(match)
          }
        }
      }
    }
    return matches
  }

  /// Returns the forms of a checksum with which one of the first two datagrams agrees: its value is computed once for
  /// all binary forms, and digits are looked for only where some stand.
  private static func likely(
    _ calculator: Checksum, start: Int, trailing: Int, in datagrams: [[UInt8]]
  ) -> [ChecksumMatch] {
    let algorithm = calculator.algorithm
    var found: [ChecksumMatch] = []
    for datagram in datagrams.prefix(2) {
      let place = datagram.count - trailing - algorithm.byteCount
      var value: UInt64?
      for order in orders(of: algorithm) where !found.contains(where: { $0.order == order }) {
        let match = ChecksumMatch(algorithm: algorithm, order: order, start: start, trailing: trailing)
        if order.isDigits {
          if hasDigits(match, datagram), holds(match, calculator, in: datagram, at: match.place(in: datagram.count)) {
            found.append(match)
          }
        } else if start + algorithm.byteCount <= place {
          let own = value ?? calculator.value(of: datagram.span.extracting(start..<place))
          value = own
          if own == self.value(at: place, in: datagram, match) { found.append(match) }
        }
      }
    }
    return found
  }

  private static func hasDigits(_ match: ChecksumMatch, _ datagram: [UInt8]) -> Bool {
    let place = match.place(in: datagram.count)
    return place >= match.start && HexDigits.value(datagram[place]) != nil
  }

  /// Whether all datagrams but a few agree; most are given up after two.
  private static func isHeld(
    _ match: ChecksumMatch, _ calculator: Checksum, in datagrams: [[UInt8]], missing: Int
  ) -> Bool {
    var (held, failed) = (0, 0)
    for datagram in datagrams {
      if holds(match, calculator, in: datagram, at: match.place(in: datagram.count)) {
        held += 1
      } else {
        failed += 1
        if failed > missing || failed >= 2 && held < failed { return false }
      }
    }
    return held > 0
  }

  /// Returns the datagrams that agree with a checksum.
  package static func agreeing(_ match: ChecksumMatch, in datagrams: [[UInt8]]) -> [[UInt8]] {
    guard let calculator = calculators.first(where: { $0.algorithm.name == match.algorithm.name }) else { return [] }
    return datagrams.filter { datagram in
      let place = match.place(in: datagram.count)
      return place >= match.start + match.byteCount && holds(match, calculator, in: datagram, at: place)
    }
  }

  /// Returns the checksums that stand at an offset of a datagram, the longest first. A checksum covers at least as many
  /// bytes as it has, and one of 8 bits all bytes before it.
  package static func matches(at place: Int, in datagram: [UInt8]) -> [ChecksumMatch] {
    let found = candidates(trailing: 0).compactMap { calculator, match -> ChecksumMatch? in
      guard match.start + match.byteCount <= place, place + match.byteCount <= datagram.count,
        !match.isWeak || match.start == 0,
        holds(match, calculator, in: datagram, at: place)
      else { return nil }
      return ChecksumMatch(
        algorithm: match.algorithm, order: match.order, start: match.start,
        trailing: datagram.count - place - match.byteCount)
    }
    return ranked(found)
  }

  /// Returns the checksums of a range of bytes that stand behind it, the longest first.
  package static func matches(of range: Range<Int>, in datagram: [UInt8]) -> [ChecksumMatch] {
    let found = candidates(trailing: 0, from: range.lowerBound...range.lowerBound).compactMap {
      calculator, match -> ChecksumMatch? in
      let end = range.upperBound + match.byteCount
      guard end <= datagram.count, holds(match, calculator, in: datagram, at: range.upperBound) else { return nil }
      return ChecksumMatch(
        algorithm: match.algorithm, order: match.order, start: match.start, trailing: datagram.count - end)
    }
    return ranked(found)
  }

  /// Every algorithm in every form from every first byte.
  private static func candidates(
    trailing: Int, from starts: ClosedRange<Int> = 0...most
  ) -> [(Checksum, ChecksumMatch)] {
    calculators.flatMap { calculator in
      orders(of: calculator.algorithm).flatMap { order in
        starts.map { start in
          (
            calculator,
            ChecksumMatch(algorithm: calculator.algorithm, order: order, start: start, trailing: trailing)
          )
        }
      }
    }
  }

  /// The forms to try: the digits of a sentence's checksum are its usual form, and 8 bits have no byte order.
  private static func orders(of algorithm: ChecksumAlgorithm) -> [ChecksumAlgorithm.Order] {
    switch algorithm.method {
    case .sentence: return [.upperHex, .lowerHex]
    // The other order has a name of its own.
    case .sum where algorithm.width == 16: return [algorithm.order, .upperHex, .lowerHex]
    default: return algorithm.width == 8 ? [.big, .upperHex, .lowerHex] : [.little, .big, .upperHex, .lowerHex]
    }
  }

  private static func holds(
    _ match: ChecksumMatch, _ calculator: Checksum, in datagram: [UInt8], at place: Int
  ) -> Bool {
    guard let found = value(at: place, in: datagram, match) else { return false }
    return calculator.value(of: datagram.span.extracting(match.start..<place)) == found
  }

  /// Reads the value at a place; `nil` if digits are expected and others stand there.
  private static func value(at place: Int, in datagram: [UInt8], _ match: ChecksumMatch) -> UInt64? {
    let bytes = datagram[place..<place + match.byteCount]
    switch match.order {
    case .little: return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    case .big: return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    case .lowerHex, .upperHex:
      let other: ClosedRange<UInt8> = match.order == .lowerHex ? 0x41...0x46 : 0x61...0x66
      var value: UInt64 = 0
      var hasLetter = false
      for byte in bytes {
        guard !other.contains(byte), let digit = HexDigits.value(byte) else { return nil }
        hasLetter = hasLetter || digit > 9
        value = value << 4 | UInt64(digit)
      }
      // Without a letter both cases agree, and one is enough.
      return hasLetter || match.order == .upperHex ? value : nil
    }
  }

  private static func ranked(_ matches: [ChecksumMatch]) -> [ChecksumMatch] {
    matches.enumerated().sorted { first, second in
      func rank(_ entry: (offset: Int, element: ChecksumMatch)) -> (Int, Int, Int, Int) {
        (entry.element.trailing, -entry.element.byteCount, entry.element.start, entry.offset)
      }
      return rank(first) < rank(second)
    }.map(\.element)
  }
}
