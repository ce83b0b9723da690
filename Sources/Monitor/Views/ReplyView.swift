import PayloadText
import TerminalUI
import UDPCore

/// The reply panel: whom it goes to, where it leaves from, in which encoding, how many bytes; the line; what is wrong.
struct ReplyView {
  let panel: SendPanel
  let encoding: EncodingChoice?
  /// What a message to any endpoint leaves from.
  let origin: Endpoint?
  let interfaces: InterfaceNames
  let hasFocus: Bool
  let symbols: Symbols
  let theme: Theme

  func draw(on canvas: inout Canvas, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let (size, flaw) = outcome
    canvas.rule(title(size), in: rect, style: theme.quiet)
    let problem = panel.refusal ?? flaw
    let styles = LineEditor.Styles(prompt: theme.accent, text: theme.plain, mark: theme.failure.adding(.reverse))
    let field = rect.line(1).dropping(left: 1)
    let marks = problem.map { $0.range.isEmpty ? [] : [$0.range] } ?? []
    let cursor = canvas.cursor
    panel.editor.draw(on: &canvas, in: field, prompt: prompt, styles: styles, marks: marks)
    if !hasFocus { canvas.cursor = cursor }
    guard let problem else { return }
    let style = panel.refusal == nil ? theme.warning : theme.failure
    if rect.rows > 2 {
      canvas.draw(problem.text, at: rect.line(2).dropping(left: 1).origin, style: style, in: rect.line(2))
    } else if panel.refusal != nil {
      canvas.rule([(problem.text, style)], in: rect, style: theme.quiet)
    }
  }

  private var prompt: SafeText { panel.target == .asking ? "to " : "> " }

  private func title(_ size: Int?) -> [(SafeText, Style)] {
    let what: SafeText
    var rest: SafeText = ""
    switch panel.target {
    case .asking: return [("new message: to which endpoint?", theme.accent)]
    case .reply(let peer, let local):
      what = "reply to \(peer.text(interfaces)) from \(local.departure(interfaces))"
    case .anywhere(let peer):
      what = "new message to \(peer.text(interfaces))"
      if let origin { rest += " from \(origin.text(interfaces))" }
    }
    if let encoding {
      rest += " \(symbols.dot) \(encoding.label) \(symbols.dot) \(encoding.encoding == .hex ? "hex" : "text")"
    }
    if let size { rest += " \(symbols.dot) \(Figures.size(size))" }
    return [(what, theme.accent), (rest, theme.quiet)]
  }

  /// The bytes it would be, or why it cannot be sent.
  private var outcome: (size: Int?, flaw: SendPanel.Problem?) {
    guard let peer = panel.peer, let encoding else { return (nil, nil) }
    do throws(SendPanel.Problem) {
      return (try SendPanel.payload(of: panel.editor.text, to: peer, as: encoding.encoding).count, nil)
    } catch {
      return (nil, error)
    }
  }
}
