package import Basics
import CLinux
import Glibc

/// An ID that the sender of a request chooses. The row that the request produces, sent or failed on this host, carries
/// it.
package struct TransmitID: Sendable, Hashable, Comparable, BitwiseCopyable {
  private static let ruleFlag: UInt64 = 1 << 63
  /// The bits of the row and of the tag, from below: a row number, then a tag, then the rule.
  private static let rowBits = 41
  private static let tagBits = 7

  /// The number, unique among the sender's requests; for an answer by rule, the rule and the row that it answers.
  package let number: UInt64

  /// Creates the ID of a request that a person made.
  package init(_ number: UInt64) { self.number = number & ~Self.ruleFlag }

  /// Creates the ID of a rule's answer to row `row`; 0 if nobody asked.
  /// - Parameter tag: a number below 128 that the rule's owner reads back from the row; 0 for none.
  package init(_ rule: RuleNumber, answering row: UInt64, tag: UInt8 = 0) {
    number =
      Self.ruleFlag | UInt64(rule.value) << (Self.rowBits + Self.tagBits) | UInt64(tag & 0x7f) << Self.rowBits
      | row & (1 << Self.rowBits - 1)
  }

  /// The tag of a rule's answer; 0 for none.
  package var tag: UInt8 { rule == nil ? 0 : UInt8(truncatingIfNeeded: number >> Self.rowBits & 0x7f) }

  /// The rule that made the request; `nil` if a person did.
  package var rule: RuleNumber? {
    number & Self.ruleFlag == 0
      ? nil : RuleNumber(UInt16(truncatingIfNeeded: number >> (Self.rowBits + Self.tagBits) & 0x7fff))
  }

  /// The number of the row that the rule answered; `nil` if nobody asked.
  package var answeredRow: UInt64? {
    let row = number & (1 << Self.rowBits - 1)
    return rule == nil || row == 0 ? nil : row
  }

  package static func < (one: TransmitID, other: TransmitID) -> Bool { one.number < other.number }
}

/// A request to send a datagram.
package struct TransmitRequest: Sendable, Hashable {
  /// The endpoint to send to.
  package var peer: Endpoint
  /// The path that the peer's datagram arrived by, for an answer; `nil` for a new message, which leaves from the first
  /// socket of the peer's family.
  package var path: LocalPath?
  /// The bytes to send.
  package var payload: [UInt8]
  /// The number of the outgoing interface; 0 leaves the choice to routing.
  package var interface: UInt32
  /// The ID by which the requester recognises the row; `nil` if nobody looks for it.
  package var id: TransmitID?
  /// The datagram that a rule answers, by which the guard judges; `nil` for a message that answers none.
  package var answering: ReplyRequest?

  package init(
    to peer: Endpoint, by path: LocalPath?, payload: [UInt8], interface: UInt32 = 0, id: TransmitID? = nil
  ) {
    self.id = id
    self.peer = peer
    self.path = path
    self.payload = payload
    self.interface = interface
  }

  /// Creates the request of a rule: an answer to `request`, which the guard may withhold.
  package init(answering request: ReplyRequest, payload: [UInt8], id: TransmitID) {
    self.init(to: request.peer, by: request.path, payload: payload, id: id)
    answering = request
  }

  /// Creates the request of a program that answers nothing: only the total rate of replying bounds it.
  package init(unasked destination: Destination, payload: [UInt8], by rule: RuleNumber) {
    self.init(
      to: destination.peer, by: nil, payload: payload, interface: destination.interface,
      id: TransmitID(rule, answering: 0))
  }
}

/// The reason why a request was not even tried.
package enum TransmitRefusal: Error, Sendable, Hashable {
  /// Too many requests are already waiting.
  case mailboxFull
  /// No socket is bound in the peer's family.
  case noSocket(AddressFamily)
  /// The receiver has stopped.
  case stopped
  /// No socket could be bound to send from; the phrase says why.
  case unbound(Phrase)
}

extension TransmitRefusal: Phrased {
  package var phrase: Phrase {
    switch self {
    case .mailboxFull: "not sent: too many messages wait already; try again"
    case .noSocket(.ipv4): "not sent: no IPv4 endpoint is bound; start udpeek with one, such as 0.0.0.0:8080"
    case .noSocket(.ipv6): "not sent: no IPv6 endpoint is bound; start udpeek with one, such as [::]:8080"
    case .unbound(let reason): "not sent: \(reason)"
    case .stopped: "not sent: reception has ended"
    }
  }
}

