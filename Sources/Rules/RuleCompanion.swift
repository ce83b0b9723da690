package import Basics
package import UDPCore

/// Something that answers datagrams beside the rules, on a thread of its own, and is listed with them.
package protocol RuleCompanion: Sendable {
  /// The name by which its answers are known.
  var name: String { get }
  /// The datagrams that it gets, as a filter.
  var condition: String { get }
  /// Its description for the list of rules.
  var summary: String { get }

  /// Begins to answer; called once reception runs.
  func start(_ desk: RuleCompanionDesk)

  /// Called on the receiver thread after datagrams became visible to readers of the log.
  func rowsWerePublished()

  /// Ends it; called before the sockets are drained a last time.
  func stop()
}

/// The side of the engine that a companion sees.
package struct RuleCompanionDesk: Sendable {
  /// The number that its answers carry.
  package let number: RuleNumber
  /// The records of the rules, with its own.
  package let book: RuleBook
  /// The datagrams received.
  package let log: CaptureLog
  /// Posts a request to the receiver.
  private let send: @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void
  /// Tells a piece of news to the person.
  private let tell: @Sendable (RuleNews) -> Void

  init(
    number: RuleNumber, book: RuleBook, log: CaptureLog,
    send: @escaping @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void,
    tell: @escaping @Sendable (RuleNews) -> Void
  ) {
    self.number = number
    self.book = book
    self.log = log
    self.send = send
    self.tell = tell
  }

  /// Tells a sentence to the person.
  package func say(_ sentence: Phrase, isTrouble: Bool) { tell(.companion(sentence, isTrouble: isTrouble)) }

  /// Posts a request and counts it; the receiver thread may still withhold it, and then takes the count back.
  /// - Throws: the reason if it cannot even be tried.
  package func post(_ request: TransmitRequest) throws(TransmitRefusal) {
    do throws(TransmitRefusal) { try send(request) } catch {
      if error == .mailboxFull { book.change(number) { $0.withheld[.late, default: 0] += 1 } }
      throw error
    }
    book.change(number) { $0.answers += 1 }
  }
}
