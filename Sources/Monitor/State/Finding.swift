import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The search for a text among the rows that are shown. It goes on in slices, so that the screen stays live.
struct Finding: Sendable, Hashable {
  enum Direction: Sendable, Hashable {
    /// Down the table.
    case newer
    /// Up the table.
    case older
  }

  /// Rows looked at in one action, and the bytes after which it is enough.
  static let slice = 4_096
  static let sliceBytes = 1 << 18

  /// What was last looked for.
  var needle = ""
  /// Whether its occurrences stand out on the screen; until Esc.
  var isHighlighted = false
  private(set) var direction = Direction.older
  /// The row after which, or before which, it goes on; `nil` when nothing is being looked for.
  private(set) var position: Position?
  /// The row from which it began.
  private(set) var origin: UInt64 = 0
  /// Whether it went on from the other end.
  private(set) var isRound = false
  /// Rows looked at so far.
  private(set) var looked = 0
  /// How many searches there were, so that what was said of one goes with the next.
  private(set) var count = 0

  /// Where a search is.
  enum Position: Sendable, Hashable {
    case row(UInt64)
    /// Before the first row, or behind the last.
    case end
  }

  var isRunning: Bool { position != nil }

  mutating func start(_ direction: Direction, from origin: UInt64) {
    self.direction = direction
    self.origin = origin
    position = .row(origin)
    isRound = false
    isHighlighted = true
    looked = 0
    count += 1
  }

  mutating func stop() { position = nil }

  /// Goes on from the other end.
  mutating func goRound() {
    isRound = true
    position = .end
  }

  /// The next row to look at; `nil` at the end, or where the search began.
  func next(in order: RowOrder) -> UInt64? {
    guard let position else { return nil }
    let isNewer = direction == .newer
    let next: UInt64?
    switch position {
    case .row(let row): next = isNewer ? order.next(after: row) : order.previous(before: row)
    case .end: next = isNewer ? order.first : order.last
    }
    guard let next, isRound else { return next }
    return (isNewer ? order.precedes(next, origin) : order.precedes(origin, next)) ? next : nil
  }

  mutating func pass(_ row: UInt64) {
    position = .row(row)
    looked += 1
  }

  /// Whether `text` holds the needle, ignoring ASCII case.
  func isIn(_ text: String) -> Bool {
    let needle = Self.folded(needle)
    guard let first = needle.first else { return false }
    let text = Self.folded(text)
    guard text.count >= needle.count else { return false }
    for start in 0...text.count - needle.count where text[start] == first {
      if text[start..<start + needle.count] == needle[...] { return true }
    }
    return false
  }

  private static func folded(_ text: String) -> [UInt8] {
    text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }

  /// Where the needle occurs in decoded units, ignoring ASCII case, one occurrence after the other.
  func ranges(in units: [DecodedText.Unit]) -> [Range<Int>] {
    let needle = needle.unicodeScalars.map(Self.folded)
    guard let first = needle.first, units.count >= needle.count else { return [] }
    let scalars = units.map { unit -> Unicode.Scalar in
      if case .scalar(let scalar) = unit { return Self.folded(scalar) }
      return "\u{fffd}"
    }
    var ranges: [Range<Int>] = []
    var start = 0
    while start <= scalars.count - needle.count {
      if scalars[start] == first, scalars[start..<start + needle.count] == needle[...] {
        ranges.append(start..<start + needle.count)
        start += needle.count
      } else {
        start += 1
      }
    }
    return ranges
  }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar
  }
}

extension State {
  mutating func openFindLine() {
    let history = histories[.find] ?? []
    prompt = Prompt(.find, history: history, viewport: viewport)
    if let last = history.last {
      prompt?.offer = ["\(configuration.keymap.calling("accept", in: .find)) finds again: \(last)"]
    }
  }

  /// Enter in the find line; alone it finds the last text again.
  mutating func acceptFindLine(_ effects: inout [Effect]) {
    guard let line = prompt, line.kind == .find else { return }
    prompt = nil
    let text = line.editor.text.isEmpty ? histories[.find]?.last ?? "" : line.editor.text
    guard !text.isEmpty else { return }
    finding.needle = text
    remember(text, .find, &effects)
    find(.older)
  }

  /// Looks for the needle from the selected row on, and then from the other end.
  mutating func find(_ direction: Finding.Direction) {
    guard !finding.needle.isEmpty else {
      return say("nothing to find yet: \(key("find")) starts") { $0.finding.needle.isEmpty && $0.prompt == nil }
    }
    if pane == .peers { return findPeer(direction) }
    guard let selected = viewport.selected else {
      return say("no row to look in") { $0.viewport.selected == nil }
    }
    finding.start(direction, from: selected)
    findOn()
  }

  /// One slice of the search.
  mutating func findOn() {
    let order = rowOrder
    var (rows, bytes) = (0, 0)
    while finding.isRunning, rows < Finding.slice, bytes < Finding.sliceBytes {
      guard let next = finding.next(in: order) else {
        if finding.isRound { return endFinding() }
        finding.goRound()
        continue
      }
      finding.pass(next)
      rows += 1
      guard let datagram = log[next] else { continue }
      bytes += datagram.storedSize
      if isFound(in: datagram) { return endFinding(at: next) }
    }
    guard finding.isRunning, case .row(let position)? = finding.position else { return }
    let share = finding.looked * 100 / max(1, filtering.run.shownCount)
    say(
      "looking for \(finding.needle)",
      tail: " at \(Figures.grouped(position)), \(min(99, share))% \(symbols.dot) \(key("interrupt")) stops"
    ) { $0.finding.isRunning }
  }

  /// Whether the text of a row, or what the person wrote on it, holds the needle.
  private func isFound(in datagram: Datagram) -> Bool {
    finding.isIn(peers.string(of: datagram)) || notes[datagram.number].map { finding.isIn($0) } ?? false
  }

  private mutating func endFinding(at number: UInt64? = nil) {
    finding.stop()
    let count = finding.count
    let text: Phrase
    if let number {
      select(number)
      guard finding.isRound else { return }
      text =
        finding.direction == .newer
        ? "found from the first row on: \(finding.needle)" : "found from the last row on: \(finding.needle)"
    } else if log[finding.origin].map({ isFound(in: $0) }) ?? false {
      text = "not found in any other row: \(finding.needle)"
    } else {
      text = "not found: \(finding.needle)"
    }
    say(text) { $0.finding.count == count && $0.prompt?.kind != .find }
  }
}
