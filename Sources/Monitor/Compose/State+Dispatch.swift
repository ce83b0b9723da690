import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// Handing messages to the receiver, and the sentence about what became of them.
extension State {
  /// Sends messages, in answer to what a person did.
  mutating func transmit(_ messages: [OutgoingMessage], as kind: Dispatch.Kind, _ effects: inout [Effect]) {
    var new = Dispatch(kind, messages, at: clock.monotonic)
    submit(messages, for: &new, &effects)
    compose.dispatch = new
    let whom = recipientNames(new.peers)
    let size = Figures.size(new.size)
    switch kind {
    case .message, .repetition: say("sending \(size) to \(whom)")
    case .again: say("sending \(size) to \(whom) again")
    case .file(let path): say("sending \(path), \(size), to \(whom)")
    }
  }

  /// Hands messages to the receiver, each under an id of its own, by which its row is recognised.
  mutating func submit(_ messages: [OutgoingMessage], for dispatch: inout Dispatch, _ effects: inout [Effect]) {
    compose.lastSent = Sent(messages: messages, whom: recipientNames(messages.map(\.request.peer)))
    for message in messages {
      var request = message.request
      let id = compose.nextID()
      request.id = id
      dispatch.await(id, to: request.peer, at: clock.monotonic)
      if let choice = message.choice { compose.pendingEncodings.note(choice, for: id) }
      effects.append(.transmit(request))
    }
  }

  /// Takes a row that was sent, or that failed.
  mutating func ownRowArrived(_ datagram: Datagram) {
    noteAnswer(datagram)
    if let id = datagram.transmitID, let choice = compose.pendingEncodings.take(id) {
      texts.recordSentEncoding(of: datagram.number, as: choice)
    }
    if compose.recognizes(datagram, at: clock.monotonic) { return }
    if datagram.kind == .failure { report(datagram) }
    if let alarm = datagram.alarm { report(alarm, of: datagram) }
  }

  /// The receiver would not even try.
  mutating func transmitRefused(_ id: TransmitID?, _ reason: Phrase) {
    if let id { _ = compose.dispatch?.refuse(id, reason) }
    compose.job = nil
    say(reason, .failure)
  }

  /// Says what became of what was sent last, as soon as all of it is known, and again when the network refuses it.
  mutating func reportDispatch() {
    guard let known = compose.dispatch, known.needsReport, !known.isWaiting else { return }
    compose.dispatch?.needsReport = false
    let isHidden = known.rows.contains { !filtering.run.isShown($0) }
    if let failure = known.failure {
      say(sentence(of: known, failure.peer, failure.reason), .failure, tail: isHidden ? hidden(known) : "")
      interaction.notices.current?.isOutcome = true
      return
    }
    let isStill = !table.viewport.isFollowing && known.rows.contains { !table.viewport.visible.contains($0) }
    let kind = known.stopped == nil ? Notice.Kind.information : .warning
    let tail: Phrase = isHidden ? hidden(known) : isStill ? ": \(key("bottom")) shows it" : ""
    // What failed since then is read first.
    if let current = interaction.notices.current, current.isOutcome, current.kind == .failure,
      !current.yields(at: clock.monotonic)
    {
      return interaction.notices.queue([Announcement(success(of: known), kind, tail: tail)])
    }
    say(success(of: known), kind, tail: tail) {
      isHidden || !isStill || !$0.table.viewport.isFollowing
    }
    // The next key takes it away, as if it had been said at once.
    interaction.notices.current?.isAnswer = true
    interaction.notices.current?.isOutcome = true
  }

