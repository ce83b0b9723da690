import Basics
import PayloadText
import Templates
import TerminalUI
import UDPCore

/// The form of the panel's message: text, hexadecimal or literal; pasting into it, and recalling earlier messages.
extension State {
  /// Turns text into the hexadecimal of its bytes, and hexadecimal into a text that stands for the same bytes.
  mutating func toggleHexMessage() {
    guard let panel = compose.panel, !panel.isAsking else { return }
    let isHex = codings(of: panel).allSatisfy { $0.form == .hex }
    convert(panel, to: isHex ? .text : .hex)
  }

  /// Takes backslashes for what they are, or for the beginning of escapes again.
  mutating func toggleLiteralMessage() {
    guard let panel = compose.panel, !panel.isAsking else { return }
    if codings(of: panel).contains(where: { $0.form == .hex }) {
      return say("there are no escapes in hexadecimal" + keyHint(": ", "message-hex", "turns it into text"))
    }
    if panel.form == .raw {
      adoptForm(of: WrittenMessage("", form: .text, encoding: panel.encoding))
      compose.panel?.draftBeforeRecall = panel.draftBeforeRecall
    } else {
      compose.panel?.form = .raw
    }
    compose.panel?.clearRefusal()
    let count = Message.escapes(in: panel.editor.text)
    if panel.form == .raw {
      say("escapes are on again: \(Figures.grouped(count)) understood")
    } else {
      say("taken literally: a backslash is a backslash")
    }
  }

  /// Chooses the encoding of this message alone; `nil` is the peers' own. What stands there in hexadecimal becomes
  /// text.
  mutating func chooseMessageEncoding(_ encoding: TextEncoding?) {
    guard var panel = compose.panel else { return }
    if encoding == .hex { return convert(panel, to: .hex) }
    let wasHex = codings(of: panel).allSatisfy { $0.form == .hex }
    panel.encoding = encoding
    panel.clearRefusal()
    if wasHex, encoding != nil {
      panel.form = .hex
      compose.panel?.encoding = encoding
      return convert(panel, to: .text)
    }
    compose.panel = panel
  }

  /// Empties the message, whose form stays; the editor can put it back.
  mutating func emptyMessage() {
    guard let panel = compose.panel else { return }
    guard !panel.editor.isEmpty else { return say("there is nothing to empty") }
    compose.panel?.editor.cutAll()
    compose.panel?.clearRefusal()
    say("emptied: ^Y puts it back")
  }

  /// A key that no command took, in the panel's line.
  mutating func typeInPanel(_ key: Key) {
    if case .paste(let text) = key, compose.panel?.isAsking == false { return paste(text) }
    let before = compose.panel?.editor.recalledLine
    guard let panel = compose.panel, compose.panel?.editor.handle(key) == .changed else { return }
    compose.panel?.clearRefusal()
    if case .lookingUp = panel.target { compose.panel?.target = .asking }
    let line = compose.panel?.editor.recalledLine
    if !panel.isAsking, line != before { adoptForm(ofLine: line, from: panel) }
  }

  /// A line of the history comes with the form that it had; what was being written gets its own back.
  private mutating func adoptForm(ofLine line: Int?, from panel: SendPanel) {
    let draftBeforeRecall = panel.draftBeforeRecall ?? message(in: panel)
    let lines = compose.panel?.editor.history.count ?? 0
    let kept = line.map { compose.history.count - lines + $0 }.flatMap { place in
      compose.history.indices.contains(place) ? compose.history[place] : nil
    }
    adoptForm(of: kept ?? draftBeforeRecall)
    compose.panel?.draftBeforeRecall = line == nil ? nil : draftBeforeRecall
    if let kept { sayForm(of: kept) }
  }

  /// Says which form a line of the history has here, where it was sent as text to some peers and as hexadecimal to
  /// others and could be both.
  private mutating func sayForm(of message: WrittenMessage) {
    guard message.form == nil, message.encoding == nil, (try? Message.hex(message.text)) != nil,
      let panel = compose.panel
    else { return }
    let labels = Set(codings(of: panel).map(\.form))
    guard labels.count == 1, let form = labels.first else { return }
    say(
      form == .hex
        ? "a line without a form of its own: to this peer it is hexadecimal"
        : "a line without a form of its own: to this peer it is text")
  }

