import CLinux

/// The columns of a scalar in the active locale according to `wcwidth(3)`, which ncurses uses too: 0 (joins the scalar
/// before it), 1, 2, or -1 if the locale does not know or cannot print it.
package func scalarWidth(_ scalar: Unicode.Scalar) -> Int {
  scalar.value &- 0x20 < 0x5f ? 1 : Int(clinux_wcwidth(scalar.value))
}

/// The way to draw an allowed scalar or a mark.
enum Placement {
  /// Takes cells of its own: 1 or 2.
  case cells(UInt8)
  /// Joins the base before it.
  case onBase
  /// Is not drawn: the C library does not know the scalar, so how far it moves the cursor is unknown.
  case unknown

  /// Determines how to draw a scalar.
  /// - Parameter isMark: whether the scalar joins its base if the locale cannot tell.
  init(_ scalar: Unicode.Scalar, isMark: Bool) {
    switch scalarWidth(scalar) {
    case 0: self = .onBase
    case 1: self = .cells(1)
    case 2...: self = .cells(2)
    default:
      // -1: a Unicode locale that does not know the scalar is older than it. Any other locale cannot output the scalar,
      // and the `?` in its place is one column wide.
      if scalarWidth("\u{1f600}") > 0 { self = .unknown } else { self = isMark ? .onBase : .cells(1) }
    }
  }
}
