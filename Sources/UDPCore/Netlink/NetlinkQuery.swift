import CLinux
import Glibc

/// A question to the kernel over netlink, with all of its answers. Needs no privilege.
package enum NetlinkQuery {
  /// The part of the kernel that answers.
  package enum Service: Sendable {
    /// Links, addresses, routes, neighbours (rtnetlink(7)).
    case route
    /// Sockets (sock_diag(7)).
    case sockets

    fileprivate var number: Int32 { self == .route ? NETLINK_ROUTE : 4 }  // NETLINK_SOCK_DIAG
  }

  /// The reason why there is no answer: an `errno` value.
  package struct Refusal: Error, Hashable, Sendable {
    package let code: Int32
  }

  /// The most bytes of answers that are taken: a router with a million routes has more.
  private static let mostBytes = 16 << 20
  /// The longest wait for an answer, in nanoseconds; the kernel answers at once.
  private static let patience: Int64 = 500_000_000

  /// Asks and returns the answers.
  /// - Parameters:
  ///   - type: the request: `RTM_GETROUTE`, `SOCK_DIAG_BY_FAMILY`.
  ///   - body: the request after its header.
  ///   - isDump: whether all objects are asked for rather than one.
  package static func ask(
    _ service: Service, type: UInt16, body: [UInt8], isDump: Bool
  ) throws(Refusal) -> [NetlinkMessage] {
    let descriptor = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), service.number)
    guard descriptor >= 0 else { throw Refusal(code: errno) }
    defer { close(descriptor) }
    // NLM_F_REQUEST, and for all objects NLM_F_ROOT | NLM_F_MATCH (linux/netlink.h).
    let flags: UInt16 = isDump ? 0x301 : 1
    let request =
      [UInt8](native: UInt32(16 + body.count)) + [UInt8](native: UInt32(type) | UInt32(flags) << 16)
      + [UInt8](native: 1) + [UInt8](native: 0) + body
    guard unsafe send(descriptor, request, request.count, 0) == request.count else { throw Refusal(code: errno) }
    var answers: [NetlinkMessage] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var total = 0
    while total < mostBytes {
      guard clinux_wait_readable(descriptor, patience) > 0 else { throw Refusal(code: ETIMEDOUT) }
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Refusal(code: errno) }
      total += count
      for message in NetlinkMessage.all(in: Array(buffer.prefix(count))) {
        if let code = message.errorCode {
          if code != 0 { throw Refusal(code: code) }
          return answers
        }
        // NLMSG_DONE
        if message.type == 3 { return answers }
        answers.append(message)
      }
      if !isDump { return answers }
    }
    return answers
  }
}
