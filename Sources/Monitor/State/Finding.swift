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
  var direction = Direction.older
  /// The row after which, or before which, it goes on; `nil` when nothing is being looked for.
  var position: UInt64?

  var isRunning: Bool { position != nil }

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
    prompt = Prompt(.find, history: histories[.find] ?? [], viewport: viewport)
  }

  mutating func acceptFindLine(_ effects: inout [Effect]) {
    guard let line = prompt, line.kind == .find else { return }
    prompt = nil
    guard !line.editor.text.isEmpty else { return }
    finding.needle = line.editor.text
    remember(finding.needle, .find, &effects)
    find(.older)
  }

  /// Looks for the needle from the selected row on.
  mutating func find(_ direction: Finding.Direction) {
    guard !finding.needle.isEmpty else { return openFindLine() }
    guard let selected = viewport.selected else { return say("no row to look in") }
    finding.direction = direction
    finding.position = selected
    findOn()
  }

  /// One slice of the search.
  mutating func findOn() {
    guard var position = finding.position else { return }
    var (rows, bytes) = (0, 0)
    while rows < Finding.slice, bytes < Finding.sliceBytes {
      let isNewer = finding.direction == .newer
      let next = isNewer ? filtering.run.shown(after: position) : filtering.run.shown(before: position)
      guard let next, next <= viewport.limit else {
        finding.position = nil
        return say("not found \(isNewer ? "below" : "above"): \(finding.needle)")
      }
      position = next
      rows += 1
      guard let datagram = log[next] else { continue }
      bytes += datagram.storedSize
      if finding.isIn(peers.string(of: datagram)) {
        finding.position = nil
        return select(next)
      }
    }
    finding.position = position
    say("looking for \(finding.needle) at \(Figures.grouped(position)) \(symbols.ellipsis)")
  }
}
