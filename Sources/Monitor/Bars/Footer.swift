import Basics
import PayloadText
import TerminalUI

/// The keys that the last line names: those of commands that can do something where the keys go, from the command
/// table.
struct Footer {
  /// A command that the footer may name.
  struct Entry: Hashable {
    var key: Key
    var word: String
    var detail: SafeText?
    var isKept: Bool
    var isHelp: Bool { key == .function(1) }
  }

  /// The pieces of text, one after the other; empty where there is room for none.
  let pieces: LinePart.Form
  /// The keys, and the columns that each and its word take from the footer's left edge.
  let places: [(key: Key, columns: Range<Int>)]

  /// Entries without a function key that stay longest.
  private static let first = 6
  private static let gap: SafeText = "  "

  init(_ state: State, columns: Int) {
    self.init(Self.entries(state), columns: columns, focus: state.focus, state.look)
  }

  init(_ entries: [Entry], columns: Int, focus: Focus, _ look: Look) {
    let parts = entries.indices.map { Self.part(of: $0, in: entries, focus, look) }
    let fitted = LinePart.chosenForms(of: parts, columns: columns, gap: Self.gap).forms
    let pieces = LinePart.joined(fitted.compactMap(\.self), gap: Self.gap)
    // Beside a message there may be room for none.
    guard LinePart.width(of: pieces) <= columns else {
      (self.pieces, places) = ([], [])
      return
    }
    self.pieces = pieces
    var column = 0
    var places: [(key: Key, columns: Range<Int>)] = []
    for (entry, form) in zip(entries, fitted) {
      guard let form else { continue }
      let width = LinePart.width(of: form)
      places.append((entry.key, column..<column + width))
      column += width + Self.gap.width
    }
    self.places = places
  }

  /// The key whose name or word stands at a column.
  func key(at column: Int) -> Key? { places.first { $0.columns.contains(column) }?.key }

  private static func part(of index: Int, in entries: [Entry], _ focus: Focus, _ look: Look) -> LinePart {
    let entry = entries[index]
    let word = look.catalogue(Phrase(entry.word))
    let words = entry.detail.map { [word + " " + $0, $0.shortened(to: 21, look.symbols.ellipsis)] } ?? [word]
    let forms = words.map { word -> LinePart.Form in
      [(SafeText(entry.key.name), look.theme.accent), (" ", look.theme.plain), (word, look.theme.quiet)]
    }
    // Whom a key writes to is to be seen before it is pressed.
    let rank = entry.detail == nil ? LinePart.kept - 1 - place(of: index, in: entries, focus) : LinePart.kept - 2
    return LinePart(forms: forms, rank: entry.isKept ? LinePart.kept : rank)
  }

  /// Whether an entry stays however narrow the window is: the ways out of the program and of the filter.
  private static func isKept(_ command: Command, _ state: State) -> Bool {
    command.name == "quit" || (command.name == "back" && state.stepClearsFilter)
  }

  /// The priority of an entry where there is no room for all: function keys go after the first few others.
  private static func place(of index: Int, in entries: [Entry], _ focus: Focus) -> Int {
    guard focus == .reply, index >= first else { return index }
    let functions = entries.indices.filter { entries[$0].key.functionNumber != nil }
    // Help can be had without the footer telling.
    let order = functions.sorted { entries[$0].isHelp == entries[$1].isHelp ? $0 < $1 : entries[$1].isHelp }
    return order.firstIndex(of: index).map { min(index, first + $0) } ?? index + functions.count
  }

  /// The commands to name, with what stands after their words.
  static func entries(_ state: State) -> [Entry] {
    state.configuration.keymap.footer(in: state.focus).compactMap { index, key in
      let command = Command.all[index]
      guard command.isUseful(state), let word = command.footer(in: state) else { return nil }
      return Entry(key: key, word: word, detail: command.footerDetail(state), isKept: isKept(command, state))
    }
  }
}
