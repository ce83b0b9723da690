import Glibc

/// A full-screen program, and the ways to find out that it has drawn.
enum Screen: String, CaseIterable {
  case udpeek, less, htop, tig

  /// Whether the program can be started here; tig needs a repository.
  var isInstalled: Bool {
    switch self {
    case .udpeek: true
    case .less, .htop: Tools.isInstalled(rawValue)
    case .tig: Tools.isInstalled(rawValue) && access(".git", F_OK) == 0
    }
  }

  func words(_ tools: Tools, port: UInt16) -> [String] {
    switch self {
    case .udpeek: [tools.udpeek, "127.0.0.1:\(port)"]
    case .less: ["less", Self.pages]
    case .htop, .tig: [rawValue]
    }
  }

  /// A word in the last line of the first frame, which is drawn last; `nil` if none is certain.
  var lastWord: String? {
    switch self {
    case .udpeek, .htop: "Quit"
    case .less: "bash.bashrc"
    case .tig: nil
    }
  }

  /// Keys that move a line up and down again.
  var upAndDown: (up: String, down: String) { self == .htop ? ("\u{1b}OA", "\u{1b}OB") : ("k", "j") }

  /// A text of more than one page that every Debian has.
  private static let pages = "/etc/bash.bashrc"

  /// Starts the program in a terminal and waits for its first frame.
  /// - Returns: nanoseconds until the frame was complete; `nil` if it took longer than five seconds.
  func start(_ tools: Tools, port: UInt16 = Tools.anyPort()) throws -> (Program, PseudoTerminal, firstFrame: UInt64?) {
    let terminal = try PseudoTerminal()
    let start = Clock.now
    let program = try Program(words(tools, port: port), terminal: terminal)
    let end = terminal.waitForOutput(lastWord.map { [$0] } ?? [])
    return (program, terminal, end.map { $0 - start })
  }

  /// Ends the program.
  func end(_ program: Program, _ terminal: PseudoTerminal) {
    program.signal(self == .less ? SIGKILL : SIGTERM)
    terminal.discardOutput()
    program.end()
    terminal.close()
  }
}
