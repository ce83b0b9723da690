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
      let form: LinePart.Form = [
        (SafeText(entry.key.name), theme.accent), (" ", theme.plain),
        (state.configuration.catalogue(Phrase(entry.word)), theme.quiet),
      ]
      return LinePart(forms: [form], rank: entry.isKept ? LinePart.kept : LinePart.kept - 1 - index)
    }
  }

  private struct Entry {
    var key: Key
    var word: String
    var isKept: Bool
  }

  /// In the table function keys in their order, then the others in the order of commands; elsewhere the other way
  /// round.
  private var entries: [Entry] {
    let focus = state.focus
    let all = Command.all.compactMap { command -> Entry? in
      guard command.focuses.contains(focus), command.isUseful(state),
        let key = state.configuration.keymap.shownKey(of: command, in: focus)
      else { return nil }
      return command.footer(in: state).map { Entry(key: key, word: $0, isKept: command.name == "quit") }
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
