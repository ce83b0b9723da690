import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The search for a text among the rows that are shown. It goes on in slices, so that the screen stays live.
struct Finding: Sendable, Hashable {
  enum Direction: Sendable, Hashable {
    case newer
    case older
  }

  /// Rows looked at in one action, and the bytes after which it is enough.
  static let slice = 4_096
  static let sliceBytes = 1 << 18

  /// What was last looked for.
  var needle = ""
  private(set) var direction = Direction.older
  /// The row after which, or before which, it goes on; `nil` when nothing is being looked for.
  var position: UInt64?
  /// The row from which it began.
  private(set) var origin: UInt64 = 0
  /// Whether it went on from the other end.
  private(set) var isRound = false
  /// How many searches there were, so that what was said of one goes with the next.
  private(set) var count = 0

  var isRunning: Bool { position != nil }

  mutating func start(_ direction: Direction, from origin: UInt64) {
    self.direction = direction
    self.origin = origin
    position = origin
    isRound = false
    count += 1
  }

  mutating func stop() { position = nil }

  /// Goes on from the other end: before `end`, or after the first row.
  mutating func goRound(end: UInt64) {
    isRound = true
    position = direction == .newer ? 0 : end
  }

  /// Whether a row was passed when the search began.
  func isPassed(_ number: UInt64) -> Bool {
    isRound && (direction == .newer ? number >= origin : number <= origin)
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
}

extension State {
  mutating func openFindLine() {
    let history = histories[.find] ?? []
    prompt = Prompt(.find, history: history, viewport: viewport)
    if let last = history.last { prompt?.offer = "Enter finds again: \(last)" }
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
      return say("nothing to find yet: s starts") { $0.finding.needle.isEmpty && $0.prompt == nil }
    }
    guard let selected = viewport.selected else {
      return say("no row to look in") { $0.viewport.selected == nil }
    }
    finding.start(direction, from: selected)
    findOn()
  }

  /// One slice of the search.
  mutating func findOn() {
    var (rows, bytes) = (0, 0)
    while let position = finding.position, rows < Finding.slice, bytes < Finding.sliceBytes {
      let isNewer = finding.direction == .newer
      let next = isNewer ? filtering.run.shown(after: position) : filtering.run.shown(before: position)
      guard let next, next <= viewport.limit, !finding.isPassed(next) else {
        if finding.isRound { return endFinding() }
        finding.goRound(end: viewport.limit == .max ? .max : viewport.limit + 1)
        continue
      }
      finding.position = next
      rows += 1
      guard let datagram = log[next] else { continue }
      bytes += datagram.storedSize
      if finding.isIn(peers.string(of: datagram)) { return endFinding(at: next) }
    }
    guard let position = finding.position else { return }
    say("looking for \(finding.needle) at \(Figures.grouped(position)) \(symbols.ellipsis)") { $0.finding.isRunning }
  }

  private mutating func endFinding(at number: UInt64? = nil) {
    finding.stop()
    let count = finding.count
    let text: SafeText
    if let number {
      select(number)
      guard finding.isRound else { return }
      text = finding.direction == .newer ? "found from the first row on: " : "found from the newest row on: "
    } else if log[finding.origin].map({ finding.isIn(peers.string(of: $0)) }) ?? false {
      text = "not found in any other row: "
    } else {
      text = "not found: "
    }
    say(text + SafeText(finding.needle)) { $0.finding.count == count && $0.prompt?.kind != .find }
  }
}
