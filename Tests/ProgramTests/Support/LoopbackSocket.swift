import Glibc
import Plumbing

/// A datagram socket on 127.0.0.1, for the other end in a test.
final class LoopbackSocket {
  /// The port that the system chose.
  let port: UInt16
  private let descriptor: Int32

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = Self.address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
      }
    }
    guard status == 0 else { throw SystemError(call: "bind", code: errno) }
    port = UInt16(bigEndian: address.sin_port)
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  func send(_ text: String, to port: UInt16) throws { try send(Array(text.utf8), to: port) }

  /// Sends one datagram to 127.0.0.1:`port`.
  func send(_ bytes: [UInt8], to port: UInt16) throws {
    var address = Self.address(port: port)
    let count = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard count == bytes.count else { throw SystemError(call: "sendto", code: errno) }
  }

  /// Receives the next datagram, with its source port.
  func receive() throws -> (bytes: [UInt8], port: UInt16) {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, Int32(patience * 1000)) == 1 else { throw TimedOut(awaited: "a datagram", seen: "none") }
    return try next()
  }

  /// Receives all datagrams that are waiting.
  func receiveWaiting() -> [[UInt8]] {
    var all: [[UInt8]] = []
    while let bytes = try? next(flags: Int32(MSG_DONTWAIT)).bytes { all.append(bytes) }
    return all
  }

  private func next(flags: Int32 = 0) throws -> (bytes: [UInt8], port: UInt16) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let count = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        recvfrom(descriptor, &buffer, buffer.count, flags, $0, &length)
      }
    }
    guard count >= 0 else { throw SystemError(call: "recvfrom", code: errno) }
    return (Array(buffer.prefix(count)), UInt16(bigEndian: address.sin_port))
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
}

/// The error of a failed system call.
struct SystemError: Error, CustomStringConvertible {
  let call: String
  let code: Int32

  var description: String { "\(call): \(String(cString: strerror(code)))" }
}
