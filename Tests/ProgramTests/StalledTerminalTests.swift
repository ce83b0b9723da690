import Glibc
import Testing

/// Tests that a terminal that accepts no output blocks nothing.
@Suite(.waits) struct StalledTerminalTests {
  /// TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)), which Swift cannot import from their headers.
  private static let lock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430

  @Test func `a frame larger than the terminal takes blocks nothing: the screen still ends at once, in order`() throws {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(master >= 0)
    defer { close(master) }
    var (lock, number): (Int32, Int32) = (0, 0)
    #expect(ioctl(master, Self.lock, &lock) == 0 && ioctl(master, Self.number, &number) == 0)
    let slave = "/dev/pts/\(number)"
    var size = winsize(ws_row: 100, ws_col: 300, ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    let pidFile = "/tmp/udpeek-stalled-\(getpid())"
    defer { unlink(pidFile) }
    let port = UInt16.random(in: 20_000...60_000)
    let command =
      "exec setsid -c -w sh -c 'echo $$ >\(pidFile).new; mv \(pidFile).new \(pidFile); "
      + "exec \"\(Udpeek.path)\" 127.0.0.1:\(port)' <\(slave) >\(slave) 2>/dev/null"
    var environment = Udpeek.environment
    environment["TERM"] = "xterm-256color"
    let program = try Program("sh", ["-c", command], environment: environment)
    let pid = try eventually("the process id") { contents(of: pidFile).flatMap { pid_t($0.dropLast()) } }
    // The first frame is read, and nothing after it.
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var seen = ""
    try eventually("the first frame") {
      let count = read(master, &buffer, buffer.count)
      if count > 0 { seen += String(decoding: buffer[..<count], as: UTF8.self) }
      return seen.contains("Waiting for datagrams")
    }
    let peer = try LoopbackSocket()
    for number in 0..<200 { try peer.send(String(repeating: "\(number) 温度=23.5 ", count: 20), to: port) }
    // Unread output fills the terminal until it accepts no more.
    try eventually("a full terminal") {
      var waiting: Int32 = 0
      return ioctl(master, UInt(FIONREAD), &waiting) == 0 && waiting > 2_000
    }
    kill(pid, SIGTERM)
    let ended = try program.finish()
    #expect(ended.status == 0)
  }
}
