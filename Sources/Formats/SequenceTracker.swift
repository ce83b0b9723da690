import Basics
package import UDPCore

/// Counts of a peer's stream of numbered datagrams.
package struct SequenceCounts: Hashable, Sendable {
  /// Datagrams with a number.
  package var received = 0
  /// Numbers that have not come.
  package var lost = 0
  /// Datagrams that came after a later one.
  package var reordered = 0
  /// Datagrams that came twice.
  package var doubled = 0
  /// The times that the numbers began anew.
  package var restarts = 0
  /// The jitter of arrivals in nanoseconds (RFC 3550, 6.4.1); `nil` without a clock.
  package var jitter: Double?

  /// Creates counts of nothing.
  package init() {}

  /// Adds the counts of another stream; the jitter becomes the larger one.
  package mutating func add(_ other: SequenceCounts) {
    received += other.received
    lost += other.lost
    reordered += other.reordered
    doubled += other.doubled
    restarts += other.restarts
    jitter = [jitter, other.jitter].compactMap { $0 }.max()
  }
}

/// The meaning of a datagram's number after those before it.
package enum SequenceEvent: Hashable, Sendable {
  /// The first of a stream, or the one expected.
  case next
  /// So many numbers before it are missing.
  case gap(Int)
  case reordered
  case doubled
  /// The numbers begin anew, or jump too far for a loss.
  case restart
}

