import Basics
package import DisplayFilter

/// A rule that raises an alarm: the datagrams that it looks at, its condition, and what is done then.
package struct AlarmRule: Hashable, Sendable {
  /// The most rules.
  package static let limit = 64

  /// The name, unique among the rules.
  package var name: String
  /// The received datagrams that it looks at.
  package var filter: DisplayFilter
  /// The condition of the alarm.
  package var condition: AlarmCondition
  /// What the condition is held against: each peer, each address, or all datagrams together.
  package var scope: AlarmScope
  /// Whether the terminal's bell rings.
  package var rings: Bool
  /// The command that is run; `nil` for none.
  package var command: String?
  /// The time before and after the alarm that is recorded, in nanoseconds; `nil` for no recording.
  package var recordedTime: Int64?

  /// Creates a rule that only makes a row.
  package init(
    name: String, filter: DisplayFilter = .everything, condition: AlarmCondition, scope: AlarmScope = .peer,
    rings: Bool = false, command: String? = nil, recordedTime: Int64? = nil
  ) {
    self.name = name
    self.filter = filter
    self.condition = condition
    self.scope = scope
    self.rings = rings
    self.command = command
    self.recordedTime = recordedTime
  }
}

/// The condition of an alarm.
package enum AlarmCondition: Hashable, Sendable {
  /// Nothing came for so many nanoseconds, after something had come.
  case silence(Int64)
  /// More than `limit` datagrams came in a time of `window`.
  case rate(limit: Int, window: AlarmWindow)
  /// Numbers of the sender are missing.
  case gap
  /// The value of a field is outside of a range.
  case field(String, outside: ClosedRange<Double>)
  /// The checksum that the datagram's format has is wrong.
  case badChecksum
  /// An address sends for the first time.
  case newPeer
}

/// The time in which datagrams are counted for a rate.
package enum AlarmWindow: String, CaseIterable, Hashable, Sendable {
  case second = "s"
  case minute = "min"
  case hour = "h"

  /// The length in nanoseconds.
  package var nanoseconds: Int64 {
    switch self {
    case .second: 1_000_000_000
    case .minute: 60_000_000_000
    case .hour: 3_600_000_000_000
    }
  }
}

/// What a condition is held against.
package enum AlarmScope: String, CaseIterable, Hashable, Sendable {
  /// Each remote endpoint by itself.
  case peer
  /// Each remote address by itself, whatever its port.
  case address
  /// All datagrams together.
  case all
}

extension AlarmRule {
  /// The name of a rule that has none: what it says, as in `silence 90s net 10.0.0.0/8`.
  package var defaultName: String {
    let filter = filter.source.isEmpty ? "" : " \(filter.source)"
    return String("\(condition.words)\(filter)".map { $0 == ":" ? ";" : $0 }.prefix(64))
  }

  /// Whether it needs what the formats say of each datagram.
  package var needsFormats: Bool {
    switch condition {
    case .gap, .field, .badChecksum: true
    case .silence, .rate, .newPeer: filter.needsGaps
    }
  }
}

extension AlarmCondition {
  /// The condition in the words of the configuration.
  package var words: String {
    switch self {
    case .silence(let time): "silence \(TimeSpan(nanoseconds: UInt64(time)))"
    case .rate(let limit, let window): "rate > \(limit)/\(window.rawValue)"
    case .gap: "gap"
    case .field(let name, let range): "field \(name) outside \(AlarmRange.text(range))"
    case .badChecksum: "badcheck"
    case .newPeer: "new-peer"
    }
  }
}

/// The notation of a range of values: `5..60`, `..60`, `5..`.
package enum AlarmRange {
  /// Returns the range that a text means; `nil` if it is none.
  package static func range(_ text: some StringProtocol) -> ClosedRange<Double>? {
    let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
      .map { String($0.filter { $0 != " " }) }
    guard parts.count == 2, !(parts[0].isEmpty && parts[1].isEmpty),
      let low = parts[0].isEmpty ? -.infinity : number(parts[0]),
      let high = parts[1].isEmpty ? .infinity : number(parts[1]), low <= high
    else { return nil }
    return low...high
  }

  /// Returns the text of a range.
  package static func text(_ range: ClosedRange<Double>) -> String {
    "\(end(range.lowerBound))..\(end(range.upperBound))"
  }

  private static func number(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

  private static func end(_ number: Double) -> String {
    if number.isInfinite { return "" }
    return number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : "\(number)"
  }
}
