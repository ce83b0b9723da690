/// The lines of a help, wrapped for a window.
struct WrappedHelp: Sendable {
  /// What the lines depend on while the help is open.
  struct Key: Sendable, Equatable {
    var columns: Int
    /// The words of the search.
    var words: [String]
    var keymap: Keymap
  }

  /// `nil` before the first window.
  private(set) var key: Key?
  private(set) var lines: [HelpLine] = []
  /// The columns of the keys, at the left.
  private(set) var keysWidth = 0

  /// No lines yet.
  init() {}

  /// Wraps lines.
  init(_ lines: [HelpLine], _ key: Key) {
    self.key = key
    self.lines = HelpLine.wrapped(lines, columns: key.columns)
    keysWidth = HelpLine.keysWidth(lines, key.columns)
  }
}
