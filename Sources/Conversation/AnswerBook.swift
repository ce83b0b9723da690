import Basics
import Structure
import Templates
package import UDPCore

/// The answers that a recorded device gives to requests of today. For one thread at a time.
package struct AnswerBook {
  /// An answer that is to be sent.
  package struct Answer: Sendable {
    /// The exchange of the recording, and the place among its answers.
    package let exchange: Int
    package let place: Int
    /// The nanoseconds after the request.
    package let delay: Int64
  }

  private struct Turn: TableKey {
    var peer: Endpoint
    var list: Int
  }

  private struct Count: TableKey {
    var peer: Endpoint
    var rule: Int
  }

  /// The most turns and counts of peers that are remembered.
  private static let memory = 65_536

  /// The device.
  package let device: RecordedDevice
  private let match: MessageMatch
  /// The answered exchanges of equal requests.
  private var lists: [[Int]] = []
  private var indices: [MatchKey: Int] = [:]
  private var turns = RecentTable<Turn, Int>(capacity: AnswerBook.memory)
  private var counts = RecentTable<Count, UInt64>(capacity: AnswerBook.memory)
  private var calculators: [String: Checksum] = [:]
  /// The keys of answered requests in a looser sense, once somebody asked for them.
  private var looserKeys: [MessageMatch: Set<MatchKey>] = [:]

  /// Creates a book of a device's answers.
  package init(_ device: RecordedDevice, _ match: MessageMatch) {
    self.device = device
    self.match = match
    for (place, exchange) in device.exchanges.enumerated() where !exchange.answers.isEmpty {
      for key in Set(device.keys(ofRequest: exchange.request, match)) {
        if let list = indices[key] {
          lists[list].append(place)
        } else {
          indices[key] = lists.count
          lists.append([place])
        }
      }
    }
  }

  /// The number of different requests that are answered.
  package var requestCount: Int {
    Set(device.exchanges.lazy.filter { !$0.answers.isEmpty }.map { device.keys(ofRequest: $0.request, match).last })
      .count
  }

  /// Returns the answers to a request; `nil` if the recording has none. Equal requests of a peer get the recorded answers
  /// one after the other, then from the first one again.
  package mutating func answers(to request: PeerMessage, from peer: Endpoint) -> [Answer]? {
    for key in device.keys(ofRequest: request, match) {
      guard let list = indices[key] else { continue }
      let place = turns.touch(Turn(peer: peer, list: list), default: 0)
      let count = lists[list].count
      let exchange = turns.change(at: place) { turn in
        defer { turn = (turn + 1) % count }
        return lists[list][turn % count]
      }
      return device.exchanges[exchange].answers.enumerated().map {
        Answer(exchange: exchange, place: $0, delay: $1.delay)
      }
    }
    return nil
  }

  /// Returns the next looser sense in which a request without answers equals a recorded one; `nil` if there is none.
  package mutating func looserMatch(of request: PeerMessage) -> MessageMatch? {
    let all = MessageMatch.allCases
    return all[(all.firstIndex(of: match) ?? all.endIndex - 1)...].dropFirst().first { looser in
      let keys = looserKeys[looser] ?? device.answeredKeys(looser)
      looserKeys[looser] = keys
      return device.keys(ofRequest: request, looser).contains { keys.contains($0) }
    }
  }

  /// Returns an answer made anew: its counter goes on, its time is now, its copies are those of this request, and its
  /// length and checksums are right.
  package mutating func bytes(of answer: Answer, to request: PeerMessage, from peer: Endpoint, now: Int64) -> [UInt8] {
    let exchange = device.exchanges[answer.exchange]
    let message = exchange.answers[answer.place].message
    let parts = device.parts(ofAnswer: message)
    let kinds = Echoes.Kinds(
      request: device.requests.kind(of: exchange.request.bytes), answer: device.answers.kind(of: message.bytes))
    var edits: [(range: Range<Int>, bytes: [UInt8])] = []
    for var copy in device.echoes.copies(into: message.bytes, device.answers, of: request.bytes, device.requests, kinds)
    {
      for part in parts { copy.yield(to: part.range) }
      let isChecksum = parts.contains { part in
        if case .checksum = part.meaning { return part.range.overlaps(copy.range) }
        return false
      }
      if !isChecksum { edits.append((copy.range, copy.bytes)) }
    }
    for part in parts where !edits.contains(where: { $0.range.overlaps(part.range) }) {
      if let bytes = renewed(part, message, peer, now) { edits.append((part.range, bytes)) }
    }
    edits.sort { $0.range.lowerBound < $1.range.lowerBound }
    return assembled(message, edits, parts)
  }

  /// Returns the new bytes of a part that does not depend on the others; `nil` to leave them.
  private mutating func renewed(
    _ part: VaryingPart, _ message: PeerMessage, _ peer: Endpoint, _ now: Int64
  ) -> [UInt8]? {
    let old = message.bytes[part.range]
    let recorded = message.time ?? now
    switch part.meaning {
    case .counter(let notation, let step):
      guard let value = notation.value(in: old) else { return nil }
      let key = Count(peer: peer, rule: part.rule)
      let next = counts[key].map { $0 &+ step } ?? value
      counts.set(next, for: key)
      return notation.bytes(of: next, insteadOf: old)
    case .time(let notation, let clock):
      guard let value = notation.value(in: old) else { return nil }
      return notation.bytes(of: clock.moved(value, from: recorded, to: now), insteadOf: old)
    case .moment:
      let moment = MomentText(message.bytes, at: part.range.lowerBound, end: part.range.upperBound)
      return moment?.moved(from: recorded, to: now)
    case .ticks(let notation, let rate):
      guard let value = notation.value(in: old) else { return nil }
      let ticks = (Double(now &- recorded) / 1e9 * rate).rounded()
      guard ticks.magnitude < 9e18 else { return nil }
      return notation.bytes(of: value &+ UInt64(bitPattern: Int64(ticks)), insteadOf: old)
    case .length, .checksum, .identifier: return nil
    }
  }

  /// Puts the new bytes in place, then the length, then the checksums.
  private mutating func assembled(
    _ message: PeerMessage, _ edits: [(range: Range<Int>, bytes: [UInt8])], _ parts: [VaryingPart]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(message.bytes.count)
    var place = 0
    for edit in edits {
      bytes += message.bytes[place..<edit.range.lowerBound] + edit.bytes
      place = edit.range.upperBound
    }
    bytes += message.bytes[place...]
    func moved(_ range: Range<Int>) -> Range<Int> {
      let before = edits.filter { $0.range.upperBound <= range.lowerBound }
      let shift = before.reduce(0) { $0 + $1.bytes.count - $1.range.count }
      return range.lowerBound + shift..<range.upperBound + shift
    }
    for part in parts {
      guard case .length(let notation, let length) = part.meaning, let value = length.value(ofSize: bytes.count),
        !edits.contains(where: { $0.range.overlaps(part.range) })
      else { continue }
      let range = moved(part.range)
      bytes.replaceSubrange(range, with: notation.bytes(of: value, insteadOf: bytes[range]))
    }
    for part in parts {
      guard case .checksum(let match) = part.meaning else { continue }
      if let match {
        write(match, into: &bytes)
      } else if let format = message.format {
        bytes = device.reader.corrected(bytes, format, moved(part.range))
      }
    }
    return bytes
  }

  private mutating func write(_ match: ChecksumMatch, into bytes: inout [UInt8]) {
    let place = match.place(in: bytes.count)
    guard place >= match.start else { return }
    let calculator = calculators[match.algorithm.name] ?? Checksum(match.algorithm)
    calculators[match.algorithm.name] = calculator
    let value = calculator.value(of: bytes.span.extracting(match.start..<place))
    let written: [UInt8]
    switch match.order {
    case .little, .big:
      written = NumberNotation.whole(isLittle: match.order == .little, bytes: match.byteCount)
        .bytes(of: value, insteadOf: bytes[place..<place + match.byteCount])
    case .lowerHex, .upperHex:
      let digits = Int(truncatingIfNeeded: value).digits(match.byteCount, radix: 16)
      written = Array((match.order == .upperHex ? digits.uppercased() : digits.lowercased()).utf8)
    }
    bytes.replaceSubrange(place..<place + match.byteCount, with: written)
  }
}
