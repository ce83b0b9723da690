import Glibc

/// The programs that take part.
struct Tools {
  /// The udpeek that is measured.
  let udpeek: String
  /// This program, which is sender, plain C loop and plain C echo too.
  let bench = "/proc/self/exe"

  private static let folders = ["/usr/local/sbin/", "/usr/local/bin/", "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"]

  /// Whether a program can be started by its name.
  static func isInstalled(_ name: String) -> Bool {
    folders.contains { access($0 + name, X_OK) == 0 }
  }

  /// Where programs are looked for.
  static var searchPath: String { folders.map { String($0.dropLast()) }.joined(separator: ":") }

  /// A port that is free, most probably.
  static func anyPort() -> UInt16 { UInt16.random(in: 20_000...30_000) }
}

/// Says what is going on, on standard error.
func progress(_ text: String) {
  let line = Array((text + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
}
