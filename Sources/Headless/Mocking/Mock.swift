import Basics
import Conversation
import Plumbing
import Rules
import Synchronization
import UDPCore

/// A stand-in for a recorded device, which answers beside the rules on a thread of its own (`udpeek-mock`).
final class Mock: RuleCompanion {
  let name = "mock"
  let condition = ""
  let summary: String

  private let shared: MockShared
  private let worker = Lock<Worker?>(nil)
  private let loop: Lock<((RuleCompanionDesk) -> Void)?>

  /// Prepares to answer from a book.
  /// - Parameters:
  ///   - summary: the device, for lists of rules.
  ///   - speed: the factor by which delays are shortened.
  /// - Throws: an error if the process has too many open files.
  init(_ book: sending AnswerBook, speed: Double, summary: String) throws(SystemError) {
    self.summary = summary
    let shared = MockShared(wake: try WakeUp(), judged: try WakeUp())
    self.shared = shared
    beginning = Mock.beginning(book, summary)
    loop = Lock { desk in MockLoop(book, speed: speed, desk, shared).run() }
  }

  func start(_ desk: RuleCompanionDesk) {
    let loop = loop
    worker.withLock { worker in
      if worker != nil { return }
      worker = Worker(name: "udpeek-mock") {
        // The book is of this thread from here on.
        loop.withLock { run in
          run?(desk)
          run = nil
        }
      }
    }
  }

  func rowsWerePublished() { shared.wake.signal() }

  func stop() {
    guard let running = worker.take() else { return }
    shared.isStopping.store(true, ordering: .releasing)
    shared.wake.signal()
    running.join()
    shared.judged.signal()
  }

  // MARK: RowVerdicts

  let beginning: [Phrase]

  private static func beginning(_ book: AnswerBook, _ summary: String) -> [Phrase] {
    let (answers, requests) = (book.device.answerCount, book.requestCount)
    let recorded: Phrase = answers == 1 ? "1 recorded answer" : "\(answers) recorded answers"
    let asked: Phrase = requests == 1 ? "1 request" : "\(requests) different requests"
    return ["standing in for \(summary): \(recorded) to \(asked)"]
  }
}

extension Mock: RowVerdicts {
  /// The longest time to wait for a verdict, in nanoseconds: a row without one is printed as it is.
  private static let patience: Int64 = 1_000_000_000

  func wait(through number: UInt64, isEndRequested: () -> Bool) {
    let limit = SystemClock.monotonic + Self.patience
    while SystemClock.monotonic < limit, !isEndRequested(), !shared.isStopping.load(ordering: .acquiring) {
      shared.judged.arm()
      if shared.verdicts.withLock({ $0.next >= number }) { break }
      var waiting = PollSet()
      waiting.add(shared.judged)
      waiting.wait(until: min(limit, SystemClock.monotonic + 100_000_000))
      shared.judged.clear()
    }
  }

  func trouble(of row: UInt64) -> Phrase? {
    shared.verdicts.withLock { $0.unmatchedRows.remove(row) != nil } ? "no recorded answer" : nil
  }

  func summary(_ withheld: [(reason: ReplyWithheld, count: Int)]) -> [Phrase] {
    let counts = shared.verdicts.withLock { ($0.answered, $0.unmatched, $0.late, $0.waiting, $0.looser) }
    let kept = withheld.reduce(0) { $0 + $1.count } + counts.2
    var text: Phrase = "answered \(counts.0), unmatched \(counts.1), withheld \(kept)"
    if counts.3 > 0 { text += ", answers that were not due yet \(counts.3)" }
    var sentences = [text]
    if let hint = Self.hint(counts.4) { sentences.append(hint) }
    if counts.2 > 0 { sentences.append("too many requests came at once; not answered: \(counts.2)") }
    if withheld.contains(where: { $0.reason == .tooLarge }) {
      sentences.append("to send large answers to any peer, add --allow-large-answers")
    }
    return sentences
  }
}

extension Mock {
  /// A sentence about the option that answers more requests; `nil` if none does.
  private static func hint(_ looser: [MessageMatch: Int]) -> Phrase? {
    if let count = looser[.varying] {
      return "with --match varying, \(count) of the unmatched requests would be answered"
    }
    if let count = looser[.text] {
      return
        "with --match text, which ignores case, encoding and line ends, \(count) of the unmatched requests would be answered"
    }
    return looser[.kind].map {
      "with --match kind, which ignores what they say, \($0) of the unmatched requests would be answered; --format names what varies"
    }
  }
}

/// What the mock's thread shares with the others.
final class MockShared: Sendable {
  /// The verdicts on rows.
  struct Verdicts {
    /// The most rows without an answer that wait to be printed.
    static let mostRows = 65_536

    /// The first row that is not judged.
    var next: UInt64 = 1
    /// The requests that were answered, and those that have no recorded answer.
    var answered = 0
    var unmatched = 0
    /// The requests that would have answers in a looser sense of equality.
    var looser: [MessageMatch: Int] = [:]
    /// The requests and answers that were lost because too many came at once.
    var late = 0
    /// The answers that were not due when the end came.
    var waiting = 0
    /// The rows without an answer that were not printed yet.
    var unmatchedRows: Set<UInt64> = []
  }

  /// Signalled, if armed, after new rows and when the end is requested.
  let wake: WakeUp
  /// Signalled, if armed, after rows were judged.
  let judged: WakeUp
  let verdicts = Lock(Verdicts())
  let isStopping = Atomic(false)

  init(wake: WakeUp, judged: WakeUp) { (self.wake, self.judged) = (wake, judged) }
}
