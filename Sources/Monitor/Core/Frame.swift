package import TerminalUI

/// A frame: the screen, and what the next frame may copy of it.
package struct Frame {
  /// The screen.
  package let canvas: Canvas
  /// The table's rows on it; `nil` where something else lies over them.
  let rows: DrawnRows?
  /// The status line, and the keys in the last line; `nil` where a message stands in their place.
  let status: DrawnLine<StatusFigures>?
  let keys: DrawnLine<[Footer.Entry]>?
}

/// A line of a frame. The next frame copies it, where it shows the same in the same place and nothing happened that may
/// change the look of anything.
struct DrawnLine<Content: Hashable>: Hashable {
  let content: Content
  let place: Rect
  /// The count of changes (`Interaction.lookChanges`).
  let changes: Int
}

extension Action {
  /// Whether all but the selected row may look as before after it; of a key that depends on what it does.
  var mayKeepLooks: Bool {
    switch self {
    case .tick, .key: true
    default: false
    }
  }
}
