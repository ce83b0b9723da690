/// A key or mouse event, independent of terminals and curses.
package enum Key: Hashable, Sendable {
  /// A typed character; text from an input method arrives as one key per scalar.
  case character(Unicode.Scalar)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// Left and Right with Ctrl or Alt.
  case wordLeft, wordRight
  /// A function key, counted from 1; 13 to 24 are F1 to F12 with Shift.
  case function(Int)
  /// A letter or one of `@ \ ] ^ _` with Ctrl, in lower case: `control("c")`. `control("j")` is a line feed, which some
  /// terminals send for Enter.
  case control(Unicode.Scalar)
  /// A character with Alt; `alt("\u{7f}")` is Alt-Backspace.
  case alt(Unicode.Scalar)
  /// Pasted text; of the control characters only ESC, `\n` and `\t` are kept. A large paste may arrive in pieces.
  case paste(String)
  /// A mouse event at a position counted from 0 at the top left.
  case mouse(MouseAction, at: Position)
}

/// An action with the mouse.
package enum MouseAction: Hashable, Sendable {
  /// The left button was pressed.
  case click
  /// The wheel was turned by one notch.
  case wheelUp, wheelDown
}
