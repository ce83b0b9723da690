import PayloadText
import TerminalUI

/// A sentence for the person, for some seconds, until the next key, or until it is no longer true.
package struct Notice: Sendable {
  /// The weight of a notice.
  package enum Kind: Sendable, Hashable {
    case information
    case warning
    case failure
  }

  /// The sentence.
  var text: SafeText
  /// The end of the sentence, which stays where it is cut.
  var tail: SafeText = ""
  var kind: Kind
  /// The times at which it was said and at which it goes, in nanoseconds of the monotonic clock.
  var start: UInt64
  var end: UInt64
  /// Whether it answers a key. Then the next key takes it away; what came from elsewhere stays for a moment, since that
  /// key may have been meant before it was read.
  var isAnswer: Bool
  /// Whether it tells the outcome of something that the person did. It then stays longer before others take its place.
  var isOutcome: Bool
  /// The place where keys went when it was said. Information goes when they go elsewhere: the footer then has other
  /// keys.
  var focus: Focus
  /// The search (`Finding.count`) that it is about and that still counts rows.
  var finding: Int?
  /// Whether it is still true. It goes as soon as it is not.
  var isTrue: @Sendable (State) -> Bool
  /// The topic, where the next notice about the same topic takes its place at once.
  var topic: String?

  /// Whether it is still to be shown.
  func isCurrent(in state: State) -> Bool {
    (kind != .information || focus == state.focus) && isTrue(state)
  }

  /// Whether a key that is pressed at `time` takes it away.
  func disappears(withKeyAt time: UInt64) -> Bool {
    isAnswer || time.subtractingReportingOverflow(start).partialValue >= Self.moment
  }

  /// Whether what waits for its turn may take its place: each is to be read, and the last is not to come late.
  /// - Parameter isPressing: whether what waits is about something that the person just did elsewhere.
  func yields(at time: UInt64, toPressing isPressing: Bool = false) -> Bool {
    let turn = !isOutcome ? Self.turn : isPressing ? Self.moment : Self.turnOfOutcome
    return time.subtractingReportingOverflow(start).partialValue >= turn
  }

  /// The lines that it takes in a window; beside a line that is typed it gets fewer.
  func lines(in size: Size, isTyping: Bool, _ ellipsis: SafeText) -> [SafeText] {
    let most = Layout.noticeRows(of: size, isTyping: isTyping)
    // A window of the status line alone has no room for two ends.
    if most == 1, tail.isEmpty { return [text] }
    let columns = size.columns - (size.columns > 1 ? 1 : 0)
    return text.wrapped(columns: columns, count: most, tail: tail, ellipsis)
  }

  /// The time for which a sentence stays before the next that waits, in nanoseconds.
  private static let turn: UInt64 = 1_000_000_000

  /// The time for which the outcome of something that the person did stays before the next that waits, in nanoseconds.
  private static let turnOfOutcome: UInt64 = 5_000_000_000

  /// The time for which a sentence that answers no key stays, whatever is pressed, in nanoseconds.
  private static let moment: UInt64 = 2_000_000_000

  /// Returns the time for which a sentence stays, in nanoseconds.
  static func duration(of kind: Kind) -> UInt64 {
    kind == .information ? 6_000_000_000 : 12_000_000_000
  }
}
