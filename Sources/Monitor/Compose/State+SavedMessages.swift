import Basics
import PayloadText
import Templates
import TerminalUI

/// A message that is saved in the configuration.
struct SavedMessage: Sendable, Hashable {
  let name: String
  let message: WrittenMessage
}

extension SavedMessage: ListEntry {
  static var typing: ListTyping { .adding }
  var names: [String] { [name] }
}

extension State {
  /// Lists the saved messages.
  mutating func openMessages() {
    guard !configuration.messages.isEmpty else {
      return say("no message is saved: write them below [messages] in the configuration") {
        $0.configuration.messages.isEmpty
      }
    }
    let saved = configuration.messages.map { SavedMessage(name: $0.key, message: $0.value) }
    interaction.overlay = .messages(SelectableList(saved.sorted { $0.name < $1.name }))
  }

  /// Puts the selected message into the panel.
  mutating func chooseMessage() {
    guard case .messages(let list) = interaction.overlay, let saved = list.selected else { return }
    interaction.overlay = nil
    insert(saved.message)
  }

  /// Puts a saved message by its name into the panel, which is opened for the selected peer where it is not.
  mutating func useMessage(_ name: String) throws(CommandArgument.Problem) {
    guard let message = configuration.messages[name] else {
      throw CommandArgument.Problem(
        "no saved message has that name" + keyHint(": ", "complete", "lists them"), all: name)
    }
    let wasOpen = compose.panel != nil
    if !wasOpen { openReply() }
    guard compose.panel?.isAsking == false else { return }
    changePanes { $0.focus(.reply) }
    if !wasOpen, compose.panel?.editor.isEmpty == false {
      say("'\(name)' was added after your unsent text", .warning)
    }
    insert(message)
  }

  /// Saves what the panel holds, or the last message, under a name; `NAME!` replaces another.
  mutating func saveMessage(_ argument: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    let written = compose.panel.flatMap { $0.isAsking || $0.editor.isEmpty ? nil : self.message(in: $0) }
    guard let message = written ?? compose.history.last else {
      throw CommandArgument.Problem(
        "there is no message to save: write one with \(key("reply")) or \(key("new")) first", all: argument)
    }
    if let mistake = message.syntaxError {
      throw CommandArgument.Problem("the message is not valid yet: \(mistake.reason)", 0..<0)
    }
    let replaces = argument.hasSuffix("!")
    let name = replaces ? String(argument.dropLast()) : argument
    guard !name.isEmpty else { throw CommandArgument.Problem("under which name?", all: argument) }
    guard let line = message.onOneLine.inOneForm else {
      let key = configuration.keymap.reference(to: "message-hex", in: .reply)
      throw CommandArgument.Problem(
        "this is text for one peer and hexadecimal for another: in the message, \(key) chooses", 0..<0)
    }
    if !replaces, let old = configuration.messages[name], old != line {
      throw CommandArgument.Problem(
        "\(name)! replaces the message of that name: \(old.text)", all: argument)
    }
    effects.append(.saveMessage(name: name, line, replaces: replaces))
  }

  /// Puts a message where the cursor is: into an empty line as it is written, into another in that line's form.
  private mutating func insert(_ message: WrittenMessage) {
    guard let panel = compose.panel else { return }
    guard !panel.editor.isEmpty else {
      adoptForm(of: message)
      compose.panel?.editor.replaceAll(with: message.text)
      compose.panel?.clearRefusal()
      return
    }
    let cursor = panel.editor.cursor
    guard let text = text(of: message, in: panel) else {
      return say("that message has another form (text or hexadecimal) and cannot be added to this one", .warning)
    }
    compose.panel?.editor.replace(cursor..<cursor, with: text)
    compose.panel?.clearRefusal()
  }

  /// A message as a part of the panel's line; `nil` where its bytes cannot be written there.
  private func text(of message: WrittenMessage, in panel: SendPanel) -> String? {
    let codings = recipients(of: panel).map { panel.coding(for: $0.peer, texts) }
    guard let here = codings.first, codings.allSatisfy({ $0 == here }) else {
      return message.form == nil && message.encoding == nil ? message.text : nil
    }
    let form = message.form ?? (message.encoding == nil ? here.form : .text)
    if form == here.form, message.encoding ?? here.encoding == here.encoding { return message.text }
    // Fields stay fields, and are none in another form.
    var random = compose.random
    guard let template = try? Template(message.text, form: form), template.isPlain,
      let program = try? TemplateProgram(
        template, as: message.encoding ?? (here.form == .hex ? .utf8 : here.encoding)),
      let bytes = try? program.bytes(TemplateContext(time: clock.wall), &random)
    else { return nil }
    switch here.form {
    case .hex: return Message.hexText(of: bytes)
    case .text: return bytes.map { "\\x" + Message.hexText(of: [$0]) }.joined()
    case .raw: return nil
    }
  }
}

extension WrittenMessage {
  /// The message with its form, text where it can be nothing else; `nil` where each peer decides whether it is text or
  /// hexadecimal.
  fileprivate var inOneForm: WrittenMessage? {
    if form != nil || encoding != nil { return self }
    return (try? Message.hex(text)) == nil ? WrittenMessage(text, form: .text) : nil
  }

  /// The message in one line of a file, where its form has a way to write a line end.
  fileprivate var onOneLine: WrittenMessage {
    let separator: String
    switch form {
    case .raw: return self
    case .hex: separator = " "
    case .text, nil: separator = "\\n"
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return WrittenMessage(lines.joined(separator: separator), form: form, encoding: encoding)
  }
}
