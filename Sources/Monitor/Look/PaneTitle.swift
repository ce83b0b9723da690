import Basics
import PayloadText
import TerminalUI

/// The title of a pane: its name, and what is said of what it shows, with dots between.
struct PaneTitle {
  private let look: Look
  private let style: Style
  /// The parts, for `Canvas.rule`.
  private(set) var parts: [LinePart]

  /// Creates a title of the pane's name.
  /// - Parameter brief: a shorter name; `nil` for none.
  init(_ name: SafeText, brief: SafeText? = nil, isFocused: Bool, _ look: Look) {
    self.look = look
    let style = look.theme.title(isFocused: isFocused)
    self.style = style
    parts = [LinePart(forms: [name, brief].compactMap { $0 }.map { [($0, style)] }, rank: LinePart.kept)]
  }

  /// Adds a part.
  /// - Parameters:
  ///   - brief: a shorter form; `nil` for none.
  ///   - rank: the part's rank among those that give way in a narrow window.
  ///   - style: the style, where it is another one than the title's.
  mutating func add(_ text: Phrase, brief: Phrase? = nil, rank: Int, style: Style? = nil) {
    add([text, brief].compactMap { $0 }.map { look.words($0) }, rank: rank, style: style)
  }

  /// Adds a part whose forms are not for translation.
  mutating func add(_ forms: [SafeText], rank: Int, style: Style? = nil) {
    let (dot, style) = (look.symbols.dot + " ", style ?? self.style)
    parts.append(LinePart(forms: forms.map { [(dot + $0, style)] }, rank: rank))
  }
}

extension Canvas {
  /// Draws an entry of a list in its column of a line; what has no room is cut in the middle.
  /// - Parameter start: the column's first column, counted from the line's.
  mutating func draw(
    _ whole: SafeText, in line: Rect, start: Int, width: Int, isRightAligned: Bool, style: Style
  ) {
    let text = whole.shortened(to: width, ellipsis)
    let indent = isRightAligned ? max(0, width - text.width) : 0
    draw(text, at: line.dropping(left: start + indent).origin, style: style, in: line)
  }
}
