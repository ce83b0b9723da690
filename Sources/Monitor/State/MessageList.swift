import Basics
import PayloadText
import TerminalUI

/// The choice of a saved message.
struct MessageList: Sendable, Hashable {
  struct Entry: Sendable, Hashable {
    var name: String
    /// In the message syntax.
    var text: String
  }

  /// By name.
  let entries: [Entry]
  private(set) var selected = 0
  /// The letters that led to the selected entry.
  private(set) var search = ""

  init(_ messages: [String: String]) {
    entries = messages.map { Entry(name: $0.key, text: $0.value) }.sorted { $0.name < $1.name }
  }

  mutating func select(_ index: Int) {
    selected = index
    search = ""
  }

  /// Goes to the first name that begins with the letters so far.
  mutating func type(_ letters: String) {
    if let index = entries.firstIndex(where: { $0.name.hasPrefix(search + letters) }) {
      selected = index
      search += letters
    }
  }

  /// Completes the letters so far, to all that the names beginning with them share.
  mutating func complete() {
    let names = entries.map(\.name).filter { $0.hasPrefix(search) }
    guard var common = names.first else { return }
    for name in names {
      while !name.hasPrefix(common) { common.removeLast() }
    }
    type(String(common.dropFirst(search.count)))
  }

  mutating func typeBack() {
    search = String(search.dropLast())
    selected = entries.firstIndex { $0.name.hasPrefix(search) } ?? selected
  }
}

extension State {
  /// Lists the saved messages.
  mutating func openMessages() {
    guard !configuration.messages.isEmpty else {
      return say("no message is saved: write them below [messages] in the configuration") {
        $0.configuration.messages.isEmpty
      }
    }
    overlay = .messages(MessageList(configuration.messages))
  }

  /// Puts the selected message into the panel.
  mutating func chooseMessage() {
    guard case .messages(let list) = overlay else { return }
    overlay = nil
    insert(list.entries[list.selected].text)
  }

  /// Puts a saved message by its name into the panel, which is opened for the selected peer where it is not.
  mutating func useMessage(_ name: String) throws(CommandArgument.Problem) {
    guard let text = configuration.messages[name] else {
      throw CommandArgument.Problem(
        "no message is saved under that name" + offer(": ", "complete", "lists them"), all: name)
    }
    let wasOpen = sending != nil
    if !wasOpen { openReply() }
    guard sending?.isAsking == false else { return }
    pane = .reply
    if !wasOpen, sending?.editor.isEmpty == false {
      say("'\(name)' stands behind what was written before and not sent", .warning)
    }
    insert(text)
  }

  /// Saves what the panel holds, or the last message, under a name.
  mutating func saveMessage(_ name: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    let written = sending.flatMap { $0.isAsking || $0.editor.isEmpty ? nil : $0.editor.text }
    guard let text = written ?? histories[.message]?.last else {
      throw CommandArgument.Problem(
        "there is no message to save: write one with \(key("reply")) or \(key("new")) first", all: name)
    }
    do throws(MessageSyntaxError) { _ = try Message(parsing: text) } catch {
      throw CommandArgument.Problem("that message is not right yet: \(error.reason)", 0..<0)
    }
    // One line of the file: a line end is written as the message syntax does.
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
    effects.append(.saveMessage(name: name, text: line))
  }

  private mutating func insert(_ text: String) {
    guard let cursor = sending?.editor.cursor else { return }
    sending?.editor.replace(cursor..<cursor, with: text)
    sending?.takeBackRefusal()
  }

  /// A key that no command took, in the list of messages.
  mutating func searchMessages(_ key: Key) {
    guard case .messages(var list) = overlay else { return }
    switch key {
    case .character(let letter): list.type(String(letter))
    case .paste(let text): list.type(text)
    case .backspace: list.typeBack()
    default: return
    }
    overlay = .messages(list)
  }

  mutating func completeMessage() {
    guard case .messages(var list) = overlay else { return }
    list.complete()
    overlay = .messages(list)
  }
}
