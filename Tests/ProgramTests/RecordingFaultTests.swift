import Glibc
import TestSupport
import Testing

/// Tests full disks, failing disks and kills: the file stays whole, and reception continues.
@Suite(.serialized, .waitsInTurn)
struct RecordingFaultTests {
  /// Sends until the recording stops by itself, checks that reception continues, and checks the file.
  /// - Parameter seen: the path of the file as seen from this process.
  private func outlive(_ program: Program, _ path: String, seen: String? = nil, saying reason: String) throws {
    try program.waitForErrors("recording to ")
    let port = try Udpeek.port(in: program.errorText)
    let peer = try LoopbackSocket()
    for number in 0..<200 { try peer.send([UInt8](repeating: UInt8(number), count: 5_000), to: port) }
    try program.waitForErrors("recording stopped: cannot write \(path): \(reason)")
    try peer.send("reception goes on", to: port)
    try program.waitForOutput("reception goes on")
    let payloads = try Tshark.payloads(of: seen ?? path)
    let ended = try program.end()
    #expect(ended.status == 1)
    #expect(ended.errors.contains("received 201, "))
    let recorded = try #require(ended.errors.firstMatch(of: #/recorded (\d+) datagrams?, /#).flatMap { Int($0.1) })
    #expect(recorded > 0 && recorded < 200)
    #expect(payloads.count == recorded)
  }

  @Test func `a file that may not grow is whole, and reception goes on`() throws {
    let folder = try TestFolder()
    let path = folder["a.pcapng"]
    let program = try Program(
      "bash", ["-c", "ulimit -f 256; exec \"$@\"", "-", Udpeek.path, "listen", "127.0.0.1:0", "-w", path],
      environment: Udpeek.environment)
    try outlive(program, path, saying: "the file has reached the largest size allowed")
  }

  @Test(.requiresNamespaces) func `a file on a full disk is whole, and reception goes on`() throws {
    let folder = try TestFolder()
    let mount = "mount -t tmpfs -o size=256k none '\(folder.path)' && exec \"$@\""
    let path = folder["a.pcapng"]
    let program = try Program(
      "unshare", ["-rm", "sh", "-c", mount, "-", Udpeek.path, "listen", "127.0.0.1:0", "-w", path],
      environment: Udpeek.environment)
    try outlive(program, path, seen: "/proc/\(program.pid)/root\(path)", saying: "no space left on device")
  }

  @Test func `a file on a disk that fails is whole, and reception goes on`() throws {
    let folder = try TestFolder()
    let path = folder["a.pcapng"]
    // The recorder thread's first write succeeds and all others fail; another thread writes the file's beginning.
    let program = try Program(
      "strace",
      ["-D", "-f", "-qq", "-o", "/dev/null", "-P", path, "-e", "trace=write", "-e", "inject=write:error=EIO:when=2+"]
        + [Udpeek.path, "listen", "127.0.0.1:0", "-w", path], environment: Udpeek.environment)
    try program.waitForErrors("recording to ")
    try LoopbackSocket().send("first", to: try Udpeek.port(in: program.errorText))
    try program.waitForFile(path, atLeast: 260)
    let peer = try LoopbackSocket()
    try peer.send("second", to: try Udpeek.port(in: program.errorText))
    try program.waitForErrors("recording stopped: cannot write \(path): input/output error")
    try peer.send("third", to: try Udpeek.port(in: program.errorText))
    try program.waitForOutput("third")
    #expect(try Tshark.payloads(of: path) == ["6669727374"])
    #expect(try program.end().status == 1)
  }

  @Test func `a recording that was removed meanwhile is told, and ends with 1`() throws {
    let folder = try TestFolder()
    let (program, port) = try Udpeek.listen(["--write", folder["a.pcapng"]])
    try program.waitForFile(folder["a.pcapng"], atLeast: 100)
    unlink(folder["a.pcapng"])
    try LoopbackSocket().send("lost", to: port)
    try program.waitForErrors("a.pcapng was removed by another program: what was recorded to it is lost\n")
    let ended = try program.end()
    #expect(ended.status == 1)
    #expect(ended.errors.contains("\nwrote 0 datagrams, ") && !ended.errors.contains("\nrecorded "))
  }

  @Test func `killed at any instant a recording opens and lacks at most the last 250 ms`() throws {
    let script = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Crash/crash_loop.py"
    let program = try Program(
      "python3", [script, Udpeek.path, "--rounds", "5", "--rate", "1000"], environment: Udpeek.environment)
    program.closeInput()
    let ended = try program.finish(within: 120)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.output.contains("opened and whole   5 of 5"))
  }
}
