import Basics
import PayloadText
import TerminalUI
import UDPCore

/// Questions before something is sent.
extension State {
  /// Returns the question that the panel asks before it sends: whether the datagrams may differ, whether they may be
  /// empty, and with `confirm-send` whether they may be sent at all; `nil` where it asks nothing.
  func question(before messages: [OutgoingMessage]) -> Phrase? {
    let variants = MessageVariant.all(of: messages)
    guard let first = variants.first else { return nil }
    let key = configuration.keymap.reference(to: "send")
    let whom = recipientNames(messages.map(\.request.peer))
    if variants.count > 1 {
      return "\(key) again sends \(Figures.grouped(variants.count)) different datagrams to \(whom)"
    }
    if first.payload.isEmpty, !configuration.confirmsSend { return "an empty datagram? \(key) again sends it" }
    return configuration.confirmsSend ? "\(key) again sends \(Figures.size(first.payload.count)) to \(whom)" : nil
  }

  /// Asks before something is sent that is not in the panel.
  mutating func ask(_ send: UnconfirmedSend) {
    compose.unconfirmed = send
    let messages = send.messages
    let whom = recipientNames(messages.map(\.request.peer))
    let size = Figures.size(messages.first?.request.payload.count ?? 0)
    switch send {
    case .messages(_, .again): askSaying("Enter sends \(size) to \(whom) again; any other key does not")
    case .messages(_, .file(let path)):
      askSaying("Enter sends \(path), \(size), to \(whom); any other key does not")
    case .messages: askSaying("Enter sends \(size) to \(whom); any other key does not")
    case .repetition(let job):
      if let count = job.count {
        askSaying("Enter sends \(size) to \(whom) \(Figures.grouped(count)) times; any other key does not")
      } else {
        askSaying("Enter sends \(size) to \(whom) again and again; any other key does not")
      }
    }
  }

  private mutating func askSaying(_ question: Phrase) {
    say(question, .warning) { $0.compose.unconfirmed != nil }
  }

  /// A key after such a question: Enter sends, any other key lets it be and does what it always does.
  /// - Returns: whether the key is used up.
  mutating func answerQuestion(_ key: Key, _ effects: inout [Effect]) -> Bool {
    guard let send = compose.unconfirmed else { return false }
    compose.unconfirmed = nil
    guard key == .enter else { return false }
    switch send {
    case .messages(let messages, .again): transmitAgain(messages, &effects)
    case .messages(let messages, let kind): transmit(messages, as: kind, &effects)
    case .repetition(var job):
      job.start = clock.monotonic
      compose.job = job
      sendDue(&effects)
    }
    return true
  }
}
