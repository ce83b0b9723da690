/// An entry of a list, known by its names.
protocol ListEntry: Sendable {
  /// The name that is shown, then others by which it is found too.
  var names: [String] { get }

  /// The effect of letters in lists of such entries.
  static var typing: ListTyping { get }
}

/// The effect of letters in a list.
enum ListTyping: Sendable {
  /// Letters add up to the beginning of a name; those that lead nowhere are ignored.
  case adding
  /// Letters add up to the beginning of a name; one that leads nowhere begins anew.
  case restarting
  /// Each letter goes to the next entry that begins with it.
  case cycling
}

/// A change of the selection in a list.
enum ListChange: Sendable {
  /// Moves by a distance, where `page` entries are seen at once.
  case move(Distance, page: Int)
  /// Selects the entry below, after the last one the first.
  case step
  /// A letter was typed.
  case type(Unicode.Scalar)
  /// A text was pasted.
  case paste(String)
  /// Takes the last letter back.
  case typeBack
  /// Completes the letters so far.
  case complete
}

/// Entries of which one is selected, by moving to it or by typing its name.
struct SelectableList<Entry: ListEntry>: Sendable {
  /// The entries, in their order.
  let entries: [Entry]
  /// Index into `entries`.
  private(set) var index: Int
  /// The letters that led to the selected entry.
  private(set) var search = ""

  /// A list with the entry at `index` selected.
  init(_ entries: [Entry], selected index: Int = 0) {
    self.entries = entries
    self.index = index
  }

  /// The selected entry; `nil` in an empty list.
  var selected: Entry? { entries.indices.contains(index) ? entries[index] : nil }

  /// Changes the selection.
  mutating func apply(_ change: ListChange) {
    switch change {
    case .move(let distance, let page):
      select(distance.place(from: index, page: page, last: max(0, entries.count - 1)))
    case .step: select(entries.isEmpty ? 0 : (index + 1) % entries.count)
    case .type(let letter): type(letter)
    case .paste(let text): paste(text)
    case .typeBack: typeBack()
    case .complete: complete()
    }
  }

  private mutating func select(_ index: Int) {
    self.index = index
    search = ""
  }

  private mutating func type(_ letter: Unicode.Scalar) {
    switch Entry.typing {
    case .adding: _ = find(search + String(letter))
    case .restarting:
      let letter = String(letter).lowercased()
      if !find(search + letter) { _ = find(letter) }
    case .cycling:
      let letter = String(letter).lowercased()
      let order = Array(entries.indices.dropFirst(index + 1)) + entries.indices.prefix(index + 1)
      if let found = order.first(where: { entries[$0].names[0].hasPrefix(letter) }) { index = found }
    }
  }

  private mutating func paste(_ text: String) {
    switch Entry.typing {
    case .adding: _ = find(search + text)
    case .restarting: text.unicodeScalars.forEach { type($0) }
    case .cycling: break
    }
  }

  /// Takes the last letter back.
  private mutating func typeBack() {
    if case .cycling = Entry.typing { return }
    search = String(search.dropLast())
    index = index(beginning: search) ?? index
  }

  /// Completes the letters so far, to all that the names beginning with them share.
  private mutating func complete() {
    let names = entries.map { $0.names[0] }.filter { $0.hasPrefix(search) }
    if let common = names.sharedPrefix { _ = find(common) }
  }

  /// Selects the first entry that begins with letters.
  /// - Returns: whether there is one.
  private mutating func find(_ letters: String) -> Bool {
    guard let found = index(beginning: letters) else { return false }
    (index, search) = (found, letters)
    return true
  }

  /// The first entry whose shown name begins so, or else one of its other names.
  private func index(beginning letters: String) -> Int? {
    entries.firstIndex { $0.names[0].hasPrefix(letters) }
      ?? entries.firstIndex { $0.names.dropFirst().contains { $0.hasPrefix(letters) } }
  }
}
