import Basics
import PayloadText
import TerminalUI

/// The last line: keys of commands that can do something where the keys go, from the command table.
struct FooterView {
  let state: State

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let pieces = LinePart.fitted(parts, columns: rect.columns, gap: "  ")
    // Beside a message there may be room for none.
    if LinePart.width(of: pieces) <= rect.columns { canvas.draw(pieces, in: rect) }
  }

  /// The key whose name or word stands at a place.
  func key(at place: Position, in rect: Rect) -> Key? {
    let pieces = LinePart.fitted(parts, columns: rect.columns, gap: "  ")
    guard LinePart.width(of: pieces) <= rect.columns else { return nil }
    var column = rect.column
    // Each entry is a key, a blank and a word, with a gap before the next one.
    for start in stride(from: 0, to: pieces.count, by: 4) {
      let entry = pieces[start..<min(start + 3, pieces.count)]
      let width = LinePart.width(of: entry)
      if (column..<column + width).contains(place.column) { return Key(name: pieces[start].text.description) }
      column += width + 2
    }
    return nil
  }

  private var parts: [LinePart] {
    let theme = state.configuration.theme
    let entries = entries
    return entries.enumerated().map { index, entry in
      let word = state.configuration.catalogue(Phrase(entry.word))
      let words = entry.detail.map { [word + " " + $0, $0.shortened(to: 21, state.symbols.ellipsis)] } ?? [word]
      let forms = words.map { word -> LinePart.Form in
        [(SafeText(entry.key.name), theme.accent), (" ", theme.plain), (word, theme.quiet)]
      }
      // Whom a key writes to is to be seen before it is pressed.
      let rank = entry.detail == nil ? LinePart.kept - 1 - place(of: index, in: entries) : LinePart.kept - 2
      return LinePart(forms: forms, rank: entry.isKept ? LinePart.kept : rank)
    }
  }

  /// Whether an entry stays however narrow the window is: the ways out of the program and of the filter.
  private func isKept(_ command: Command) -> Bool {
    command.name == "quit" || (command.name == "back" && state.stepClearsFilter)
  }

  /// Which entry stays longer where there is no room for all: function keys after the first few others.
  private func place(of index: Int, in entries: [Entry]) -> Int {
    guard state.focus == .reply, index >= Self.first else { return index }
    let functions = entries.indices.filter { entries[$0].key.functionNumber != nil }
    // Help can be had without the footer telling.
    let order = functions.sorted { entries[$0].isHelp == entries[$1].isHelp ? $0 < $1 : entries[$1].isHelp }
    return order.firstIndex(of: index).map { min(index, Self.first + $0) } ?? index + functions.count
  }

  /// Entries without a function key that stay longest.
  private static let first = 6

  private struct Entry {
    var key: Key
    var word: String
    var detail: SafeText?
    var isKept: Bool
    var isHelp: Bool { key == .function(1) }
  }

  /// In the table function keys in their order, then the others in the order of commands; elsewhere the other way
  /// round.
  private var entries: [Entry] {
    let focus = state.focus
    let all = Command.all.compactMap { command -> Entry? in
      guard command.focuses.contains(focus), command.isUseful(state),
        let key = state.configuration.keymap.shownKey(of: command, in: focus)
      else { return nil }
      return command.footer(in: state).map {
        Entry(key: key, word: $0, detail: command.footerDetail(state), isKept: isKept(command))
      }
    }
    let functions = all.filter { $0.key.functionNumber != nil }
      .sorted { ($0.key.functionNumber ?? 0) < ($1.key.functionNumber ?? 0) }
    let others = all.filter { $0.key.functionNumber == nil }
    return focus == .table ? functions + others : others + functions
  }
}

extension Key {
  /// The number of a function key.
  fileprivate var functionNumber: Int? {
    if case .function(let number) = self { return number }
    return nil
  }
}
