import Basics

/// A help that is open: its subject, how far it is scrolled, and what is looked for in it.
struct Help: Sendable {
  /// The subject of a help.
  enum Subject: Sendable, Hashable {
    /// The keys and commands.
    case commands
    /// The filter language, over the filter line.
    case language(LanguageHelp)
  }

  let subject: Subject
  /// Lines, wrapped to the width, that are scrolled out above.
  var offset = 0
  /// The search; `nil` shows all of the help.
  var search: HelpSearch?
  /// The lines, those left by the search, wrapped for the window.
  private(set) var text = WrappedHelp()

  init(subject: Subject) { self.subject = subject }

  /// The title of its frame.
  var title: Phrase {
    switch subject {
    case .commands: "keys"
    case .language: "the filter language"
    }
  }

  /// Wraps the lines anew where another window, other words of the search or other keys need it: that takes as long as
  /// ten frames.
  mutating func layOut(columns: Int, _ catalogue: Catalogue, _ keymap: Keymap) {
    let key = WrappedHelp.Key(columns: columns, words: search?.words ?? [], keymap: keymap)
    if text.key != key { text = WrappedHelp(lines(catalogue, keymap), key) }
  }

  /// The lines, those left by a search.
  private func lines(_ catalogue: Catalogue, _ keymap: Keymap) -> [HelpLine] {
    let lines =
      switch subject {
      case .commands: HelpLine.commands(keymap, catalogue)
      case .language(let help): help.lines(catalogue)
      }
    return search?.found(in: lines, catalogue, keymap) ?? lines
  }
}
