import Glibc

/// A program that has the whole terminal, and how to tell that it drew.
enum Screen: String, CaseIterable {
  case udpeek, less, htop, tig

  /// Whether it can be started here; tig needs a repository.
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

  /// What the last line of its first frame holds, which is drawn last; `nil` where no words are sure.
  var lastWord: String? {
    switch self {
    case .udpeek, .htop: "Quit"
    case .less: "bash.bashrc"
    case .tig: nil
    }
  }

  /// Keys that move a line up and down again.
  var upAndDown: (up: String, down: String) { self == .htop ? ("\u{1b}OA", "\u{1b}OB") : ("k", "j") }

  /// A text of more than one page, which any Debian has.
  private static let pages = "/etc/bash.bashrc"

  /// Starts it in a terminal and waits for its first frame.
  /// - Returns: nanoseconds until it stood; `nil` when it did not come in five seconds.
  func start(_ tools: Tools, port: UInt16 = Tools.anyPort()) throws -> (Program, PseudoTerminal, firstFrame: UInt64?) {
    let terminal = try PseudoTerminal()
    let start = Clock.now
    let program = try Program(words(tools, port: port), terminal: terminal)
    let end = terminal.waitForOutput(lastWord.map { [$0] } ?? [])
    return (program, terminal, end.map { $0 - start })
  }

  /// Ends it.
  func end(_ program: Program, _ terminal: PseudoTerminal) {
    program.signal(self == .less ? SIGKILL : SIGTERM)
    terminal.discardOutput()
    program.end()
    terminal.close()
  }
}
