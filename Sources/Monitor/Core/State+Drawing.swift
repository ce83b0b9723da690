import DisplayFilter
import PayloadText
import PeerText
import Structure
package import TerminalUI

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
    let (layout, look) = (self.layout, self.look)
    let notice = interaction.notices.current.map { NoticeView(lines: noticeLines, kind: $0.kind, theme: theme) }
    notice?.draw(on: &canvas, in: layout.message)
    if notice == nil || layout.message != layout.status { statusView.draw(on: &canvas, in: layout.status) }
    guard !layout.title.isEmpty else { return }
    if notice == nil || layout.message != layout.title { titleView.draw(on: &canvas, in: layout.title) }
    let footer = footerRest
    canvas.draw(Footer(self, columns: footer.columns).pieces, in: footer)
    tableView.draw(on: &canvas, in: layout.table)
    peersView.draw(on: &canvas, in: layout[.peers])
    if panes.isOpen(.kinds) { kindsView.draw(on: &canvas, in: layout[.kinds]) }
    conversationView?.draw(on: &canvas, in: layout[.conversation])
    rateView.draw(on: &canvas, in: layout[.rate])
    fieldGraphView.draw(on: &canvas, in: layout[.graph])
    relayView.draw(on: &canvas, in: layout[.relay])
    dissectionView.draw(on: &canvas, in: layout[.wireshark])
    detailView.draw(on: &canvas, in: layout[.detail])
    replyView?.draw(on: &canvas, in: layout.reply, previews: layout.replyPreviews)
    if let prompt = interaction.prompt {
      PromptView(
        prompt: prompt, count: countText, findsPeers: panes.focused == .peers,
        findPlace: (panes.focused == .peers ? peerSearchPlace : findPlace).map(words),
        findDoubt: panes.focused == .peers ? nil : findDoubt.map(words), theme: theme, words: words
      ).draw(on: &canvas, in: layout.prompt)
    }
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