/// Follows the numbers of each peer's datagrams, format by format. Bounded: of more streams, the least recent are
/// forgotten.
package struct SequenceTracker: Sendable {
  /// The most streams.
  private static let streamLimit = 8_192
  /// The largest jump that counts as a loss, and the farthest that a datagram comes late (RFC 3550, A.1).
  private static let jumpLimit: UInt64 = 3_000
  private static let lateLimit: UInt64 = 100

  /// A stream of numbers.
  private struct Key: TableKey {
    var peer: Endpoint
    var isIncoming: Bool
    var format: ObjectIdentifier
    var stream: UInt64
  }

  private struct Stream: Sendable {
    var counts = SequenceCounts()
    var last: UInt64
    /// The numbers before `last` that came: bit 0 is `last` itself.
    var seen = InlineArray<2, UInt64>(repeating: 0)
    /// The number that confirms a jump.
    var confirmation: UInt64?
    /// The sender's clock and the arrival of the datagram before, in nanoseconds.
    var clock: Double?
    var arrival: Int64 = 0
    /// The number of passages without a look before its last datagram.
    var passages: Int
  }

  /// The number of times that datagrams were passed over.
  private var passages = 0

  private var streams = RecentTable<Key, Stream>(capacity: SequenceTracker.streamLimit)
  private var peers = RecentTable<Endpoint, SequenceCounts>(capacity: SequenceTracker.streamLimit)

  /// Whether some datagrams had a sender's clock.
  package private(set) var hasClock = false

  /// Creates a tracker that has seen nothing.
  package init() {}

  /// Whether nothing was counted.
  package var isEmpty: Bool { peers.count == 0 }

  /// The counts of what a peer sent; `nil` if none of its datagrams had a number.
  package func counts(of peer: Endpoint) -> SequenceCounts? { peers[peer] }

  /// The counts of all peers together.
  package var total: SequenceCounts {
    var total = SequenceCounts()
    for counts in peers.values { total.add(counts) }
    return total
  }

  /// Learns a datagram's number from what its format says of it.
  /// - Returns: the number's meaning; `nil` if the datagram has none.
  @discardableResult
  package mutating func observe(_ datagram: Datagram, _ dissection: Dissection) -> SequenceEvent? {
    guard let sequence = dissection.format.sequence, datagram.kind.isDatagram,
      let field = dissection.field(named: sequence.field), let number = Self.number(field.value)
    else { return nil }
    let bits = field.bits?.count ?? field.index.flatMap { dissection.format.fields[$0].bits } ?? 64
    var stream: UInt64 = 0
    for name in sequence.streams {
      let text = dissection.field(named: name)?.value.text ?? ""
      for byte in text.utf8 { stream = (stream ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    let key = Key(
      peer: datagram.peer, isIncoming: datagram.kind == .incoming, format: ObjectIdentifier(dissection.format),
      stream: stream)
    let (passages, place) = (passages, streams.touch(key, default: Stream(last: number, passages: passages)))
    let clock = Self.clock(dissection)
    if clock != nil { hasClock = true }
    let (event, before, after) = streams.change(at: place) { stream in
      let before = stream.counts
      if stream.passages != passages { Self.resume(&stream, before: number, passages) }
      let event = Self.advance(&stream, number, bits: bits)
      if let clock, let time = datagram.timestamp {
        Self.measure(&stream, clock: clock, arrival: time)
      }
      return (event, before, stream.counts)
    }
    if datagram.kind == .incoming { count(datagram.peer, before, after) }
    return event
  }

  /// Takes note that datagrams were passed over: the next number of each stream is the one expected.
  package mutating func skip() { passages += 1 }

  /// Makes a stream expect a number.
  private static func resume(_ stream: inout Stream, before number: UInt64, _ passages: Int) {
    stream.passages = passages
    stream.last = number &- 1
    stream.seen = InlineArray<2, UInt64>(repeating: 0)
    stream.confirmation = nil
    stream.clock = nil
  }

  private mutating func count(_ peer: Endpoint, _ before: SequenceCounts, _ after: SequenceCounts) {
    let place = peers.touch(peer, default: SequenceCounts())
    peers.change(at: place) { counts in
      counts.received += after.received - before.received
      counts.lost += after.lost - before.lost
      counts.reordered += after.reordered - before.reordered
      counts.doubled += after.doubled - before.doubled
      counts.restarts += after.restarts - before.restarts
      counts.jitter = after.jitter ?? counts.jitter
    }
  }

  private static func number(_ value: FieldValue) -> UInt64? {
    switch value {
    case .unsigned(let number): number
    case .signed(let number): UInt64(bitPattern: number)
    case .flag(let value): value ? 1 : 0
    case .real(let number): UInt64(exactly: number)
    case .text(let text): UInt64(text)
    default: nil
    }
  }

  private static func advance(_ stream: inout Stream, _ number: UInt64, bits: Int) -> SequenceEvent {
    let mask = UInt64.max >> UInt64(64 - max(1, min(64, bits)))
    stream.counts.received += 1
    if stream.counts.received == 1 {
      stream.seen[0] = 1
      return .next
    }
    let (ahead, behind) = ((number &- stream.last) & mask, (stream.last &- number) & mask)
    // Narrow numbers wrap so soon that half of them are ahead.
    if ahead > 0, ahead <= min(jumpLimit, mask / 2) {
      shift(&stream, by: ahead)
      stream.last = number & mask
      stream.confirmation = nil
      stream.counts.lost += Int(ahead) - 1
      return ahead == 1 ? .next : .gap(Int(ahead) - 1)
    }
    if behind <= min(lateLimit, mask / 2) {
      let (word, bit) = (Int(behind / 64), UInt64(1) << (behind % 64))
      if stream.seen[word] & bit != 0 {
        // A sender that begins at the same number again shows it with the next one.
        if behind > 0, stream.confirmation == number & mask { return restart(&stream, number & mask) }
        stream.confirmation = (number &+ 1) & mask
        stream.counts.doubled += 1
        return .doubled
      }
      stream.seen[word] |= bit
      stream.counts.reordered += 1
      if stream.counts.lost > 0 { stream.counts.lost -= 1 }
      return .reordered
    }
    if stream.confirmation == number & mask { return restart(&stream, number & mask) }
    stream.confirmation = (number &+ 1) & mask
    return .restart
  }

  private static func restart(_ stream: inout Stream, _ number: UInt64) -> SequenceEvent {
    stream.counts.restarts += 1
    stream.last = number
    stream.seen = InlineArray<2, UInt64>(repeating: 0)
    stream.seen[0] = 3
    stream.confirmation = nil
    stream.clock = nil
    return .restart
  }

  /// Moves the numbers that came by so many places.
  private static func shift(_ stream: inout Stream, by count: UInt64) {
    if count >= 128 {
      stream.seen[1] = 0
      stream.seen[0] = 1
    } else if count >= 64 {
      stream.seen[1] = stream.seen[0] << (count - 64)
      stream.seen[0] = 1
    } else {
      stream.seen[1] = stream.seen[1] << count | stream.seen[0] >> (64 - count)
      stream.seen[0] = stream.seen[0] << count | 1
    }
  }

  /// The sender's clock in nanoseconds; `nil` if the format or the datagram has none.
  private static func clock(_ dissection: Dissection) -> (time: Double, tick: Double, bits: Int?)? {
    guard let clock = dissection.format.clock, let field = dissection.field(named: clock.field),
      let number = field.value.number
    else { return nil }
    var rate = clock.rate
    if let key = clock.key {
      guard let value = dissection.field(named: key)?.value.number.flatMap({ Int64(exactly: $0) }) else { return nil }
      rate = clock.table.first { $0.values.contains(value) }.flatMap { Double($0.text) }
    }
    guard let rate, rate > 0 else { return nil }
    let bits = field.index.flatMap { dissection.format.fields[$0].bits }
    return (number, 1e9 / rate, bits)
  }

  /// Updates the jitter (RFC 3550, A.8).
  private static func measure(
    _ stream: inout Stream, clock: (time: Double, tick: Double, bits: Int?), arrival: Int64
  ) {
    defer {
      stream.clock = clock.time
      stream.arrival = arrival
    }
    guard let before = stream.clock else {
      stream.counts.jitter = stream.counts.jitter ?? 0
      return
    }
    var elapsed = clock.time - before
    if let bits = clock.bits, bits < 53 {
      let wrap = Double(sign: .plus, exponent: bits, significand: 1)
      if elapsed < -wrap / 2 { elapsed += wrap } else if elapsed > wrap / 2 { elapsed -= wrap }
    }
    let difference = abs(Double(arrival &- stream.arrival) - elapsed * clock.tick)
    let jitter = stream.counts.jitter ?? 0
    stream.counts.jitter = jitter + (difference - jitter) / 16
  }
}
