import CLinux

/// The columns of one scalar in the locale in force, by `wcwidth(3)`, which ncurses uses too: 0 (joins what is before
/// it), 1, 2, or -1 where the locale does not know or cannot print it.
package func scalarWidth(_ scalar: Unicode.Scalar) -> Int {
  scalar.value &- 0x20 < 0x5f ? 1 : Int(clinux_wcwidth(scalar.value))
}

/// How an allowed scalar or a mark is drawn.
enum Placement {
  /// In cells of its own.
  case cells(UInt8)
  /// On the base before it.
  case onBase
  /// Not at all: the C library does not know it, so nobody knows how far it moves the cursor.
  case unknown

  /// - Parameter isMark: whether it joins its base where the locale cannot say.
  init(_ scalar: Unicode.Scalar, isMark: Bool) {
    switch scalarWidth(scalar) {
    case 0: self = .onBase
    case 1: self = .cells(1)
    case 2...: self = .cells(2)
    default:
      // -1. A locale of all of Unicode that does not know the scalar is older than it. Any other cannot write it, and
      // the one `?` that stands for it is one column.
      if scalarWidth("\u{1f600}") > 0 { self = .unknown } else { self = isMark ? .onBase : .cells(1) }
    }
  }
}
