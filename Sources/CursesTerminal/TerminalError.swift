import Glibc

/// A reason why the screen cannot be shown. Each describes itself in one sentence with the next step.
package enum TerminalError: Error, Hashable, CustomStringConvertible {
  /// Standard output is a file or a pipe.
  case outputIsNoTerminal
  /// `TERM` is not set.
  case noTerminalType
  /// `TERM` names a terminal that terminfo does not know.
  case unknownTerminalType(String)
  /// There is no terminfo database.
  case noTerminalDatabase
  /// The terminal cannot move its cursor, such as `TERM=dumb`.
  case cannotMoveCursor(String)
  /// Standard input is not this terminal, and opening `/dev/tty` failed with this `errno`.
  case noKeyboard(errno: Int32)
  /// The named system call failed with this `errno`.
  case system(String, errno: Int32)

  /// One sentence with the next step.
  package var description: String {
    switch self {
    case .outputIsNoTerminal:
      "cannot show the screen: standard output is not a terminal; run udpeek in one, or use 'udpeek listen'"
    case .noTerminalType:
      "cannot show the screen: TERM is not set; set it, for example 'export TERM=xterm-256color'"
    case .unknownTerminalType(let name):
      "cannot show the screen: terminfo does not know the terminal '\(name)'; set TERM to one that it knows, for example "
        + "'export TERM=xterm-256color'"
    case .noTerminalDatabase:
      "cannot show the screen: there is no terminfo database; install the package ncurses-base, or set TERMINFO to one"
    case .cannotMoveCursor(let name):
      "cannot show the screen: the terminal '\(name)' cannot move its cursor; use another terminal, or 'udpeek listen'"
    case .noKeyboard(let number):
      "cannot read keys: standard input is not this terminal, and /dev/tty does not open "
        + "(\(TerminalError.reason(number))); run it in a terminal, or use 'udpeek listen'"
    case .system(let call, let number):
      "cannot show the screen: \(call) failed: \(TerminalError.reason(number)); use 'udpeek listen' instead"
    }
  }

  private static func reason(_ number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }
}
