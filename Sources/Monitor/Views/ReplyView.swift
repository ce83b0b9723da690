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
    let problem = panel.refusal ?? flaw
    let style = panel.refusal != nil || panel.isRefused ? theme.failure : theme.warning
    // Where there is no line for it, a refusal takes the title's.
    let isTitle = rect.rows <= 2 && style == theme.failure
    if let problem, isTitle {
      canvas.rule([LinePart(problem.text, style: style, rank: LinePart.kept)], in: rect, style: theme.quiet)
    } else {
      canvas.rule(title(size), in: rect, style: theme.quiet)
    }
    let styles = LineEditor.Styles(prompt: theme.accent, text: theme.plain, mark: theme.failure.adding(.reverse))
    let field = rect.line(1).dropping(left: 1)
    let marks = problem.map { $0.range.isEmpty ? [] : [$0.range] } ?? []
    let cursor = canvas.cursor
    panel.editor.draw(on: &canvas, in: field, prompt: prompt, styles: styles, marks: marks)
    if !hasFocus { canvas.cursor = cursor }
    if let problem, !isTitle { canvas.draw([(problem.text, style)], in: rect.line(2).dropping(left: 1)) }
  }

  private var prompt: SafeText { panel.target == .asking ? "to " : "> " }

  /// Whom it goes to and in which encoding stays; where it leaves from goes first.
  private func title(_ size: Int?) -> [LinePart] {
    guard let peer = panel.peer else {
      return [LinePart("new message: to which endpoint?", style: theme.accent, rank: LinePart.kept)]
    }
    let name = SafeText(peer.text(interfaces))
    let what: SafeText = panel.local == nil ? "new message" : "reply"
    var parts = [
      LinePart(
        what + " to " + name, "to " + name, name.shortened(to: 21, symbols.ellipsis), style: theme.accent,
        rank: LinePart.kept)
    ]
    func add(_ text: SafeText, _ rank: Int) { parts.append(LinePart(text, style: theme.quiet, rank: rank)) }
    let departure = panel.local?.departure(interfaces) ?? origin?.text(interfaces)
    if let departure { add("from \(departure)", 10) }
    if let encoding {
      add("\(symbols.dot) \(encoding.label)", LinePart.kept)
      add("\(symbols.dot) \(encoding.encoding == .hex ? "hex" : "text")", 20)
    }
    if let size { add("\(symbols.dot) \(Figures.size(size))", 30) }
    return parts
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
