import PayloadText
import Templates
import TerminalUI
import UDPCore

/// The message that is written, and everything about messages that were sent.
struct Compose: Sendable {
  /// The panel in which a message is written; `nil` while it is closed.
  var panel: SendPanel?
  /// Messages that were written in panels and not sent.
  var drafts = Drafts()
  /// The messages that were sent, the oldest first.
  private(set) var history: [WrittenMessage]
  /// The last message that was sent, for sending it again.
  var lastSent: Sent?
  /// The message that is being repeated.
  var job: SendJob?
  /// The last thing that was sent, and what became of it.
  var dispatch: Dispatch?
  /// A message that waits for the user to confirm it.
  var unconfirmed: UnconfirmedSend?
  /// The encodings of messages whose rows have not come yet.
  var pendingEncodings = PendingEncodings()
  /// The file that is being read to be sent as a datagram, and its recipients; `nil` while there is none.
  var awaitedFile: (path: String, recipients: [SendPanel.Recipient])?
  /// The files that are part of the message that is written.
  var messageFiles = MessageFiles()
  /// The counters of messages with fields.
  var counters = TemplateCounters()
  /// The source of chance for the fields of messages.
  var random: TemplateRandom
  /// Requests to send so far: each has its number for an id.
  private var requestCount: UInt64 = 0

  /// - Parameters:
  ///   - history: the lines of the history, the oldest first.
  ///   - seed: the seed of random fields.
  init(history: [String], seed: UInt64) {
    random = TemplateRandom(seed: seed)
    self.history = history.map { WrittenMessage(historyLine: $0) }
  }

  /// Whether the panel is open and its recipients are known.
  var isWriting: Bool { panel?.isAsking == false }

  /// Whether a row may be one of ours that is waited for.
  var awaitsRows: Bool { dispatch?.isWaiting == true || job?.dispatch.isWaiting == true }

  /// Counts a row that a request became, or that says what the network refused.
  /// - Returns: whether it belongs to what was sent last, which then reports it.
  mutating func recognizes(_ datagram: Datagram, at time: UInt64) -> Bool {
    if dispatch?.recognizes(datagram) == true || dispatch?.recognizesRefusal(datagram, at: time) == true { return true }
    _ = job?.dispatch.recognizes(datagram) == true || job?.dispatch.recognizesRefusal(datagram, at: time) == true
    return false
  }

  /// The id of the next request.
  mutating func nextID() -> TransmitID {
    requestCount += 1
    return TransmitID(requestCount)
  }

  /// Adds a message to the history, if it is another one than the last.
  /// - Returns: the line to be saved; `nil` where nothing was added.
  mutating func remember(_ message: WrittenMessage) -> String? {
    guard !message.text.isEmpty, history.last != message else { return nil }
    history.append(message)
    if history.count > LineEditor.historyLimit { history.removeFirst() }
    return message.historyLine
  }
}
