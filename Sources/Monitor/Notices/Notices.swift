import Basics

/// The sentence in the last line, and those that wait for their turn.
struct Notices: Sendable {
  /// The sentence that is shown.
  var current: Notice?
  /// The announcements that are shown when the sentence before them has had its turn.
  private(set) var waiting: [Announcement] = []
  /// Whether a sentence that is said now answers a key.
  var isAnswering = false
  /// The failure that was reported last, and when, in nanoseconds of the monotonic clock.
  private var lastFailure: (text: Phrase, time: UInt64)?

  /// The time for which the same failure is not reported again, in nanoseconds.
  private static let failureRest: UInt64 = 30_000_000_000

  /// Takes the sentence away when its time is over.
  mutating func expire(at time: UInt64) {
    if let current, current.end <= time { self.current = nil }
  }

  /// Takes the sentence away with a key that is pressed, unless it has only just been said.
  mutating func dismiss(withKeyAt time: UInt64) {
    if current?.disappears(withKeyAt: time) == true { current = nil }
  }

  /// Queues announcements. Each makes earlier ones about the same topic untrue.
  mutating func queue(_ all: [Announcement]) {
    for one in all {
      if let topic = one.topic {
        waiting.removeAll { $0.topic == topic }
        if current?.topic == topic { current = nil }
      }
      waiting.append(one)
    }
  }

  /// The next announcement, where its turn has come.
  mutating func next(at time: UInt64) -> Announcement? {
    guard let next = waiting.first, current?.yields(at: time, toPressing: next.isPressing) ?? true else { return nil }
    return waiting.removeFirst()
  }

  /// Whether a failure is news: a message that is repeated and keeps failing does not keep the last line for itself.
  mutating func isNewFailure(_ failure: Phrase, at time: UInt64) -> Bool {
    if let lastFailure, lastFailure.text == failure,
      time.subtractingReportingOverflow(lastFailure.time).partialValue < Self.failureRest
    {
      return false
    }
    lastFailure = (failure, time)
    return true
  }
}
