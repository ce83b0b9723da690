package import Basics

/// The number of a rule that answers by itself: from 0, never reused while the program runs.
package struct RuleNumber: Sendable, Hashable, Comparable, BitwiseCopyable {
  /// The largest number.
  package static let maximum: UInt16 = 0x7fff

  package let value: UInt16

  /// Creates a number of at most `maximum`.
  package init(_ value: UInt16) { self.value = min(value, Self.maximum) }

  package static func < (one: RuleNumber, other: RuleNumber) -> Bool { one.value < other.value }
}

/// A received datagram that rules may answer: all that the reply guard needs to know of it, however late the answer is.
package struct ReplyRequest: Sendable, Hashable {
  /// The number of its row; 0 for an answer that nobody asked for.
  package var row: UInt64
  /// The endpoint that sent it.
  package var peer: Endpoint
  /// The path that it arrived by, and that the answer takes.
  package var path: LocalPath
  /// Its bytes on the wire.
  package var size: Int
  /// A hash of its payload, the same within one run of the program.
  package var fingerprint: Int

  package init(row: UInt64, peer: Endpoint, path: LocalPath, size: Int, fingerprint: Int) {
    self.row = row
    self.peer = peer
    self.path = path
    self.size = size
    self.fingerprint = fingerprint
  }

  /// Creates the request that a row of the log is; `nil` for a row that was not received. Of a payload that was cut, the
  /// guard does not recognize an echo.
  package init?(_ datagram: Datagram) {
    guard datagram.kind == .incoming else { return nil }
    let fingerprint = datagram.withPayload { payload in
      unsafe payload.withUnsafeBytes { unsafe ReplyGuard.fingerprint(of: $0) }
    }
    self.init(
      row: datagram.number, peer: datagram.peer, path: datagram.local, size: datagram.size, fingerprint: fingerprint)
  }
}

/// Answers received datagrams by rules. Functions are called on the receiver thread unless they say otherwise, so they
/// must neither block nor take longer than some microseconds.
package protocol Responder: Sendable {
  /// The limits of replying.
  var limits: ReplyLimits { get }

  /// The answers that were withheld before they came to the guard. Any thread may ask.
  var withheldBefore: [ReplyWithheld: Int] { get }

  /// Answers a datagram at once by calling `reply`, any number of times, or keeps the request to answer it later with a
  /// `TransmitRequest`.
  /// - Parameter reply: sends bytes to the peer unless the guard withholds them, and says why it did.
  func respond(
    to datagram: Datagram, _ request: ReplyRequest, reply: ([UInt8], RuleNumber) -> ReplyWithheld?)

  /// Called after the datagrams passed to `respond` became visible to readers of the log.
  func rowsWerePublished()

  /// Records that the guard withheld an answer that was posted as a `TransmitRequest`.
  func note(_ withheld: ReplyWithheld, of rule: RuleNumber)

  /// Called by the thread that starts the receiver, once reception runs.
  /// - Parameter send: posts a request to the receiver, from any thread.
  func start(_ log: CaptureLog, send: @escaping @Sendable (TransmitRequest) throws(TransmitRefusal) -> Void)

  /// Called by the thread that stops the receiver, before the sockets are drained a last time.
  func stop()
}

/// The limits of replying by rule.
package struct ReplyLimits: Sendable, Hashable {
  /// Replies per second to one peer; bursts may reach twice that.
  package var ratePerPeer = 100
  /// Replies per second in total.
  package var rate = 1_000
  /// Whether ports below 1024 and the well-known reflectors may be answered.
  package var allowsServicePorts = false

  package init() {}

  /// Limits both the total and each peer to `rate` replies per second, as `--reply-rate` does; `nil` keeps the
  /// defaults.
  package init(rate: Int?, allowsServicePorts: Bool) {
    if let rate {
      self.rate = rate
      ratePerPeer = rate
    }
    self.allowsServicePorts = allowsServicePorts
  }
}

/// The reason for withholding a reply by rule. Reasons are reported in this order.
package enum ReplyWithheld: Int, CaseIterable, Sendable {
  case ownEndpoint
  case portZero
  case groupOrBroadcast
  case servicePort
  case echo
  case tooLarge
  case looping
  case peerRate
  case totalRate
  case unencodable
  case late

  /// A few words to follow "withheld 2 replies": `to a service port`.
  package var explanation: Phrase {
    switch self {
    case .ownEndpoint: "to our own endpoint"
    case .portZero: "to port 0"
    case .groupOrBroadcast: "to a group or broadcast address"
    case .servicePort: "to a service port (--allow-service-ports permits it)"
    case .echo: "to an echo of what we sent"
    case .tooLarge: "larger than 256 bytes and three times the request"
    case .looping: "to a peer in a loop with us, disarmed for 60 s"
    case .peerRate: "over the limit for one peer (--reply-rate)"
    case .totalRate: "over the total limit (--reply-rate)"
    case .unencodable: "not writable in the peer's encoding"
    case .late: "too late, because more datagrams arrived than rules could answer"
    }
  }
}

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
    if reply.count > max(256, request.size * 3) { return .tooLarge }
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

/// A token bucket: `rate` tokens per second, at most `burst` saved.
struct TokenBucket {
  private let rate: Double
  private let burst: Double
  private var tokens: Double
  private var last: Int64?

  init(rate: Int, burst: Int) {
    self.rate = Double(rate)
    self.burst = Double(burst)
    tokens = Double(burst)
  }

  /// Takes one token; returns `false` if there is none.
  mutating func take(now: Int64) -> Bool {
    if let last { tokens = min(burst, tokens + Double(max(0, now - last)) * rate / 1e9) }
    last = now
    if tokens < 1 { return false }
    tokens -= 1
    return true
  }
}
