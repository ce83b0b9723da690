import DisplayFilter
import PayloadText
import PeerText
import Structure
package import TerminalUI

extension State {
  /// The screen as it is now.
  package func drawn() -> Canvas { drawn(after: nil).canvas }

  /// The screen as it is now; what it shows as the last frame did is copied from there.
  package func drawn(after last: Frame?) -> Frame {
    var canvas = Canvas(size: size, ascii: configuration.isASCII)
    let layout = layout
    let notice = interaction.notices.current.map {
      NoticeView(lines: noticeLines, kind: $0.kind, theme: configuration.theme)
    }
    notice?.draw(on: &canvas, in: layout.message)
    let status = notice == nil || layout.message != layout.status ? drawStatus(on: &canvas, after: last) : nil
    guard !layout.title.isEmpty else { return Frame(canvas: canvas, rows: nil, status: status, keys: nil) }
    if notice == nil || layout.message != layout.title { titleView.draw(on: &canvas, in: layout.title) }
    let keys = drawKeys(on: &canvas, after: last)
    let rows = tableView.draw(on: &canvas, in: layout.table, after: last)
    for pane in PaneArrangement.stack where !layout[pane].isEmpty { draw(pane, on: &canvas, in: layout[pane]) }
    replyView?.draw(on: &canvas, in: layout.reply, previews: layout.replyPreviews)
    if let prompt = interaction.prompt {
      PromptView(
        prompt: prompt, count: countText, findsPeers: panes.focused == .peers,
        findPlace: (panes.focused == .peers ? peerSearchPlace : findPlace).map(words),
        findDoubt: panes.focused == .peers ? nil : findDoubt.map(words), theme: configuration.theme,
        words: words
      ).draw(on: &canvas, in: layout.prompt)
    }
    drawOverlay(on: &canvas)
    return Frame(canvas: canvas, rows: interaction.overlay == nil ? rows : nil, status: status, keys: keys)
  }

  private func drawStatus(on canvas: inout Canvas, after last: Frame?) -> DrawnLine<StatusFigures> {
    let view = statusView
    let line = DrawnLine(content: view.figures, place: layout.status, changes: interaction.lookChanges)
    if let last, last.status == line {
      canvas.copy(line.place, ofRow: line.place.row, from: last.canvas)
    } else {
      view.draw(on: &canvas, in: line.place)
    }
    return line
  }

  /// Draws the keys that can be pressed, behind a message.
  private func drawKeys(on canvas: inout Canvas, after last: Frame?) -> DrawnLine<[Footer.Entry]> {
    let line = DrawnLine(content: Footer.entries(self), place: footerRest, changes: interaction.lookChanges)
    if let last, last.keys == line, line.place.rows == 1 {
      canvas.copy(line.place, ofRow: line.place.row, from: last.canvas)
    } else {
      canvas.draw(Footer(line.content, columns: line.place.columns, focus: focus, look).pieces, in: line.place)
    }
    return line
  }

  private func draw(_ pane: Pane, on canvas: inout Canvas, in rect: Rect) {
    switch pane {
    case .table, .reply: break
    case .peers: peersView.draw(on: &canvas, in: rect)
    case .kinds: kindsView.draw(on: &canvas, in: rect)
    case .conversation: conversationView?.draw(on: &canvas, in: rect)
    case .rate: rateView.draw(on: &canvas, in: rect)
    case .graph: fieldGraphView.draw(on: &canvas, in: rect)
    case .relay: relayView.draw(on: &canvas, in: rect)
    case .wireshark: dissectionView.draw(on: &canvas, in: rect)
    case .detail: detailView.draw(on: &canvas, in: rect)
    }
  }

  /// Draws what lies over the panes.
  private func drawOverlay(on canvas: inout Canvas) {
    let theme = configuration.theme
    let look = look
    switch interaction.overlay {
    case .help(let help):
      HelpView(
        title: words(help.title), text: help.text,
        offset: help.offset, search: help.search, theme: theme, catalogue: configuration.catalogue,
        keymap: configuration.keymap
      )
      .draw(on: &canvas, in: layout.overlay)
    case .encodings(let list):
      EncodingsView(list: list, auto: list.peer.map { texts.choice(for: $0) }, look: look)
        .draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .sorting(let list):
      SortListView(list: list, sorting: table.sorting, look: look).draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .rules(let list):
      RulesView(list: list, look: look).draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .alarms(let list):
      AlarmsView(list: list, look: look).draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .hosts(let list):
      HostsView(list: list, now: clock.monotonic, look: look).draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .structure(let list, let report):
      StructureView(
        list: list, title: words(structureTitle(of: report)), isVarying: report.isVarying,
        isASCII: configuration.isASCII, look: look
      ).draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .doctor(let doctor):
      DoctorView(doctor: doctor, place: doctorPlace, look: look)
        .draw(on: &canvas, in: layout.overlay)
    case .copying:
      ChoiceView(title: copyTitle, entries: Command.copyForms, focus: .copying, look: look)
        .draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .recording:
      ChoiceView(title: recordingTitle, entries: Command.recordingStarts, focus: .recording, look: look)
        .draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .quitting:
      QuitView(work: unsavedWork, keymap: configuration.keymap, catalogue: configuration.catalogue, theme: theme)
        .draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case .messages(let list):
      MessagesView(list: list, look: look).draw(on: &canvas, in: layout.overlay)
      canvas.cursor = nil
    case nil: break
    }
  }

  /// The place of the footer's keys: behind what was said, where something was and left room.
  var footerRest: Rect {
    let lines = noticeLines
    guard let first = lines.first else { return layout.footer.dropping(left: 1) }
    return layout.footer.dropping(left: lines.count == 1 ? first.width + 3 : layout.footer.columns)
  }
}
