import CLinux
import Glibc
import Plumbing
import TestSupport
import Testing

/// A datagram socket in the place of a service manager's.
private final class Manager {
  private let descriptor: Int32

  /// Binds a socket to a path, or to a name of the kernel's own after `@`.
  init(_ address: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var bytes = Array(address.utf8)
    if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(2 + bytes.count)
    let status = withUnsafePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    try #require(status == 0)
  }

  deinit { close(descriptor) }

  /// The next report.
  func next() -> String {
    guard PollSet.isReady(descriptor, within: 10_000_000_000) else { return "nothing" }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}

/// Tests the reports to a service manager.
struct ServiceManagerTests {
  @Test func `a report arrives at a path and at a name of the kernel's own`() throws {
    let folder = try TestFolder()
    for address in [folder["notify"], "@udpeek-test-\(getpid())"] {
      let socket = try Manager(address)
      let manager = try #require(ServiceManager(address))
      #expect(manager.report("READY=1", status: "one\ntwo") == nil)
      #expect(socket.next() == "READY=1\nSTATUS=one two")
      #expect(manager.report("STOPPING=1") == nil)
      #expect(socket.next() == "STOPPING=1")
    }
  }

  @Test func `a manager that is gone is a failure, and another kind of address is none`() throws {
    let folder = try TestFolder()
    #expect(try #require(ServiceManager(folder["gone"])).report("READY=1") == ENOENT)
    for address in ["", "/", "vsock:2:1234", "relative/path", "/" + String(repeating: "x", count: 200)] {
      #expect(ServiceManager(address) == nil)
    }
  }

  @Test func `the journal is known by its device and inode`() throws {
    let folder = try TestFolder()
    let descriptor = open(folder.write("", to: "a"), O_RDONLY)
    defer { close(descriptor) }
    var status = stat()
    #expect(fstat(descriptor, &status) == 0)
    #expect(Journal.receives(descriptor, stream: "\(status.st_dev):\(status.st_ino)"))
    for stream in ["\(status.st_dev):\(status.st_ino + 1)", "\(status.st_dev)", "a:b", ":", "\(status.st_dev):", nil] {
      #expect(!Journal.receives(descriptor, stream: stream))
    }
  }
}
