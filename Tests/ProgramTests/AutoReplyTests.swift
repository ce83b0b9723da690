import Testing

/// Tests that `--reply` answers each peer in that peer's encoding.
@Suite(.waits) struct AutoReplyTests {
  @Test func `the answer is in the encoding found, and withheld where that cannot write it`() throws {
    let (program, port) = try Udpeek.listen(["--reply", "收到"])
    try program.waitForErrors("get no answer")
    let peers = try (0..<4).map { _ in try LoopbackSocket() }
    // 收到訊息了 in Big5, 接続しました in Shift-JIS, сервер не отвечает in windows-1251, and a binary protocol.
    try peers[0].send([0xa6, 0xac, 0xa8, 0xec, 0xb0, 0x54, 0xae, 0xa7, 0xa4, 0x46], to: port)
    #expect(try peers[0].receive().bytes == [0xa6, 0xac, 0xa8, 0xec])
    try peers[1].send([0x90, 0xda, 0x91, 0xb1, 0x82, 0xb5, 0x82, 0xdc, 0x82, 0xb5, 0x82, 0xbd], to: port)
    #expect(try peers[1].receive().bytes == [0x9d, 0xbe, 0x93, 0x9e])
    try peers[2].send([0xf1, 0xe5, 0xf0, 0xe2, 0xe5, 0xf0, 0x20, 0xed, 0xe5, 0x20, 0xee, 0xf2, 0xe2, 0xe5], to: port)
    try peers[3].send([0x1b] + [UInt8](repeating: 0, count: 47), to: port)
    #expect(try peers[3].receive().bytes == Array("收到".utf8))
    try program.waitForLines(7)
    let ended = try program.end()
    #expect(peers[2].receiveWaiting() == [])
    #expect(ended.errors.contains("withheld 1 reply not writable in the peer's encoding"))
  }

  @Test func `a peer of ASCII is answered in the character set that the locale's name says, installed or not`() throws {
    let (program, port) = try Udpeek.listen(["--reply", "收到"], ["LC_ALL": "zh_CN.GBK"])
    try program.waitForErrors("answered in gbk")
    let peer = try LoopbackSocket()
    try peer.send("hello", to: port)
    #expect(try peer.receive().bytes == [0xca, 0xd5, 0xb5, 0xbd])
    _ = try program.end()
  }
}
