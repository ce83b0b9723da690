import CLinux
import Glibc
import Plumbing

/// A datagram that this process sends to itself, and whether it arrived: to one of this host's addresses, or to a group
/// on an interface.
package struct LocalProbe: Sendable {
  /// The address that the datagram is sent to; for a port other than 0 the probe binds just that port.
  package var target: Endpoint
  /// The name of the interface that has the address, or on which the group is joined.
  package var interface: String
  /// The kernel's index of that interface.
  package var index: UInt32

  package init(_ target: Endpoint, interface: String, index: UInt32) {
    self.target = target
    self.interface = interface
    self.index = index
  }

  /// The outcome of a probe.
  package enum Outcome: Hashable, Sendable {
    /// It arrived after so many nanoseconds.
    case arrived(Int64)
    /// It did not arrive in the time.
    case lost
    /// It could not be sent, or its socket not be made, with an `errno` value.
    case refused(Int32)
  }

  /// The payload of the datagrams.
  private static let payload = Array("udpeek doctor".utf8)

  /// The sockets of a probe under way.
  private struct Flight {
    let index: Int
    let receiver: Int32
    let sender: Int32
    let sent: Int64
  }

  /// Sends all probes at once and waits for them.
  /// - Parameter limit: the longest wait in nanoseconds.
  /// - Returns: the outcomes, in the order of the probes.
  package static func run(_ probes: [LocalProbe], limit: Int64) -> [Outcome] {
    var outcomes = [Outcome](repeating: .lost, count: probes.count)
    var flights: [Flight] = []
    defer {
      for flight in flights {
        close(flight.receiver)
        close(flight.sender)
      }
    }
    for (index, probe) in probes.enumerated() {
      do throws(Errno) { flights.append(try probe.start(index)) } catch { outcomes[index] = .refused(error.code) }
    }
    let deadline = SystemClock.monotonic + limit
    var waiting = flights
    var buffer = [UInt8](repeating: 0, count: 64)
    while !waiting.isEmpty {
      var set = PollSet()
      let slots = waiting.map { set.add($0.receiver) }
      guard set.wait(until: deadline) || SystemClock.monotonic < deadline else { break }
      var rest: [Flight] = []
      for (flight, slot) in zip(waiting, slots) {
        guard set.isReady(slot) else {
          rest.append(flight)
          continue
        }
        let count = unsafe recv(flight.receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count == payload.count, Array(buffer.prefix(count)) == payload {
          outcomes[flight.index] = .arrived(SystemClock.monotonic - flight.sent)
        } else if count < 0, errno != EAGAIN, errno != EINTR {
          outcomes[flight.index] = .refused(errno)
        } else {
          rest.append(flight)
        }
      }
      waiting = rest
    }
    return outcomes
  }

  private struct Errno: Error {
    let code: Int32
  }

  /// Opens both sockets and sends the datagram.
  private func start(_ place: Int) throws(Errno) -> Flight {
    let receiver = try open()
    do throws(Errno) {
      var port = Endpoint(target.address, port: target.port, scope: target.address.needsScope ? index : 0)
      try bind(receiver, port)
      if target.address.isMulticast {
        let membership = GroupMembership(group: target.address, interface: interface)
        let code = membership.join(receiver, interfaces: InterfaceNames([index: interface]))
        if code != 0 { throw Errno(code: code) }
      }
      var actual = RawSocketAddress()
      _ = unsafe actual.withPointer { unsafe getsockname(receiver, $0, &$1) }
      port.port = actual.endpoint?.port ?? 0
      let sender = try open()
      do throws(Errno) {
        if target.address.isMulticast {
          chooseInterface(of: sender)
        } else {
          try bind(sender, Endpoint(target.address, port: 0, scope: port.scope))
        }
        var destination = RawSocketAddress(port, family: target.address.family)
        let sent = SystemClock.monotonic
        let count = unsafe destination.withPointer { address, length in
          unsafe sendto(sender, Self.payload, Self.payload.count, Int32(MSG_DONTWAIT), address, length)
        }
        if count < 0 { throw Errno(code: errno) }
        return Flight(index: place, receiver: receiver, sender: sender, sent: sent)
      } catch {
        close(sender)
        throw error
      }
    } catch {
      close(receiver)
      throw error
    }
  }

  private func open() throws(Errno) -> Int32 {
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(target.address.family.domain, type, 0)
    if descriptor < 0 { throw Errno(code: errno) }
    if target.address.family == .ipv6 {
      SocketOptions(descriptor: descriptor).set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1)
    }
    return descriptor
  }

  private func bind(_ descriptor: Int32, _ endpoint: Endpoint) throws(Errno) {
    var address = RawSocketAddress(endpoint, family: endpoint.address.family)
    let status = unsafe address.withPointer { unsafe Glibc.bind(descriptor, $0, $1) }
    if status != 0 { throw Errno(code: errno) }
  }

  /// Has multicasts leave by the interface, and come back (`IP_MULTICAST_LOOP` is on by default, ip(7)).
  private func chooseInterface(of descriptor: Int32) {
    if target.address.isIPv4 {
      var request = ip_mreqn()
      request.imr_ifindex = Int32(bitPattern: index)
      _ = unsafe setsockopt(
        descriptor, Int32(IPPROTO_IP), IP_MULTICAST_IF, &request, socklen_t(MemoryLayout<ip_mreqn>.size))
    } else {
      SocketOptions(descriptor: descriptor).set(Int32(IPPROTO_IPV6), IPV6_MULTICAST_IF, Int32(bitPattern: index))
    }
  }
}
