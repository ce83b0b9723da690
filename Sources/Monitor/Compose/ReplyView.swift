import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The reply panel: whom it goes to, where it leaves from, in which encoding, how many bytes; the lines; the bytes they
/// would be, or what is wrong with them.
struct ReplyView {
  let panel: SendPanel
  /// The messages that Enter would send; none where there is a flaw.
  let messages: [OutgoingMessage]
  /// The reason for which they cannot be sent.
  let flaw: SendPanel.Problem?
  /// The sentences about how the message is written where a person may want it otherwise, the longest first.
  let advice: [Phrase]
  /// The bound endpoint that a new message leaves from.
  let departure: Endpoint?
  /// The number of the message among those that count; `nil` if it does not count.
  let number: UInt64?
  let texts: PeerTexts
  let isFocused: Bool
  let look: Look

  func draw(on canvas: inout Canvas, in rect: Rect, previews: Int) {
    guard !rect.isEmpty else { return }
    let theme = look.theme
    let question = panel.question.map { SendPanel.Problem(text: $0, range: 0..<0) }
    let problem = panel.refusal ?? question ?? flaw
    let style = panel.refusal != nil || panel.isRefused ? theme.failure : theme.warning
    // Where there is no line for it, a refusal or a question takes the title's.
    let isTitle = rect.rows <= 2 && (style == theme.failure || question != nil)
    let advice = problem == nil ? self.advice.map(look.words) : []
    if let problem, isTitle {
      canvas.rule(
        [LinePart(look.words(problem.text), style: style, rank: LinePart.kept)], in: rect, style: theme.quiet)
    } else if rect.rows <= 2, !advice.isEmpty {
      canvas.rule(title(beside: advice), in: rect, style: theme.quiet)
    } else {
      canvas.rule(title, in: rect, style: theme.quiet)
    }
    let styles = LineEditor.Styles(prompt: theme.accent, text: theme.plain, mark: theme.failure.adding(.reverse))
    let noteRows = min(previews, max(0, rect.rows - 2))
    let field = rect.dropping(top: 1).dropping(bottom: noteRows).dropping(left: 1)
    let marks = problem.map { $0.range.isEmpty ? [] : [$0.range] } ?? []
    let cursor = canvas.cursor
    panel.editor.drawLines(on: &canvas, in: field, prompt: prompt, styles: styles, marks: marks)
    if !isFocused { canvas.cursor = cursor }
    guard noteRows > 0 else { return }
    let notes = rect.taking(bottom: noteRows).dropping(left: 1)
    var lines = noteLines(columns: notes.columns)
    if let problem {
      lines = [[(look.words(problem.text), style)]] + (panel.question == nil ? [] : lines.prefix(noteRows - 1))
    } else if let sentence = advice.first(where: { $0.width <= notes.columns }) ?? advice.last {
      lines = [[(sentence, theme.warning)]] + lines.prefix(noteRows - 1)
    }
    for (index, line) in lines.prefix(noteRows).enumerated() { canvas.draw(line, in: notes.line(index)) }
  }

  /// The bytes that go out, a line for each form of them.
  private func noteLines(columns: Int) -> [LinePart.Form] {
    let quiet = look.theme.quiet
    if case .lookingUp(let name) = panel.target {
      return [[(look.words("looking up \(name) \(look.symbols.ellipsis)"), quiet)]]
    }
    let variants = MessageVariant.all(of: messages)
    guard variants.count > 1 else {
      guard let payload = variants.first?.payload, !payload.isEmpty else { return [] }
      return [[("= ", quiet), (Self.hex(payload, columns: columns), quiet)]]
    }
    let most = Layout.mostPreviewLines
    let shown = variants.count > most ? most - 1 : variants.count
    var lines: [LinePart.Form] = variants.prefix(shown).map { variant in
      let label = variant.coding.map(\.label) ?? "file"
      let what: Phrase = "\(Figures.size(variant.payload.count)) (\(label)) to \(look.recipientNames(variant.peers))"
      return [
        (look.words(what) + " = ", look.theme.plain),
        (Self.hex(variant.payload, columns: columns), quiet),
      ]
    }
    if shown < variants.count {
      lines.append([(look.words("\(Figures.grouped(variants.count - shown)) more forms"), quiet)])
    }
    return lines
  }

  private var prompt: SafeText { panel.isAsking ? look.words("to") + " " : "> " }

  /// The bytes in hexadecimal, a little more than fit.
  private static func hex(_ payload: [UInt8], columns: Int) -> SafeText {
    let digits = payload.prefix(columns / 3 + 1).map { $0.digits(2, radix: 16) }
    return SafeText(digits.joined(separator: " "))
  }

