/// What a person pressed, free of terminals and curses.
package enum Key: Hashable, Sendable {
  /// A typed character; an input method's word arrives as one key a scalar.
  case character(Unicode.Scalar)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// Left and Right with Ctrl or Alt.
  case wordLeft, wordRight
  /// A function key, from 1; 13 to 24 are those with Shift.
  case function(Int)
  /// A letter or one of `@ \ ] ^ _` with Ctrl, in lower case: `control("c")`. `control("j")` is a line feed, which
  /// some terminals send for Enter.
  case control(Unicode.Scalar)
  /// A character with Alt; `alt("\u{7f}")` is Alt and Backspace.
  case alt(Unicode.Scalar)
  /// Text that the terminal pasted, without controls but ESC, `\n` and `\t`. A large one may come in pieces.
  case paste(String)
  /// Something was done with the mouse, at a place counted from 0 at the upper left.
  case mouse(MouseAction, at: Position)
}

/// What is done with a mouse.
package enum MouseAction: Hashable, Sendable {
  /// The left button was pressed.
  case click
  /// The wheel was turned by one notch.
  case wheelUp, wheelDown
}
