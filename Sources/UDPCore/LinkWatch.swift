import CLinux
import Glibc
import Plumbing

/// Watches the host's links and addresses (rtnetlink(7)), because a link that goes down causes no receive error.
/// Reports changes that affect our sockets, and repairs the sockets when an interface returns.
///
/// Runs on its own thread, which sleeps until the kernel sends a message. After every burst of messages it rereads the
/// whole table, so no change is missed, even if the netlink socket overruns.
final class LinkWatch: Sendable {
  /// The time to let a burst end before the table is read, in nanoseconds.
  private static let settleTime: Int64 = 100_000_000

  private let stopping: WakeUp
  private let worker: Lock<Worker?>

  /// Starts a thread that reports link changes to `maintenance`.
  init(_ maintenance: SocketMaintenance, shared: ReceiverShared) throws(SystemError) {
    stopping = try WakeUp()
    stopping.arm()
    guard let netlink = NetlinkSocket() else {
      shared.notice(.linksUnwatched(code: errno))
      worker = Lock(nil)
      return
    }
    worker = Lock(
      Worker(name: "udpeek-links") { [stopping] in
        var maintenance = maintenance
        // The kernel sends no message for changes made after the sockets were opened and before the netlink socket.
        maintenance.update(to: .current())
        while netlink.wait(orUntil: stopping) {
          // Let the burst end, but react at once to a stop.
          if clinux_wait_readable(stopping.descriptor, Self.settleTime) > 0 { return }
          netlink.discard()
          maintenance.update(to: .current())
        }
      })
  }

  /// Ends the thread. Later calls do nothing.
  func stop() {
    guard let running = worker.take() else { return }
    stopping.signal()
    running.join()
  }
}

/// A netlink socket that becomes readable when links or addresses change.
private final class NetlinkSocket: Sendable {
  private let descriptor: Int32

  /// Opens the socket; returns `nil` and sets `errno` if the system refuses.
  init?() {
    descriptor = socket(
      AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), NETLINK_ROUTE)
    guard descriptor >= 0 else { return nil }
    var address = sockaddr_nl()
    address.nl_family = sa_family_t(AF_NETLINK)
    address.nl_groups = UInt32(RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR)
    let status = unsafe withUnsafeBytes(of: address) { bytes in
      unsafe bytes.withMemoryRebound(to: sockaddr.self) {
        unsafe bind(descriptor, $0.baseAddress, socklen_t(bytes.count))
      }
    }
    guard status == 0 else {
      let code = errno
      close(descriptor)
      errno = code
      return nil
    }
  }

  deinit {
    close(descriptor)
  }

  /// Waits for a message.
  /// - Returns: `false` when it is time to stop.
  func wait(orUntil stopping: WakeUp) -> Bool {
    var waiting = PollSet()
    let stop = waiting.add(stopping)
    let messages = waiting.add(descriptor)
    while true {
      waiting.wait(for: nil)
      if waiting.isReady(stop) { return false }
      if waiting.isReady(messages) { return true }
    }
  }

  /// Discards all pending messages: the table is read instead.
  func discard() {
    var buffer = [UInt8](repeating: 0, count: 32_768)
    // An overrun (ENOBUFS) also means that something changed.
    while unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0 || errno == ENOBUFS || errno == EINTR
    {}
  }
}