  /// The title. The recipient and the encoding stay in a narrow window; the local endpoint is dropped first.
  private var title: [LinePart] {
    let (theme, symbols) = (look.theme, look.symbols)
    guard let peer = panel.peer else {
      return [
        LinePart(
          look.words("new message: to which endpoint?"), style: theme.title(isFocused: isFocused), rank: LinePart.kept)
      ]
    }
    var parts = recipient(peer)
    func add(_ text: Phrase, _ rank: Int) { parts.append(LinePart(look.words(text), style: theme.quiet, rank: rank)) }
    if case .several(let recipients) = panel.target {
      let names = recipients.prefix(8).map { look.name(of: $0.peer) }.joined(separator: ", ")
      let more: SafeText = recipients.count > 8 ? SafeText(names) + ", " + symbols.ellipsis : SafeText(names)
      parts.append(LinePart(more, more.prefix(columns: 21) + symbols.ellipsis, style: strongest, rank: 50))
    } else if let departure = panel.local?.departure(look.interfaces) ?? self.departure?.text(look.interfaces) {
      add("from \(departure)", 10)
    }
    parts += coding
    let sizes = Set(messages.map(\.request.payload.count))
    if sizes.count == 1, let size = sizes.first { add("\(symbols.dot) \(Figures.size(size))", 30) }
    return parts
  }

  /// The recipient, or the number of them, which stays in a narrow window.
  private func recipient(_ peer: Endpoint) -> [LinePart] {
    if case .several(let recipients) = panel.target {
      let count = Figures.grouped(recipients.count)
      return [
        LinePart(
          look.words("message to \(count) marked peers"), style: look.theme.title(isFocused: isFocused),
          rank: LinePart.kept)
      ]
    }
    let interfaces = look.interfaces
    let exit = panel.interface == 0 ? "" : "@\(interfaces.name(of: panel.interface))"
    let name = SafeText(peer.text(interfaces) + exit)
    let what = look.words(panel.local == nil ? "new message to" : "reply to") + " "
    let to = look.words("to") + " "
    let alias = look.name(of: peer) + exit
    let whom = alias == name.description ? name : "\(alias) (\(name))"
    return [
      LinePart(
        forms: [
          [(what, label), (whom, strongest)], [(to, label), (whom, strongest)],
          [(name.shortened(to: 21, look.symbols.ellipsis), strongest)],
        ], rank: LinePart.kept)
    ]
  }

  /// The title where there is no other line for the advice: the recipient, and the advice as short as it must be.
  private func title(beside advice: [SafeText]) -> [LinePart] {
    let forms = advice.suffix(3).map { [(text: $0, style: look.theme.warning)] }
    var parts = panel.peer.map(recipient) ?? []
    if case .several(let recipients) = panel.target, !parts.isEmpty {
      let short = look.words("to \(Figures.grouped(recipients.count)) peers")
      parts[0].forms.append([(short, look.theme.title(isFocused: isFocused))])
    }
    return parts + [LinePart(forms: forms, rank: LinePart.kept)]
  }

  /// The style of the words before the peer.
  private var label: Style { isFocused ? look.theme.accent : look.theme.plain }

  /// The peer's style: nothing in the title stands out more.
  private var strongest: Style { look.theme.title(isFocused: isFocused).adding(.bold) }

  /// The encoding's name: with a question mark where it is a guess, `ascii` where the text is the same in any.
  private func name(of coding: MessageCoding, to peer: Endpoint) -> String {
    let choice = texts.choice(for: peer)
    if choice.encoding == coding.encoding { return choice.label }
    let isPlain = choice.isUndecided && coding.form != .hex && SendPanel.isASCII(panel.editor.text, panel.form)
    return isPlain && coding == panel.suggestion(for: peer, texts) ? choice.label : coding.encoding.name
  }

  /// The encoding and the form.
  private var coding: [LinePart] {
    let (theme, dot) = (look.theme, look.symbols.dot)
    var parts: [LinePart] = []
    func add(_ text: Phrase, _ rank: Int) { parts.append(LinePart(look.words(text), style: theme.quiet, rank: rank)) }
    func own(_ text: Phrase) {
      parts.append(
        LinePart(look.words("\(text), this message"), look.words(text), style: theme.warning, rank: LinePart.kept))
    }
    if let encoding = panel.encoding, panel.form != .hex {
      own("\(dot) \(encoding.name)")
    } else if panel.form == .hex {
      own("\(dot) hex")
    } else if case .several = panel.target {
      add("\(dot) each in its own encoding", 40)
    } else if let peer = panel.peer {
      let written = panel.coding(for: peer, texts)
      add("\(dot) \(name(of: written, to: peer))", LinePart.kept)
      if panel.form == .text {
        own("\(dot) \(Phrase(MessageForm.text.rawValue))")
      } else if written.form != .raw {
        add("\(dot) \(Phrase(written.form.rawValue))", 20)
      }
    }
    if panel.form == .raw { own("\(dot) literal") }
    let escapes = messages.contains { $0.coding?.form == .text } ? Message.escapes(in: panel.editor.text) : 0
    if let number { add("\(dot) number \(Figures.grouped(number))", 36) }
    if escapes > 0 { add(escapes == 1 ? "\(dot) 1 escape" : "\(dot) \(Figures.grouped(escapes)) escapes", 35) }
    return parts
  }
}
