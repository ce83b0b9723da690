import Basics
import PayloadText
import PeerText
import Templates
import TerminalUI
import UDPCore

/// Sending what the panel holds, and sending it again.
extension State {
  /// Returns the recipients of the panel's message.
  func recipients(of panel: SendPanel) -> [SendPanel.Recipient] {
    switch panel.target {
    case .asking, .lookingUp: return []
    case .reply(let peer, let local): return [SendPanel.Recipient(peer: peer, local: local)]
    case .anywhere(let peer, let socket):
      return [SendPanel.Recipient(peer: peer, local: socket.flatMap { path(fromSocket: $0, to: peer) })]
    case .several(let recipients): return recipients
    }
  }

  /// The way from a bound socket, whose own address or, for a wildcard, the one that routing chooses.
  private func path(fromSocket index: Int, to peer: Endpoint) -> LocalPath? {
    guard configuration.bound.indices.contains(index), let socket = UInt16(exactly: index) else { return nil }
    let endpoint = configuration.bound[index]
    return LocalPath(endpoint: endpoint, replySource: endpoint.address, interface: peer.scope, socket: socket)
  }

  /// Returns the messages that the panel would send, each in its recipient's encoding unless one was chosen for the
  /// message.
  func messages(of panel: SendPanel) throws(SendPanel.Problem) -> [OutgoingMessage] {
    var random = compose.random
    return try messages(of: panel, &random)
  }

  /// Returns the messages that the panel would send.
  /// - Parameter random: the source of chance for their fields, which advances.
  private func messages(
    of panel: SendPanel, _ random: inout TemplateRandom
  ) throws(SendPanel.Problem) -> [OutgoingMessage] {
    let recipients = recipients(of: panel)
    let text = panel.editor.text
    var programs: [MessageCoding: (template: Template, program: TemplateProgram)] = [:]
    var payloads: [MessageCoding: [UInt8]] = [:]
    var messages: [OutgoingMessage] = []
    for recipient in recipients {
      let coding = panel.coding(for: recipient.peer, texts)
      do throws(SendPanel.Problem) {
        let compiled: (template: Template, program: TemplateProgram)
        if let known = programs[coding] { compiled = known } else { compiled = try program(of: text, as: coding) }
        programs[coding] = compiled
        let template = compiled.template
        let payload: [UInt8]
        if let known = payloads[coding] {
          payload = known
        } else {
          payload = try self.payload(of: text, compiled.program, to: recipient, &random)
        }
        if let excess = SendPanel.excess(payload.count, to: recipient.peer) { throw excess }
        if template.isConstant { payloads[coding] = payload }
        let request = TransmitRequest(
          to: recipient.peer, by: recipient.local, payload: payload, interface: panel.interface)
        let source =
          template.isConstant
          ? nil
          : MessageTemplate(
            text: text, template: template, encoding: coding.encoding, files: compose.messageFiles.bytes)
        messages.append(
          OutgoingMessage(
            request: request, coding: coding, choice: choice(of: panel, coding, to: recipient.peer), template: source))
      } catch {
        if recipients.count == 1 { throw error }
        throw SendPanel.Problem(text: "to \(name(of: recipient.peer)): \(error.text)", range: error.range)
      }
    }
    return messages
  }

  /// Returns the encoding in which the row of the panel's message is read; `nil` if that is the peer's.
  private func choice(of panel: SendPanel, _ coding: MessageCoding, to peer: Endpoint) -> EncodingChoice? {
    let choice = texts.choice(for: peer)
    let usual = choice.isUndecided ? texts.outgoing(for: peer).encoding : choice.encoding
    return panel.form != nil || panel.encoding != nil || coding.encoding != usual ? coding.choice : nil
  }

  /// Returns the bytes of a line to a peer, or what is wrong with it and which key helps.
  func bytes(
    of line: String, as coding: MessageCoding, to peer: Endpoint
  ) throws(SendPanel.Problem) -> [UInt8] {
    var random = compose.random
    let program = try program(of: line, as: coding).program
    return try payload(of: line, program, to: SendPanel.Recipient(peer: peer), &random)
  }

  /// The view of the panel; `nil` while it is closed.
  var replyView: ReplyView? {
    guard let panel = compose.panel else { return nil }
    var (messages, flaw) = ([OutgoingMessage](), SendPanel.Problem?.none)
    do throws(SendPanel.Problem) { messages = try self.messages(of: panel) } catch { flaw = error }
    return ReplyView(
      panel: panel, messages: messages, flaw: flaw,
      advice: advice(for: panel), departure: departure, number: number(of: messages), texts: texts,
      isFocused: focus == .reply, look: look)
  }

  /// The number of the message among those with its text to its peer; `nil` if it does not count.
  private func number(of messages: [OutgoingMessage]) -> UInt64? {
    guard messages.count == 1, let message = messages.first, let source = message.template, source.template.hasCounter
    else { return nil }
    return compose.counters.count(of: source.text, to: message.request.peer) &+ 1
  }

  /// Enter in the panel: the endpoint is taken, or the message sent.
  mutating func submitPanel(_ effects: inout [Effect]) {
    guard let panel = compose.panel else { return }
    switch panel.target {
    case .asking: acceptEndpoint(of: panel, &effects)
    case .lookingUp: break
    case .reply, .anywhere, .several: send(panel, &effects)
    }
  }

  private mutating func send(_ panel: SendPanel, _ effects: inout [Effect]) {
    do throws(SendPanel.Problem) {
      var random = compose.random
      let messages = try messages(of: panel, &random)
      if !panel.isConfirmed, let question = question(before: messages) {
        compose.panel?.isConfirmed = true
        compose.panel?.question = question
        return
      }
      acceptEncoding(of: panel)
      transmit(messages, as: .message, &effects)
      compose.random = random
      count(messages)
      remember(message(in: panel), &effects)
      clearPanel()
    } catch {
      compose.panel?.isRefused = true
    }
  }

  /// Makes the panel ready for the next message to the same peer.
  mutating func clearPanel() {
    compose.panel?.adoptForm(of: WrittenMessage(""))
    compose.panel?.begun = [:]
    compose.panel?.editor = LineEditor(history: compose.history.map(\.text), newlines: .keep)
    compose.panel?.clearRefusal()
  }

  mutating func sendAgain(_ effects: inout [Effect]) {
    guard let last = compose.lastSent, !last.messages.isEmpty else {
      return say("nothing was sent yet: \(key("reply")) replies, \(key("new")) writes to any endpoint") {
        $0.compose.lastSent == nil
      }
    }
    if configuration.confirmsSend { return ask(.messages(last.messages, .again)) }
    transmitAgain(last.messages, &effects)
  }

  /// Sends messages that were sent before, those with fields made anew.
  mutating func transmitAgain(_ messages: [OutgoingMessage], _ effects: inout [Effect]) {
    do throws(SendPanel.Problem) { transmit(try remade(messages), as: .again, &effects) } catch {
      say(error.text, .failure)
    }
  }

  /// Adds a message to the history, once, and has it saved.
  mutating func remember(_ message: WrittenMessage, _ effects: inout [Effect]) {
    guard let line = compose.remember(message) else { return }
    effects.append(.saveHistory(.message, line: line))
  }
}