  private func success(of dispatch: Dispatch) -> Phrase {
    if let stopped = dispatch.stopped { return stopped }
    let whom = recipientNames(dispatch.peers)
    let size = Figures.size(dispatch.size)
    guard dispatch.peers.count == 1, let row = dispatch.rows.first.map({ Figures.grouped($0) }) else {
      switch dispatch.kind {
      case .message: return "sent to \(whom)"
      case .again: return "sent again to \(whom)"
      case .file(let path): return "sent \(path), \(size), to \(whom)"
      case .repetition:
        return dispatch.rounds == 1
          ? "sent once to \(whom)" : "sent \(Figures.grouped(dispatch.rounds)) times to \(whom)"
      }
    }
    switch dispatch.kind {
    case .message: return "sent \(size) to \(whom) as row \(row)"
    case .again: return "sent again: \(size) to \(whom) as row \(row)"
    case .file(let path): return "sent \(path), \(size), to \(whom) as row \(row)"
    case .repetition:
      return dispatch.rounds == 1 ? "sent once to \(whom)" : "sent \(Figures.grouped(dispatch.rounds)) times to \(whom)"
    }
  }

  /// Returns the words for rows that are not shown, with the filter that shows them where only a test for a peer's
  /// source hides them.
  private func hidden(_ dispatch: Dispatch) -> Phrase {
    guard case .some(let filter) = filtering.run.filter.expression, let both = filter.bothWays else {
      return ", hidden by the filter"
    }
    let text = DisplayFilter(both, interfaces: configuration.interfaces).canonical
    let short = text.hasPrefix("peer host ") ? "peer " + text.dropFirst("peer host ".count) : text
    let whole: Phrase = ", hidden by the filter; \(short) shows it"
    // What is offered leaves room for what is told.
    return words(whole).width + 24 <= size.columns ? whole : ", hidden by the filter"
  }

  private func sentence(of dispatch: Dispatch, _ peer: Endpoint, _ reason: Phrase) -> Phrase {
    let name = name(of: peer)
    let total = Figures.grouped(dispatch.peers.count)
    if dispatch.refused > 0 {
      let refused = Figures.grouped(dispatch.refused)
      if let stopped = dispatch.stopped {
        return "\(stopped), \(refused) refused: \(reason) \(symbols.dot) \(name)"
      }
      if case .repetition = dispatch.kind {
        return "sent \(Figures.grouped(dispatch.rounds)) times, \(refused) refused: \(reason) \(symbols.dot) \(name)"
      }
      return dispatch.peers.count == 1
        ? "sent, then refused: \(reason) \(symbols.dot) \(name)"
        : "sent to \(total) peers, then \(refused) refused: \(reason) \(symbols.dot) \(name)"
    }
    if let stopped = dispatch.stopped {
      return "\(stopped), \(Figures.grouped(dispatch.failed)) not sent: \(reason) \(symbols.dot) \(name)"
    }
    if case .repetition = dispatch.kind {
      return
        "sent \(Figures.grouped(dispatch.sent)), not sent \(Figures.grouped(dispatch.failed)): \(reason) \(symbols.dot) \(name)"
    }
    return dispatch.peers.count == 1
      ? "not sent to \(name): \(reason)"
      : "sent to \(Figures.grouped(dispatch.sent)) of \(total) peers: \(reason) \(symbols.dot) \(name)"
  }

  /// The recipients of messages, for a sentence.
  func recipientNames(_ peers: [Endpoint]) -> Phrase { look.recipientNames(peers) }
}

extension FilterExpression {
  /// The filter that shows what a peer sends and what is sent to it, where this one shows its source or its destination
  /// alone; `nil` where it asks for anything else.
  fileprivate var bothWays: FilterExpression? {
    switch self {
    case .host(.source, let address, let scope): .host(.peer, address, scope: scope)
    case .net(.source, let network, let scope): .net(.peer, network, scope: scope)
    case .endpoint(.source, let address, let scope, let port): .endpoint(.peer, address, scope: scope, port: port)
    case .ports(.source, let ports): .ports(.peer, ports)
    case .all(let parts):
      parts.allSatisfy { $0.bothWays != nil } ? .joined(parts.compactMap(\.bothWays), byOr: false) : nil
    default: nil
    }
  }
}
