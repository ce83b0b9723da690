/// Something that is sent as soon as a person confirms it.
enum UnconfirmedSend: Sendable {
  case messages([OutgoingMessage], Dispatch.Kind)
  case repetition(SendJob)

  var messages: [OutgoingMessage] {
    switch self {
    case .messages(let messages, _): messages
    case .repetition(let job): job.sent.messages
    }
  }
}