/// The only caller of `sendmsg` and `sendmmsg` in udpeek.
enum Transmission {
  /// Sends one datagram from the path's own address and interface.
  /// - Parameter interface: the outgoing interface, regardless of routing; 0 for none.
  /// - Returns: `nil` if the kernel accepted it, else the `errno` value, which may concern an earlier datagram.
  static func send(
    _ payload: UnsafeRawBufferPointer, to peer: Endpoint, by path: LocalPath, interface: UInt32,
    on socket: BoundSocket
  ) -> Errno? {
    if interface == loopback, vanishes(peer) { return Errno(code: ENETUNREACH) }
    var name = RawSocketAddress(peer, family: socket.family)
    return unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { control in
      let controlLength = unsafe fill(control, path: path, peer: peer, interface: interface, family: socket.family)
      var vector = unsafe iovec(
        iov_base: UnsafeMutableRawPointer(mutating: payload.baseAddress), iov_len: payload.count)
      return unsafe name.withPointer { namePointer, nameLength in
        unsafe withUnsafeMutablePointer(to: &vector) { vectorPointer in
          var header = unsafe msghdr()
          unsafe header.msg_name = UnsafeMutableRawPointer(namePointer)
          unsafe header.msg_namelen = nameLength
          unsafe header.msg_iov = vectorPointer
          unsafe header.msg_iovlen = 1
          unsafe header.msg_control = control.baseAddress
          unsafe header.msg_controllen = controlLength
          let sent = unsafe sendmsg(
            socket.descriptor, &header, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
          return sent < 0 ? Errno(code: errno) : nil
        }
      }
    }
  }

  /// Sends messages with one system call (sendmmsg(2)).
  /// - Returns: the number of messages sent, from the first on; at least 1. It may be short: whatever stopped the kernel
  ///   at the next message is not reported (BUGS), so that one has to be tried again. Otherwise the `errno` value of the
  ///   first message, which may concern an earlier datagram.
  static func send(
    _ messages: UnsafeMutablePointer<clinux_mmsghdr>, count: Int, on descriptor: Int32
  ) -> Result<Int, Errno> {
    let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    let sent = unsafe clinux_sendmmsg(descriptor, messages, UInt32(count), flags)
    return sent < 0 ? .failure(Errno(code: errno)) : .success(Int(sent))
  }

  /// The kernel's index of the loopback interface in every network namespace (`LOOPBACK_IFINDEX`, net/net_namespace.h).
  static let loopback: UInt32 = 1

  /// Whether a datagram to `peer` is lost if it leaves by the loopback interface. For IPv4, the kernel believes that
  /// whatever interface was named leads there (`ip_route_output_key_hash_rcu`, net/ipv4/route.c) and then discards what
  /// comes back by loopback for another host; for IPv6 it refuses by itself.
  static func vanishes(_ peer: Endpoint) -> Bool {
    guard peer.address.isIPv4, !peer.address.isMulticast, !peer.address.isLimitedBroadcast else { return false }
    return RoutingTable.interface(toward: peer.address) != loopback
  }

  /// Writes the packet-info message that sets source address and interface (ip(7), RFC 3542).
  /// - Returns: its length; 0 to let the kernel choose.
  static func fill(
    _ control: UnsafeMutableRawBufferPointer, path: LocalPath, peer: Endpoint, interface: UInt32,
    family: AddressFamily
  ) -> Int {
    switch family {
    case .ipv4:
      if path.replySource.isUnspecified, interface == 0 { return 0 }
      var info = in_pktinfo()
      info.ipi_spec_dst = path.replySource.rawIPv4
      let needsInterface = peer.address.isMulticast || peer.address.isLimitedBroadcast
      info.ipi_ifindex = Int32(bitPattern: interface != 0 ? interface : needsInterface ? path.interface : 0)
      return unsafe store(info, level: Int32(IPPROTO_IP), type: IP_PKTINFO, in: control)
    case .ipv6:
      let needsInterface = peer.address.needsScope || path.replySource.needsScope || peer.address.isMulticast
      if path.replySource.isUnspecified, !needsInterface, interface == 0 { return 0 }
      let info = clinux_in6_pktinfo(
        address: path.replySource.isUnspecified ? in6_addr() : path.replySource.rawIPv6,
        interface_index: interface != 0 ? interface : needsInterface ? path.interface : 0)
      return unsafe store(info, level: Int32(IPPROTO_IPV6), type: IPV6_PKTINFO, in: control)
    }
  }

  /// Writes the message that sets the size at which the kernel cuts a payload into datagrams (`UDP_SEGMENT`, udp(7)).
  /// - Returns: its length.
  static func storeSegmentSize(_ size: UInt16, in control: UnsafeMutableRawBufferPointer) -> Int {
    unsafe store(size, level: Int32(IPPROTO_UDP), type: UDP_SEGMENT, in: control)
  }

  private static func store<T>(
    _ value: T, level: Int32, type: Int32, in control: UnsafeMutableRawBufferPointer
  ) -> Int {
    let size = MemoryLayout<T>.size
    var header = cmsghdr()
    header.cmsg_len = clinux_cmsg_length(size)
    header.cmsg_level = level
    header.cmsg_type = type
    unsafe control.initializeMemory(as: UInt8.self, repeating: 0)
    unsafe control.storeBytes(of: header, as: cmsghdr.self)
    unsafe withUnsafeBytes(of: value) { bytes in
      unsafe UnsafeMutableRawBufferPointer(rebasing: control[clinux_cmsg_length(0)...]).copyMemory(from: bytes)
    }
    return clinux_cmsg_space(size)
  }
}
