import Basics
import PayloadText
import Templates
import TerminalUI
import UDPCore

/// A message with fields: what it is made from each time that it is sent.
struct MessageTemplate: Sendable, Hashable {
  /// The source text, by which it is counted.
  let text: String
  /// The template, whose values change.
  let template: Template
  /// The encoding of its text.
  let encoding: TextEncoding
  /// The bytes of its files, by path.
  let files: [String: [UInt8]]
}

/// Messages with fields: making them, counting them, making them anew when they are sent again.
extension State {
  /// Returns the template of a line and what it is compiled to, or what is wrong with it and which key helps.
  func program(
    of line: String, as coding: MessageCoding
  ) throws(SendPanel.Problem) -> (template: Template, program: TemplateProgram) {
    let template: Template
    do throws(MessageSyntaxError) { template = try Template(line, form: coding.form) } catch {
      let hint = coding.form == .text ? keyHint("", "message-literal", "takes it literally") : ""
      throw SendPanel.Problem(text: error.reason(adding: hint), range: error.range)
    }
    do throws(TemplateError) {
      return (template, try TemplateProgram(template, as: coding.encoding, files: compose.messageFiles.bytes))
    } catch { throw problem(error) }
  }

  /// Has the files read that the panel's message names, and forgets those that it does not name any more.
  mutating func readMessageFiles(_ effects: inout [Effect]) {
    var paths: Set<String> = []
    if let panel = compose.panel, !panel.isAsking, panel.editor.text.contains("{file ") {
      for form in Set(codings(of: panel).map(\.form)) {
        if let template = try? Template(panel.editor.text, form: form) { paths.formUnion(template.files) }
      }
    }
    for path in compose.messageFiles.keep(paths) {
      effects.append(.readFile(path: path, limit: TemplateContext.largest))
    }
  }

  /// Returns the problem of a message that cannot be made.
  private func problem(_ error: TemplateError) -> SendPanel.Problem {
    switch error {
    case .encoding(let error):
      return SendPanel.problem(error, keyHint(": ", "message-encoding", "changes the encoding"))
    case .field(let range, .missing(.file(let path))):
      return SendPanel.Problem(text: compose.messageFiles.reason(path), range: range)
    case .field(let range, let reason): return SendPanel.Problem(text: reason.phrase, range: range)
    }
  }

  /// Makes a message to a recipient.
  /// - Parameter random: the source of chance, which advances; a preview takes a copy.
  func payload(
    of text: String, _ program: TemplateProgram, to recipient: SendPanel.Recipient?, _ random: inout TemplateRandom
  ) throws(SendPanel.Problem) -> [UInt8] {
    var context = TemplateContext(time: clock.wall)
    context.utcOffset = configuration.utcOffsets.offset(at: clock.wall)
    context.interfaces = configuration.interfaces
    if let recipient {
      context.index = compose.counters.count(of: text, to: recipient.peer)
      context.peer = recipient.peer
      context.local = recipient.local?.leaving
      context.limit = SendPanel.limit(recipient.peer)
    }
    do throws(TemplateError) { return try program.bytes(context, &random) } catch { throw problem(error) }
  }

  /// Counts messages that were handed to the receiver.
  mutating func count(_ messages: [OutgoingMessage]) {
    for message in messages {
      if let template = message.template { _ = compose.counters.next(template.text, to: message.request.peer) }
    }
  }

  /// Returns messages that were sent before, those with fields made anew, and counts them.
  mutating func remade(_ messages: [OutgoingMessage]) throws(SendPanel.Problem) -> [OutgoingMessage] {
    guard messages.contains(where: { $0.template != nil }) else { return messages }
    var random = compose.random
    var remade = messages
    for (index, message) in messages.enumerated() {
      guard let source = message.template else { continue }
      let program: TemplateProgram
      do throws(TemplateError) {
        program = try TemplateProgram(source.template, as: source.encoding, files: source.files)
      } catch { throw problem(error) }
      let recipient = SendPanel.Recipient(peer: message.request.peer, local: message.request.path)
      remade[index].request.payload = try payload(of: source.text, program, to: recipient, &random)
    }
    compose.random = random
    count(remade)
    return remade
  }

  /// Starts the counters of the panel's message over, or those of the last one.
  mutating func restartCounter() {
    let written = compose.panel.flatMap { $0.isAsking || $0.editor.isEmpty ? nil : $0.editor.text }
    guard let text = written ?? compose.lastSent?.messages.compactMap(\.template).first?.text else {
      return say("there is no message with a counter")
    }
    compose.counters.reset(text)
    say("the message's counter starts over")
  }
}

extension LocalPath {
  /// The endpoint that an answer leaves from; `nil` if the system chooses its address.
  fileprivate var leaving: Endpoint? {
    let address = replySource.isUnspecified ? endpoint.address : replySource
    return address.isUnspecified || address.isMulticast || address.isLimitedBroadcast
      ? nil : Endpoint(address, port: endpoint.port, scope: endpoint.scope)
  }
}
