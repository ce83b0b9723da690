import Basics
import CLinux
import Glibc
import Plumbing

/// A TCP socket that listens: programs ask there about a reception. No datagram goes through it.
package final class StreamListener: Sendable {
  /// The result of taking a connection.
  package enum Arrival: Sendable {
    /// The descriptor of a connection, non-blocking; the caller closes it.
    case connection(Int32)
    /// No connection waits.
    case none
    /// The system has no room for one (`EMFILE`, accept(2)); it waits on, and the descriptor stays readable.
    case full
  }

  /// The connections that wait to be taken.
  private static let backlog: Int32 = 16

  /// The descriptor, readable while connections wait.
  package let descriptor: Int32
  /// The bound endpoint with the actual port.
  package let local: Endpoint

  /// Listens at an endpoint, whose scope is the kernel's index of an interface; with port 0 the system chooses one.
  /// - Throws: the operation that the kernel refused, and why.
  package init(at endpoint: Endpoint, interfaces: InterfaceNames) throws(SocketError) {
    let family = endpoint.address.family
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family.domain, type, 0)
    guard descriptor >= 0 else {
      let code = errno
      throw SocketError(.open, endpoint.text(interfaces), code: code, reason: errorPhrase(code))
    }
    let options = SocketOptions(descriptor: descriptor)
    // A port whose last connections still time out is free (socket(7)); one that another program listens on is not.
    options.set(SOL_SOCKET, SO_REUSEADDR, 1)
    if family == .ipv6 { options.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    var address = RawSocketAddress(endpoint, family: family)
    guard unsafe address.withPointer({ unsafe bind(descriptor, $0, $1) }) == 0, listen(descriptor, Self.backlog) == 0
    else {
      let code = errno
      close(descriptor)
      throw Self.failure(at: endpoint, code: code, interfaces: interfaces)
    }
    var actual = RawSocketAddress()
    _ = unsafe actual.withPointer { unsafe getsockname(descriptor, $0, &$1) }
    self.descriptor = descriptor
    local = actual.endpoint ?? endpoint
  }

  deinit { close(descriptor) }

  /// Takes the next connection that waits.
  package func accept() -> Arrival {
    while true {
      let connection = clinux_accept(descriptor)
      if connection >= 0 { return .connection(connection) }
      switch errno {
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .full
      // The network's errors for a connection that is gone already count as none at all (accept(2)).
      case EINTR, ECONNABORTED, EPROTO: continue
      default: return .none
      }
    }
  }

  private static func failure(at endpoint: Endpoint, code: Int32, interfaces: InterfaceNames) -> SocketError {
    guard code == EADDRINUSE else { return .bind(endpoint, code: code, interfaces: interfaces) }
    return SocketError(
      .bind, endpoint.text(interfaces), code: code, reason: "in use; take another port, or look with: ss -tlpn")
  }
}
