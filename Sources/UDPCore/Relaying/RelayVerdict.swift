package import Basics

/// The treatment of a datagram by a relay; the row of the datagram carries it. A row without a verdict was passed on at
/// once, as it came.
package struct RelayVerdict: Sendable, Hashable, BitwiseCopyable {
  /// The outcome for the datagram.
  package enum Outcome: UInt8, Sendable, BitwiseCopyable {
    /// It was passed on, or will be when it is due.
    case passed
    /// It was lost on purpose.
    case lost
    /// A filter swallowed it (`--drop`).
    case dropped
    /// Answers are not passed on (`--no-answers`).
    case unwanted
    /// The queue of the bandwidth, or the memory for what is delayed, was full.
    case overflowed
    /// It arrived cut, and was not passed on.
    case cut
    /// There were too many clients, or no socket for one more.
    case refused
  }

  /// The changes of a datagram that passed.
  package struct Changes: OptionSet, Sendable, Hashable, BitwiseCopyable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// It was passed on twice.
    package static let duplicated = Changes(rawValue: 1)
    /// One bit was flipped.
    package static let corrupted = Changes(rawValue: 2)
    /// It was cut to fewer bytes.
    package static let truncated = Changes(rawValue: 4)
    /// It was passed on before earlier ones.
    package static let reordered = Changes(rawValue: 8)
    /// Its bytes were replaced by others.
    package static let rewritten = Changes(rawValue: 0x10)
    /// Its direction was held when it arrived.
    package static let held = Changes(rawValue: 0x20)

    /// The changes after which other bytes leave than came.
    package static let ofBytes: Changes = [.corrupted, .truncated, .rewritten]
  }

  /// The outcome for the datagram.
  package var outcome: Outcome
  /// The changes that were made to it.
  package var changes: Changes
  /// The delay in microseconds that it was given on arrival; at most 71 minutes are told. It may leave earlier, if a person
  /// takes all impairments off.
  package var delay: UInt32

  package init(_ outcome: Outcome = .passed, changes: Changes = [], delay: UInt32 = 0) {
    self.outcome = outcome
    self.changes = changes
    self.delay = delay
  }

  /// Whether the datagram was passed on at once, as it came.
  package var isPlain: Bool { outcome == .passed && changes.isEmpty && delay == 0 }

  /// The verdict as the number that a row stores.
  var number: UInt64 { UInt64(outcome.rawValue) << 40 | UInt64(changes.rawValue) << 32 | UInt64(delay) }

  /// Creates the verdict that a row stores as a number.
  init(number: UInt64) {
    outcome = Outcome(rawValue: UInt8(truncatingIfNeeded: number >> 40)) ?? .passed
    changes = Changes(rawValue: UInt8(truncatingIfNeeded: number >> 32))
    delay = UInt32(truncatingIfNeeded: number)
  }
}

extension RelayVerdict: Phrased {
  /// The treatment in a few words: `lost on purpose`, `delay 80 ms, duplicated`.
  package var phrase: Phrase {
    switch outcome {
    case .lost: "lost on purpose"
    case .dropped: "not passed on: a filter drops it (--drop)"
    case .unwanted: "not passed on: answers are not wanted (--no-answers)"
    case .overflowed: "not passed on: the queue was full"
    case .cut: "not passed on: it arrived cut"
    case .refused: "not passed on: too many clients"
    case .passed: words.joined(separator: ", ")
    }
  }

  private var words: [Phrase] {
    var words: [Phrase] = []
    if changes.contains(.held) { words.append("held") }
    if delay > 0 { words.append("delay \(Self.text(delay))") }
    if changes.contains(.reordered) { words.append("passed on before earlier ones") }
    if changes.contains(.duplicated) { words.append("duplicated") }
    if changes.contains(.rewritten) { words.append("rewritten") }
    if changes.contains(.corrupted) { words.append("one bit flipped") }
    if changes.contains(.truncated) { words.append("truncated") }
    return words.isEmpty ? ["passed on"] : words
  }

  /// A time in microseconds: `80 ms`, `1.25 ms`, `2 s`.
  private static func text(_ microseconds: UInt32) -> String {
    let (value, unit) = microseconds >= 1_000_000 ? (microseconds / 10_000, "s") : (microseconds / 10, "ms")
    let rest = value % 100
    let fraction = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : "." + Int(rest).digits(2)
    return "\(value / 100)\(fraction) \(unit)"
  }
}

extension Datagram {
  /// The relay's treatment of the datagram; `nil` if it was passed on at once, as it came, or not relayed at all.
  package var relayVerdict: RelayVerdict? {
    guard kind == .incoming, isIdentified else { return nil }
    let verdict = RelayVerdict(number: chunk.stamp(at: payloadOffset + storedSize))
    return verdict.isPlain ? nil : verdict
  }
}
