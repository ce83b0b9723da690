import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The reply panel: whom it goes to, where it leaves from, in which encoding, how many bytes; the lines; the bytes they
/// would be, or what is wrong with them.
struct ReplyView {
  let state: State
  let panel: SendPanel

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let theme = state.configuration.theme
    let (requests, flaw) = outcome
    let problem = panel.refusal ?? flaw
    let style = panel.refusal != nil || panel.isRefused ? theme.failure : theme.warning
    // Where there is no line for it, a refusal takes the title's.
    let isTitle = rect.rows <= 2 && style == theme.failure
    if let problem, isTitle {
      canvas.rule(
        [LinePart(state.words(problem.text), style: style, rank: LinePart.kept)], in: rect, style: theme.quiet)
    } else {
      canvas.rule(title(requests), in: rect, style: theme.quiet)
    }
    let styles = LineEditor.Styles(prompt: theme.accent, text: theme.plain, mark: theme.failure.adding(.reverse))
    let noteRows = rect.rows > 2 ? 1 : 0
    let field = rect.dropping(top: 1).dropping(bottom: noteRows).dropping(left: 1)
    let marks = problem.map { $0.range.isEmpty ? [] : [$0.range] } ?? []
    let cursor = canvas.cursor
    panel.editor.drawLines(on: &canvas, in: field, prompt: prompt, styles: styles, marks: marks)
    if state.focus != .reply { canvas.cursor = cursor }
    guard noteRows > 0 else { return }
    let note = rect.line(rect.rows - 1).dropping(left: 1)
    if let problem {
      canvas.draw([(state.words(problem.text), style)], in: note)
    } else if case .lookingUp(let name) = panel.target {
      canvas.draw([(state.words("looking up \(name) \(state.symbols.ellipsis)"), theme.quiet)], in: note)
    } else if let payload = requests.first?.payload, !payload.isEmpty {
      canvas.draw([("= ", theme.quiet), (Self.hex(payload, columns: note.columns), theme.quiet)], in: note)
    }
  }

  private var prompt: SafeText { panel.isAsking ? state.words("to") + " " : "> " }

  /// The bytes in hexadecimal, a little more than fit.
  private static func hex(_ payload: [UInt8], columns: Int) -> SafeText {
    let digits = payload.prefix(columns / 3 + 1).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return SafeText(digits.joined(separator: " "))
  }

  /// Whom it goes to and in which encoding stays; where it leaves from goes first.
  private func title(_ requests: [TransmitRequest]) -> [LinePart] {
    let (theme, symbols) = (state.configuration.theme, state.symbols)
    guard let peer = panel.peer else {
      return [LinePart(state.words("new message: to which endpoint?"), style: theme.accent, rank: LinePart.kept)]
    }
    var parts: [LinePart] = []
    func add(_ text: Phrase, _ rank: Int) { parts.append(LinePart(state.words(text), style: theme.quiet, rank: rank)) }
    if case .several(let recipients) = panel.target {
      let text = state.words("message to \(Figures.grouped(recipients.count)) marked peers")
      parts.append(LinePart(text, style: theme.accent, rank: LinePart.kept))
    } else {
      let interfaces = state.configuration.interfaces
      let exit = panel.interface == 0 ? "" : "@\(interfaces.name(of: panel.interface))"
      let name = SafeText(peer.text(interfaces) + exit)
      let alias = state.name(of: peer) + exit
      let whom = alias == name.description ? name : "\(alias) (\(name))"
      let title: Phrase = panel.local == nil ? "new message to \(whom)" : "reply to \(whom)"
      parts.append(
        LinePart(
          state.words(title), state.words("to \(whom)"), name.shortened(to: 21, symbols.ellipsis), style: theme.accent,
          rank: LinePart.kept))
      let departure =
        panel.local?.departure(state.configuration.interfaces) ?? state.departure?.text(state.configuration.interfaces)
      if let departure { add("from \(departure)", 10) }
    }
    if let encoding = panel.encoding {
      let text: SafeText = "\(symbols.dot) \(encoding.name)"
      parts.append(LinePart(state.words("\(text), this message"), text, style: theme.warning, rank: LinePart.kept))
    } else if case .several = panel.target {
      add("\(symbols.dot) each in its own encoding", 40)
    } else {
      let choice = state.peers.choice(for: peer)
      add("\(symbols.dot) \(choice.label)", LinePart.kept)
      add(choice.encoding == .hex ? "\(symbols.dot) hex" : "\(symbols.dot) text", 20)
    }
    if let size = requests.first?.payload.count { add("\(symbols.dot) \(Figures.size(size))", 30) }
    return parts
  }

  /// What would be sent, or why it cannot be.
  private var outcome: (requests: [TransmitRequest], flaw: SendPanel.Problem?) {
    do throws(SendPanel.Problem) { return (try state.requests(of: panel), nil) } catch { return ([], error) }
  }
}
