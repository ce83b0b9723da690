import Glibc
import Testing

/// Tests the last line after the program has done something outside the screen: with files, the clipboard or the
/// configuration. Each action is really performed.
@Suite(.waits) struct ScreenOutcomeTests {
  /// The line typed before Enter, and the expected text in the last line.
  private static let walk: [(line: String, says: String)] = [
    (":record ~/walk.pcapng", "recording to "),
    (":record", "recorded 0 datagrams"),
    (":record ~/walk.pcapng", "replaces it"),
    (":record /nowhere/walk.pcapng", "cannot create /nowhere/walk.pcapng: "),
    (":write ~/walk.csv", "wrote 1 row to ~/walk.csv"),
    (":write ~/walk.csv", "the file exists: add ! after the name to replace it"),
    (":write /nowhere/walk.csv", "there is no such folder"),
    (":copy text", "copied 5 bytes to the terminal's clipboard"),
    (":save-message ask", "there is no message to save"),
    (":reload", "there is no configuration file"),
  ]

  @Test func `the last line tells the end of every recording, writing, copy, saving and reading again`() throws {
    let terminal = try Terminal(columns: 140)
    try terminal.takeClipboard()
    let port = try terminal.startUdpeek()
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    try terminal.waitForReceived(1)
    for (line, says) in Self.walk { try end(of: line, says, terminal) }

    try terminal.type("r")
    try terminal.waitFor("─ reply to ")
    try end(of: "status?", "sent 7 bytes to 127.0.0.1:\(peer.port) as row 2", terminal)
    try end(of: ":save-message ask", "saved the message as ask in ", terminal)
    #expect(terminal.contents(".config/udpeek/config.toml")?.contains("ask = \"status?\"") == true)
    try end(of: ":reload", "configuration reloaded", terminal)
    try end(of: ":message ask", "> status?", terminal)
    terminal.close()
    for name in ["walk.pcapng", "walk.csv", ".config/udpeek/config.toml"] { unlink(terminal.folder + "/" + name) }
    for name in [".config/udpeek", ".config"] { rmdir(terminal.folder + "/" + name) }
  }

  /// Types a line and waits until its outcome appears in the last lines.
  private func end(of line: String, _ says: String, _ terminal: Terminal) throws {
    try terminal.type(line)
    try terminal.press("Enter")
    let lines = try terminal.waitFor("'\(says)' after \(line)") { lines in
      lines.suffix(4).contains { $0.contains(says) }
    }
    // A line that was refused stays open, and so does the panel.
    let isOpen = { (lines: [String]) in lines.contains { $0.hasPrefix(" ─ ") } }
    guard isOpen(lines) else { return }
    try terminal.press("Escape")
    try terminal.waitFor("the table alone") { !isOpen($0) }
  }
}
