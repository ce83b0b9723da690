import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import UDPCore

/// The texts in a line of the peers.
struct PeerRow {
  let peer: Endpoint
  let address: SafeText
  let arrivals: [Int]
  let hasErrors: Bool
  /// The counts of its numbers; `nil` if no format counts its datagrams.
  private let numbers: SequenceCounts?
  private let entry: PeerEntry
  private let identity: PeerIdentity?
  /// The sign where nothing is known of a peer yet, or at all.
  private let unknown: SafeText
  private let encoding: String
  private let clock: Clock
  private let utcOffsets: UTCOffsets
  private let none: SafeText

  init(
    _ entry: PeerEntry, _ numbers: SequenceCounts?, _ identities: PeerIdentities, _ texts: PeerTexts, _ clock: Clock,
    _ look: Look
  ) {
    self.entry = entry
    identity = identities[entry.peer]
    unknown = identities.isIncomplete(entry.peer) ? look.symbols.ellipsis : look.symbols.none
    self.numbers = numbers
    peer = entry.peer
    address = SafeText(look.name(of: entry.peer))
    arrivals = entry.arrivals(before: clock.wall)
    hasErrors = entry.errors > 0
    encoding = texts.choice(for: entry.peer).label
    self.clock = clock
    utcOffsets = look.utcOffsets
    none = look.symbols.none
  }

  /// Whether numbers of its datagrams are missing.
  var hasLosses: Bool { numbers.map { $0.lost > 0 } ?? false }

  /// The entry of a column.
  func text(of column: PeerColumn) -> SafeText {
    switch column {
    case .address: address
    case .name, .hardware, .vendor, .process: column.text(in: identity).map { SafeText($0) } ?? unknown
    case .received: count(entry.received)
    case .receivedBytes: SafeText(Figures.bytes(entry.receivedBytes))
    case .sent: count(entry.sent)
    case .sentBytes: SafeText(Figures.bytes(entry.sentBytes))
    case .rate: SafeText(Figures.rate(entry.rate(at: clock.wall)))
    case .first: entry.times.count > 0 ? time(entry.times.first) : none
    case .last: entry.times.count > 0 ? time(entry.times.last) : none
    case .gap: entry.times.meanGap.map { SafeText(Figures.span($0)) } ?? none
    case .jitter: entry.received > 2 ? span(entry.times.jitter) : none
    case .lost: numbers.map { count($0.lost) } ?? none
    case .reordered: numbers.map { count($0.reordered) } ?? none
    case .doubled: numbers.map { count($0.doubled) } ?? none
    case .clockJitter: numbers?.jitter.map(span) ?? none
    case .encoding: entry.received > 0 ? SafeText(encoding) : none
    case .errors: SafeText(Figures.rounded(entry.errors))
    }
  }

  /// Columns that its longest time needs.
  var timeWidth: Int { max(text(of: .first).width, text(of: .last).width) }

  private func count(_ count: Int) -> SafeText {
    SafeText(count < 1_000_000 ? Figures.grouped(count) : Figures.rounded(count))
  }

  private func span(_ nanoseconds: Double) -> SafeText { SafeText(Figures.span(nanoseconds)) }

  /// The time of day; of another day its date, and the hour and minute where it is one of this year.
  private func time(_ time: Int64) -> SafeText {
    let (day, today) = (CalendarTime(time, utcOffsets), CalendarTime(clock.wall, utcOffsets))
    let clock = TimeText.clock(time, utcOffsets)
    if day.isSameDay(as: today) { return SafeText(clock[1]) }
    return SafeText(day.year == today.year ? "\(day.monthAndDay) \(clock[2])" : day.date)
  }
}
