import PayloadText
package import TerminalUI
import UDPCore

extension State {
  /// The screen as it is now.
  package func drawn() -> Canvas {
    var canvas = Canvas(size: size, ascii: configuration.isASCII)
    draw(on: &canvas)
    return canvas
  }

  /// Draws the screen on an empty canvas of the state's size.
  package func draw(on canvas: inout Canvas) {
    let theme = configuration.theme
    let layout = Layout(self)
    StatusView(state: self).draw(on: &canvas, in: layout.status)
    guard !layout.title.isEmpty else { return }
    TitleView(state: self).draw(on: &canvas, in: layout.title)
    FooterView(state: self).draw(on: &canvas, in: layout.footer)
    TableView(state: self).draw(on: &canvas, in: layout.table)
    DetailView(state: self, datagram: selectedDatagram).draw(on: &canvas, in: layout.detail)
    if let sending {
      ReplyView(
        panel: sending, encoding: sending.peer.map { peers.choice(for: $0) },
        origin: sending.peer.flatMap(origin(for:)),
        interfaces: configuration.interfaces,
        hasFocus: focus == .reply, symbols: symbols, theme: theme
      ).draw(on: &canvas, in: layout.reply)
    }
    if let prompt {
      PromptView(prompt: prompt, count: countText, theme: theme).draw(on: &canvas, in: layout.prompt)
    }
    switch overlay {
    case .help(let offset):
      HelpView(title: "keys", lines: HelpView.commands, offset: offset, theme: theme)
        .draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .language(let help):
      HelpView(title: "the filter language", lines: help.lines, offset: help.offset, theme: theme)
        .draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .encodings(let list):
      EncodingsView(list: list, interfaces: configuration.interfaces, theme: theme).draw(
        on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case nil: break
    }
  }
}
