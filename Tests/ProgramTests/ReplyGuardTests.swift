import Testing

/// Tests the guard of `--reply` between programs.
@Suite(.waits) struct ReplyGuardTests {
  @Test func `two programs that reply to each other go quiet`() throws {
    let (first, firstPort) = try Udpeek.listen(["--reply", "pong", "--json"])
    // The first datagram comes from the port that the second program takes over; the first program reads it only then.
    try first.pause()
    let port = try Self.say("ping", to: firstPort)
    let second = try Udpeek.start(["listen", "127.0.0.1:\(port)", "--reply", "pong", "--json"])
    try second.waitForErrors(", receive buffer ")
    first.resume()
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
    #expect(quiet.contains { $0.errors.contains(#/withheld \d+ repl(y|ies) to an echo of what we sent\n/#) })
  }

  @Test func `an echo of what was sent gets no answer, and the end says so`() throws {
    let (program, port) = try Udpeek.listen(["--reply", "pong"])
    let peer = try LoopbackSocket()
    try peer.send("ping", to: port)
    #expect(try peer.receive().bytes == Array("pong".utf8))
    try peer.send("pong", to: port)
    try peer.send("ping", to: port)
    #expect(try peer.receive().bytes == Array("pong".utf8))
    try program.waitForLines(5)
    let ended = try program.end()
    #expect(peer.receiveWaiting() == [])
    #expect(ended.errors.contains("received 3, shown 5, sent 2, "))
    #expect(ended.errors.contains("\nwithheld 1 reply to an echo of what we sent\n"))
  }

  @Test func `what was withheld stands below the screen when it closes, and why`() throws {
    let terminal = try Terminal()
    let port = try terminal.startUdpeek("--reply pong")
    let peer = try LoopbackSocket()
    try peer.send("ping", to: port)
    #expect(try peer.receive().bytes == Array("pong".utf8))
    try peer.send("pong", to: port)
    try terminal.waitForReceived(2)
    try terminal.type("Q")
    try terminal.waitFor("withheld 1 reply to an echo of what we sent")
    terminal.close()
  }

  @Test func `an answer much larger than its question is withheld`() throws {
    let (program, port) = try Udpeek.listen(["--reply", String(repeating: "x", count: 300)])
    let peer = try LoopbackSocket()
    try peer.send("small", to: port)
    try peer.send([UInt8](repeating: 0x61, count: 100), to: port)
    #expect(try peer.receive().bytes.count == 300)
    let ended = try program.end()
    #expect(ended.errors.contains("withheld 1 reply larger than 256 bytes and three times the request\n"))
  }

  /// Sends from a socket that is closed afterwards.
  /// - Returns: the socket's port.
  private static func say(_ text: String, to port: UInt16) throws -> UInt16 {
    let socket = try LoopbackSocket()
    try socket.send(text, to: port)
    return socket.port
  }
}
