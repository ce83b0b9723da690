import Glibc
import Testing

/// The guard of `--reply`, between programs.
struct ReplyGuardTests {
  @Test func `two programs that reply to each other go quiet`() throws {
    let (first, firstPort) = try Udpeek.listen(["--reply", "pong", "--json"])
    // The first word comes from the port that the second one then has; the first one reads it only after that.
    first.signal(SIGSTOP)
    let port = try Self.say("ping", to: firstPort)
    let second = try Udpeek.start(["listen", "127.0.0.1:\(port)", "--reply", "pong", "--json"])
    try second.waitForErrors(", receive buffer ")
    first.signal(SIGCONT)
    try second.waitForOutput(#""text":"pong""#)
    let quiet = try [first, second].map { program in
      var before = -1
      try eventually("silence") {
        program.pump(milliseconds: 300)
        defer { before = program.output.count }
        return program.output.count == before
      }
      return try program.end()
    }
    let sent = try quiet.map { try number("sent", in: try #require($0.lines.last)) }
    #expect(sent.allSatisfy { $0 <= 2 } && sent.contains { $0 >= 1 })
    #expect(quiet.contains { $0.errors.contains(#/withheld \d+ replies to an echo of what we sent\n/#) })
  }

  /// Sends from a socket that is closed again.
  /// - Returns: its port.
  private static func say(_ text: String, to port: UInt16) throws -> UInt16 {
    let socket = try LoopbackSocket()
    try socket.send(text, to: port)
    return socket.port
  }
}
