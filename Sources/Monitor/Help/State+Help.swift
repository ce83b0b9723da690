import Basics
import TerminalUI

/// The help, and the search in it.
extension State {
  /// The help that is open.
  private var help: Help? {
    get { if case .help(let help) = interaction.overlay { help } else { nil } }
    set { if case .help = interaction.overlay { interaction.overlay = newValue.map { .help($0) } } }
  }

  /// Opens the help at the heading of a section.
  mutating func openHelp(at section: HelpSection = .moving) {
    interaction.overlay = .help(Help(subject: .commands))
    layOutHelp()
    let lines = help?.text.lines ?? []
    let heading = lines.firstIndex { $0.isHeading && $0.text == words(Phrase(section.rawValue)) } ?? 0
    let last = max(0, lines.count - layout.overlayRows)
    help?.offset = min(heading, last)
  }

  /// Wraps the help that is open, where it has to be.
  mutating func layOutHelp() {
    guard var open = help else { return }
    open.layOut(columns: layout.overlayColumns, configuration.catalogue, configuration.keymap)
    help = open
  }

  /// Scrolls the help that is open.
  mutating func scrollHelp(_ distance: Distance) {
    layOutHelp()
    guard let help else { return }
    let (page, lines) = (layout.overlayRows, help.text.lines)
    self.help?.offset = distance.place(from: help.offset, page: page, last: max(0, lines.count - page))
  }

  /// Opens the line of the search, with the last words.
  mutating func openHelpSearch() {
    let text = help?.search?.editor.text ?? ""
    help?.search = HelpSearch(editor: LineEditor(text: text))
    scrollHelp(.toTop)
  }

  /// Enter: the lines that were found can be scrolled.
  mutating func acceptHelpSearch() {
    help?.search?.isTyping = false
    if help?.search?.words.isEmpty == true { help?.search = nil }
  }

  /// Leaves the search, and shows all of the help again.
  /// - Returns: whether there was one.
  mutating func leaveHelpSearch() -> Bool {
    guard help?.search != nil else { return false }
    help?.search = nil
    scrollHelp(.toTop)
    return true
  }

  /// Takes a key that is no command into the line of the search.
  mutating func typeInHelpSearch(_ key: Key) {
    guard help?.search?.editor.handle(key) == .changed else { return }
    scrollHelp(.toTop)
  }
}
