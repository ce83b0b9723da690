import Glibc

/// The programs that take part.
struct Tools {
  /// The path of the udpeek to be measured.
  let udpeek: String
  /// The path of this program, which also serves as sender, plain C loop and plain C echo.
  let bench = "/proc/self/exe"

  private static let folders = ["/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"]

  /// Whether a program of that name can be started.
  static func isInstalled(_ name: String) -> Bool {
    folders.contains { access($0 + name, X_OK) == 0 }
  }

  /// The search path for programs.
  static var searchPath: String { folders.map { String($0.dropLast()) }.joined(separator: ":") }

  /// A port that is most probably free.
  static func anyPort() -> UInt16 { UInt16.random(in: 20_000...30_000) }
}

/// Reports progress on standard error.
func progress(_ text: String) {
  let line = Array((text + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
}
