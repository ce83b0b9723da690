package import Basics
import CLinux
import Glibc
import Plumbing

/// A failed socket operation, described in one sentence with the next step.
package struct SocketError: Error, Sendable, Hashable {
  /// The operation that failed.
  package enum Operation: Sendable {
    case open
    case bind
    case join
    case configure
    case resolve
  }

  /// The operation that failed.
  package let operation: Operation
  /// The object of the operation, as displayed: `0.0.0.0:514`.
  package let target: String
  /// The `errno` value; 0 if no system call failed.
  package let code: Int32
  /// The cause and the next step.
  package let reason: Phrase

  init(_ operation: Operation, _ target: String, code: Int32, reason: Phrase) {
    self.operation = operation
    self.target = target
    self.code = code
    self.reason = reason
  }

  /// Returns the error for a failed bind; it names the process that has the port, if that can be found.
  static func bind(_ endpoint: Endpoint, code: Int32, interfaces: InterfaceNames) -> SocketError {
    let target = endpoint.text(interfaces)
    let reason: Phrase
    switch code {
    case EADDRINUSE:
      reason =
        switch PortOwner.find(of: endpoint) {
        case .process(_, getpid()): "it is given twice; once is enough"
        case .process(let name, let id): "in use by \(name) (process \(id)); stop it or take another port"
        case .otherUser: "in use by a process of another user; take another port, or look with: ss -ulpn"
        case .unknown: "in use; take another port, or look with: ss -ulpn"
        }
    case EACCES:
      reason =
        endpoint.port < 1024 && endpoint.port > 0
        ? "permission denied; ports below 1024 need root or CAP_NET_BIND_SERVICE"
        : "permission denied"
    case EADDRNOTAVAIL:
      reason = "this host has no address \(endpoint.addressText(interfaces)); see them with: ip address"
    case EINVAL where endpoint.address.needsScope && endpoint.scope == 0:
      reason = "a link-local address needs its interface; write [\(endpoint.address)%eth0]:\(endpoint.port)"
    default:
      reason = errorPhrase(code)
    }
    return SocketError(.bind, target, code: code, reason: reason)
  }
}

extension SocketError: Phrased {
  /// The full sentence: `cannot bind 0.0.0.0:514: permission denied; ports below 1024 need root or
  /// CAP_NET_BIND_SERVICE`.
  package var phrase: Phrase {
    switch operation {
    case .open: "cannot open a socket for \(target): \(reason)"
    case .bind: "cannot bind \(target): \(reason)"
    case .join: "cannot join \(target): \(reason)"
    case .configure: "cannot configure \(target): \(reason)"
    case .resolve: "cannot send to \(target): \(reason)"
    }
  }
}