  /// Counts the lines that say what is sent, for the panel's height.
  mutating func countPreviews() {
    guard let panel = compose.panel else { return }
    var rows = 1
    if case .several = panel.target, let messages = try? messages(of: panel) {
      rows = MessageVariant.all(of: messages).count
    }
    // A question has a line of its own.
    if rows > 1, panel.question != nil { rows += 1 }
    if rows != panel.previewRows { compose.panel?.previewRows = rows }
  }

  /// Returns the forms and encodings in which the message goes to its peers.
  func codings(of panel: SendPanel) -> Set<MessageCoding> {
    Set(recipients(of: panel).map { panel.coding(for: $0.peer, texts) })
  }

  /// Pastes text, which means the same as if it were typed, except that line ends never send; a character that cannot
  /// be typed becomes an escape, or in hexadecimal a blank.
  private mutating func paste(_ text: String) {
    guard let panel = compose.panel else { return }
    let forms = Set(codings(of: panel).map(\.form))
    var pasted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t" where forms == [.hex]: pasted.append(" ")
      case "\t" where forms != [.raw]: pasted.append(contentsOf: "\\t".unicodeScalars)
      case "\u{1b}" where forms != [.raw]: pasted.append(contentsOf: "\\x1b".unicodeScalars)
      default: pasted.append(scalar)
      }
    }
    guard compose.panel?.editor.handle(.paste(String(pasted))) == .changed else { return }
    compose.panel?.clearRefusal()
    let escapes = forms.contains(.text) ? Message.escapes(in: text) : 0
    guard escapes > 0 else { return }
    let hint = keyHint(": ", "message-literal", "takes them literally")
    say(escapes == 1 ? "1 escape understood" + hint : "\(Figures.grouped(escapes)) escapes understood" + hint)
  }

  /// Puts the same bytes in another form, where there is one text for all peers.
  private mutating func convert(_ panel: SendPanel, to form: MessageForm) {
    var panel = panel
    var text = panel.editor.text
    if !text.isEmpty {
      do throws(SendPanel.Problem) { text = try converted(panel, to: form) } catch {
        if form == .text, text.utf8.contains(where: { $0 >= 0x80 }), (try? messages(of: panel)) == nil {
          panel.form = .text
          panel.clearRefusal()
          compose.panel = panel
          return say("not hexadecimal: taken as text")
        }
        compose.panel?.isRefused = true
        compose.panel?.refusal = error
        return
      }
    }
    panel.form = nil
    if codings(of: panel).contains(where: { $0.form != form }) { panel.form = form }
    panel.editor.replaceAll(with: text)
    panel.draftBeforeRecall = nil
    panel.clearRefusal()
    compose.panel = panel
  }

  private func converted(_ panel: SendPanel, to form: MessageForm) throws(SendPanel.Problem) -> String {
    // Peers of both kinds, and a line that is hexadecimal for some: it is meant for all.
    if form == .hex, codings(of: panel).contains(where: { $0.form == .hex }),
      (try? Message.hex(panel.editor.text)) != nil
    {
      return panel.editor.text
    }
    let messages = try messages(of: panel)
    guard messages.allSatisfy({ $0.template == nil }) else {
      let (empty, hex) = (
        configuration.keymap.reference(to: "message-empty", in: .reply),
        configuration.keymap.reference(to: "message-hex", in: .reply)
      )
      throw SendPanel.Problem(
        text: "fields cannot be converted: \(empty) empties the message, then \(hex) and type it again", range: 0..<0)
    }
    let variants = MessageVariant.all(of: messages)
    guard variants.count == 1, let payload = variants.first?.payload else {
      throw SendPanel.Problem(
        text: "the peers' encodings differ" + keyHint(": ", "message-encoding", "chooses one for this message"),
        range: 0..<0)
    }
    if form == .hex { return Message.hexText(of: payload) }
    var text = panel
    text.form = .text
    let encodings = Set(codings(of: text).map(\.encoding))
    guard encodings.count == 1, let encoding = encodings.first else {
      throw SendPanel.Problem(
        text: "the peers' encodings differ" + keyHint(": ", "message-encoding", "chooses one for this message"),
        range: 0..<0)
    }
    return Template.escaped(Message.text(of: payload, as: encoding))
  }
}
