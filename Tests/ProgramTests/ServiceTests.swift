import Glibc
import Plumbing
import TestSupport
import Testing

/// Tests udpeek under a service manager: a datagram socket in the place of systemd's, and a file in the journal's.
@Suite(.waits) struct ServiceTests {
  /// A datagram socket at a path or, after `@`, a name of the kernel's own.
  private final class Manager {
    let address: String
    private let descriptor: Int32

    init(_ address: String) throws {
      self.address = address
      descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      var bytes = Array(address.utf8)
      if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
      let status = withUnsafePointer(to: &name) { name in
        name.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(2 + bytes.count)) }
      }
      guard status == 0 else { throw SystemError(call: "bind", code: errno) }
    }

    deinit { close(descriptor) }

    /// The next report.
    func next() throws -> String {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, Int32(patience * 1000)) == 1 else { throw TimedOut(awaited: "a report", seen: "none") }
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
  }

  @Test(arguments: [["listen"], ["relay", "--to", "127.0.0.1:9", "--headless"]])
  func `the manager hears that the sockets are bound, and that the end has begun`(command: [String]) throws {
    let folder = try TestFolder()
    for address in [folder["notify"], "@udpeek-\(folder.path)"] {
      let manager = try Manager(address)
      let program = try Udpeek.start(command + ["127.0.0.1:0", "--quiet"], ["NOTIFY_SOCKET": address])
      let ready = try manager.next()
      // What it says is true: the port takes datagrams.
      let port = try #require(ready.firstMatch(of: #/^READY=1\nSTATUS=listening on 127\.0\.0\.1:(\d+)$/#)?.1)
      try LoopbackSocket().send("hello", to: try #require(UInt16(port)))
      program.signal(SIGTERM)
      #expect(try manager.next() == "STOPPING=1\nSTATUS=ending")
      let ended = try program.finish()
      #expect(
        ended.status == 0 && ended.errors.contains("received 1,") || ended.errors.contains("up, to the target: 1 in"))
    }
  }

  @Test func `a manager that cannot be reached is said, and ends nothing`() throws {
    let folder = try TestFolder()
    let program = try Udpeek.start(["listen", "127.0.0.1:0"], ["NOTIFY_SOCKET": folder["gone"]])
    try program.waitForErrors("cannot report to the service manager: no such file or directory\n")
    #expect(try program.end().status == 0)
  }

  @Test func `a port that cannot be bound is never ready`() throws {
    let folder = try TestFolder()
    let manager = try Manager(folder["notify"])
    let (first, port) = try Udpeek.listen()
    let ended = try Udpeek.run(["listen", "127.0.0.1:\(port)"], ["NOTIFY_SOCKET": manager.address])
    #expect(ended.status == 1)
    // The next report is of another run.
    let second = try Udpeek.start(["listen", "127.0.0.1:0"], ["NOTIFY_SOCKET": manager.address])
    #expect(try manager.next().hasPrefix("READY=1"))
    #expect(try second.end().status == 0)
    #expect(try first.end().status == 0)
  }

  /// Runs udpeek with its standard error in a file that `JOURNAL_STREAM` names, or with another one's name.
  private func errors(_ folder: TestFolder, isJournal: Bool, _ words: [String]) throws -> [Substring] {
    let stream = isJournal ? "$(stat -c %d:%i errors)" : "1:1"
    let line = "cd '\(folder.path)'; : >errors; JOURNAL_STREAM=\(stream) exec \"$@\" 2>>errors"
    let program = try Program("sh", ["-c", line, "-", Udpeek.path] + words, environment: Udpeek.environment)
    program.closeInput()
    try program.finish()
    return folder.text(of: "errors").split(separator: "\n")
  }

  @Test func `in the journal each line has its priority, and elsewhere none`() throws {
    let folder = try TestFolder()
    let words = ["listen", "127.0.0.1:0", "--duration", "50ms", "--rcvbuf", "1GiB"]
    let lines = try errors(folder, isJournal: true, words)
    #expect(lines.count == 3 && lines[0].hasPrefix("<6>listening on 127.0.0.1:"), "\(lines)")
    #expect(lines.contains { $0.hasPrefix("<4>the kernel gave less than the 1 GiB asked for; for more: sysctl") })
    #expect(lines.last?.hasPrefix("<6>received 0,") == true)
    let plain = try errors(folder, isJournal: false, words)
    #expect(plain.first?.hasPrefix("listening on ") == true && !plain.contains { $0.hasPrefix("<") })
  }

  @Test func `an error is an error in the journal too, line by line`() throws {
    let folder = try TestFolder()
    let lines = try errors(folder, isJournal: true, ["listen", "nowhere:1", "nowhere:2"])
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("<3>cannot bind nowhere:") }, "\(lines)")
    #expect(try errors(folder, isJournal: true, ["listen", "--nothing"]).allSatisfy { $0.hasPrefix("<3>") })
  }
}
