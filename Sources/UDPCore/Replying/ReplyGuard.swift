import Basics

/// Decides whether a reply by rule may be sent, to prevent loops between servers (such as CVE-2024-2169) and
/// amplification. Only the receiver thread uses it. Times are monotonic, in nanoseconds.
struct ReplyGuard {
  /// Ports of services that reply with more than they receive (SSDP, WS-Discovery, mDNS, memcached).
  private static let reflectors: Set<UInt16> = [1900, 3702, 5353, 11_211]
  private static let echoWindow: Int64 = 2_000_000_000
  private static let loopAfter: Int64 = 10_000_000_000
  private static let disarmedFor: Int64 = 60_000_000_000

  private struct Peer {
    var bucket: TokenBucket
    /// The time since which the peer has stayed at its rate limit; `nil` if it is below.
    var limitedSince: Int64?
    var lastLimited: Int64 = 0
    var disarmedUntil: Int64 = 0
    /// The last four payloads sent to the peer, as hash and time; the oldest is overwritten first.
    var sent: [4 of (hash: Int, time: Int64)] = .init(repeating: (0, .min))
    var nextSent = 0
    /// Whether the peer's address is a broadcast address; `nil` until routing was queried.
    var isBroadcast: Bool?
  }

  private let limits: ReplyLimits
  private let own: Set<Endpoint>
  private let isOwnAddress: (Endpoint) -> Bool
  private let isBroadcast: (Endpoint) -> Bool
  private var total: TokenBucket
  private var peers: RecentTable<Endpoint, Peer>
  private var disarmed: Endpoint?

  /// Creates a guard.
  /// - Parameters:
  ///   - own: the endpoints that our sockets are bound to.
  ///   - isOwnAddress: whether an endpoint's address belongs to this host.
  ///   - isBroadcast: whether an endpoint's address is a network's broadcast address.
  init(
    limits: ReplyLimits, own: [Endpoint], peerLimit: Int = 65_536,
    isOwnAddress: @escaping (Endpoint) -> Bool = { RoutingTable.sourceAddress(toward: $0) == $0.address },
    isBroadcast: @escaping (Endpoint) -> Bool = RoutingTable.isBroadcast
  ) {
    self.limits = limits
    self.own = Set(own)
    self.isOwnAddress = isOwnAddress
    self.isBroadcast = isBroadcast
    total = TokenBucket(rate: limits.rate, burst: limits.rate)
    peers = RecentTable(capacity: peerLimit, isReserved: true)
  }

  /// Decides whether `reply` may answer `request`.
  /// - Returns: `nil` to send the reply, or the reason to withhold it.
  mutating func judge(_ request: ReplyRequest, reply: [UInt8], now: Int64) -> ReplyWithheld? {
    let peer = request.peer
    if let reason = judgeAddress(peer, path: request.path) { return reason }
    if reply.count > max(256, request.size * 3), !limits.largeReplies.allows(peer) { return .tooLarge }
    let fresh = Peer(bucket: TokenBucket(rate: limits.ratePerPeer, burst: limits.ratePerPeer * 2))
    var newlyDisarmed: Endpoint?
    var isKnownBroadcast: Bool?
    let withheld: ReplyWithheld? = peers.update(peer, default: fresh) { state in
      isKnownBroadcast = state.isBroadcast
      if state.disarmedUntil > now { return .looping }
      if Self.isEcho(request.fingerprint, state: state, now: now) { return .echo }
      if !state.bucket.take(now: now) {
        let isNew = state.limitedSince == nil || now - state.lastLimited > 1_000_000_000
        let since = isNew ? now : state.limitedSince ?? now
        state.limitedSince = since
        state.lastLimited = now
        if now - since >= Self.loopAfter {
          state.disarmedUntil = now + Self.disarmedFor
          state.limitedSince = nil
          newlyDisarmed = peer
          return .looping
        }
        return .peerRate
      }
      return nil
    }
    if let newlyDisarmed { disarmed = newlyDisarmed }
    if let withheld { return withheld }
    if !total.take(now: now) { return .totalRate }
    return isBroadcastAddress(of: peer, known: isKnownBroadcast, default: fresh) ? .groupOrBroadcast : nil
  }

  /// Whether the peer's address is a broadcast address. Linux accepts datagrams with such a source, and an answer would
  /// reach the whole network. Checked last and cached per peer, so that a flood of forged sources causes no more
  /// queries than replies.
  private mutating func isBroadcastAddress(of peer: Endpoint, known: Bool?, default fresh: Peer) -> Bool {
    if let known { return known }
    let isBroadcast = isBroadcast(peer)
    peers.update(peer, default: fresh) { $0.isBroadcast = isBroadcast }
    return isBroadcast
  }

  /// Decides whether a program may send a datagram that answers none: only the total rate bounds it.
  mutating func judgeUnasked(now: Int64) -> ReplyWithheld? { total.take(now: now) ? nil : .totalRate }

  /// Returns the peer for which the rule was just disarmed, once.
  mutating func takeDisarmed() -> Endpoint? {
    defer { disarmed = nil }
    return disarmed
  }

  /// Records a payload sent to `peer`, by rule or by hand: if it comes back, it is an echo.
  mutating func noteSent(_ payload: UnsafeRawBufferPointer, to peer: Endpoint, now: Int64) {
    let fresh = Peer(bucket: TokenBucket(rate: limits.ratePerPeer, burst: limits.ratePerPeer * 2))
    let hash = unsafe Self.fingerprint(of: payload)
    peers.update(peer, default: fresh) { state in
      for slot in 0..<4 where state.sent[slot].hash == hash {
        state.sent[slot].time = now
        return
      }
      state.sent[state.nextSent] = (hash, now)
      state.nextSent = (state.nextSent + 1) % 4
    }
  }

  private func judgeAddress(_ peer: Endpoint, path: LocalPath) -> ReplyWithheld? {
    if peer.port == 0 { return .portZero }
    let address = peer.address
    if isOwn(peer, path: path) { return .ownEndpoint }
    if address.isMulticast || address.isLimitedBroadcast || address.isUnspecified { return .groupOrBroadcast }
    if !limits.allowsServicePorts, !address.isLoopback, peer.port < 1024 || Self.reflectors.contains(peer.port) {
      return .servicePort
    }
    return nil
  }

  /// Whether `peer` is an endpoint that we are bound to; a wildcard covers every address of this host. Routing is
  /// queried only for peers with one of our ports: IPv6 accepts datagrams from outside with such a source.
  private func isOwn(_ peer: Endpoint, path: LocalPath) -> Bool {
    if own.contains(peer) { return true }
    let wildcard = Endpoint(peer.address.isIPv4 ? .anyIPv4 : .anyIPv6, port: peer.port)
    guard own.contains(wildcard) else { return false }
    return peer.address == path.replySource || peer.address.isLoopback || isOwnAddress(peer)
  }

  private static func isEcho(_ fingerprint: Int, state: Peer, now: Int64) -> Bool {
    for slot in 0..<4
    where state.sent[slot].hash == fingerprint && state.sent[slot].time > now - Self.echoWindow { return true }
    return false
  }

  /// Returns a hash of a payload, by which an echo is recognized.
  static func fingerprint(of payload: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    unsafe hasher.combine(bytes: payload)
    return hasher.finalize()
  }
}
