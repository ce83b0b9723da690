import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The find line: what is typed is looked for at once, from where one was.
extension State {
  mutating func openFindLine() {
    let history = interaction.histories[.find] ?? []
    interaction.prompt = Prompt(.find, history: history, viewport: table.viewport)
    interaction.prompt?.origin = FindOrigin(finding: finding, peer: peers.list.selected)
    offerLastFind()
  }

  /// Names what Enter alone would look for.
  private mutating func offerLastFind() {
    guard let last = lastSought, interaction.prompt?.editor.isEmpty == true else { return }
    interaction.prompt?.offer = [
      "\(configuration.keymap.reference(to: "accept", in: .find)) finds again: \(last.source)"
    ]
  }

  /// The pattern that Enter alone finds: the last one.
  private var lastSought: Finding.Pattern? {
    interaction.prompt?.origin?.finding.pattern ?? interaction.histories[.find]?.last.map { .text($0) }
  }

  /// Looks in the line between a text and a filter; each has its own history.
  mutating func toggleFindLanguage() {
    guard let line = interaction.prompt, line.kind == .find else { return }
    if panes.focused == .peers { return }
    let finds = !line.findsByFilter
    interaction.prompt?.findsByFilter = finds
    interaction.prompt?.editor = LineEditor(
      text: line.editor.text, history: interaction.histories[finds ? .filter : .find] ?? [])
    readFindLine()
  }

  /// Looks for what is typed.
  mutating func readFindLine() {
    guard let line = interaction.prompt, line.kind == .find else { return }
    interaction.prompt?.offer = []
    interaction.prompt?.problem = nil
    interaction.prompt?.echo = []
    guard !line.editor.isEmpty else {
      finding.leave()
      finding.peerSearch = nil
      goBackToFindOrigin()
      return offerLastFind()
    }
    if panes.focused == .peers {
      finding.search(forPeer: line.editor.text)
      peers.list.selected = line.origin?.peer
      return findPeer(.newer, includesSelected: true)
    }
    guard let pattern = findPattern(of: line) else {
      finding.leave()
      return goBackToFindOrigin()
    }
    finding.search(for: pattern, notes: table.notes)
    startFinding(findDirection, from: line.viewport.selected, includesOrigin: true)
  }

  /// The pattern that is typed; `nil` where it is a filter that cannot be, which the line then says.
  private mutating func findPattern(of line: Prompt) -> Finding.Pattern? {
    guard line.findsByFilter else { return .text(line.editor.text) }
    do throws(FilterError) {
      let filter = try parsedFilter(line.editor.text)
      interaction.prompt?.echo = [Phrase(verbatim: filter.canonical)]
      return .filter(filter)
    } catch {
      interaction.prompt?.problem = (error.message, error.range)
      return nil
    }
  }

  /// Enter in the find line: stays at what was found. Alone it finds again what was looked for last.
  mutating func acceptFindLine(_ effects: inout [Effect]) {
    guard let line = interaction.prompt, line.kind == .find, line.problem == nil else { return }
    guard !line.editor.isEmpty else { return findAgain() }
    remember(line.editor.text, line.findsByFilter ? .filter : .find, &effects)
    interaction.prompt = nil
    if panes.focused == .peers { return sayPeerSearch() }
    sayFinding()
  }

  private mutating func findAgain() {
    let last = lastSought
    interaction.prompt = nil
    guard let last else { return }
    if panes.focused == .peers {
      finding.search(forPeer: last.source)
      return findPeer(.newer, includesSelected: false)
    }
    guard table.viewport.selected != nil else { return say("no rows to search") { $0.table.viewport.selected == nil } }
    finding.search(for: last, notes: table.notes)
    startFinding(findDirection, from: table.viewport.selected, includesOrigin: false)
  }

  /// The next one while typing.
  mutating func findNextWhileTyping() {
    guard interaction.prompt?.kind == .find else { return }
    if panes.focused == .peers { return finding.pattern == nil ? () : findPeer(.newer, includesSelected: false) }
    guard finding.run != nil, let selected = table.viewport.selected else { return }
    startFinding(findDirection, from: selected, includesOrigin: false)
  }

  /// Esc in the find line: everything as it was before.
  mutating func leaveFindLine() {
    guard let line = interaction.prompt, line.kind == .find else { return }
    goBackToFindOrigin()
    if let origin = line.origin { finding = origin.finding }
    finding.peerSearch = nil
    interaction.prompt = nil
  }

  private mutating func goBackToFindOrigin() {
    goBackToOrigin()
    if let origin = interaction.prompt?.origin { peers.list.selected = origin.peer }
  }
}
