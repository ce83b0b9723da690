import Testing

@testable import UDPCore

@Suite struct ReplyGuardTests {
  private let second: Int64 = 1_000_000_000

  private func judge(
    _ replyGuard: inout ReplyGuard, from peer: Endpoint, request: [UInt8] = [1], reply: [UInt8] = [2], now: Int64 = 0
  ) -> ReplyWithheld? {
    let fingerprint = request.withUnsafeBytes { ReplyGuard.fingerprint(of: $0) }
    let asked = ReplyRequest(row: 1, peer: peer, path: path, size: request.count, fingerprint: fingerprint)
    return replyGuard.judge(asked, reply: reply, now: now)
  }

  private func endpoint(_ address: String, _ port: UInt16) -> Endpoint { Endpoint(IPAddress(address)!, port: port) }

  @Test(
    arguments: [
      ("127.0.0.1", 8080, ReplyWithheld.ownEndpoint), ("10.0.0.5", 0, .portZero),
      ("239.1.1.1", 5000, .groupOrBroadcast),
      ("255.255.255.255", 5000, .groupOrBroadcast), ("10.0.0.5", 53, .servicePort), ("10.0.0.5", 1900, .servicePort),
      ("10.0.0.5", 11_211, .servicePort), ("2001:db8::1", 5353, .servicePort),
    ] as [(String, UInt16, ReplyWithheld)])
  func `peers that must not be answered are not`(address: String, port: UInt16, reason: ReplyWithheld) {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [here])
    #expect(judge(&replyGuard, from: endpoint(address, port)) == reason)
  }

  @Test func `loopback may use a low port, and an option permits it to all`() {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [here])
    #expect(judge(&replyGuard, from: endpoint("127.0.0.1", 53)) == nil)
    var open = ReplyGuard(limits: ReplyLimits(rate: nil, allowsServicePorts: true), own: [here])
    #expect(judge(&open, from: endpoint("10.0.0.5", 53)) == nil)
  }

  @Test func `a wildcard's own address is our own endpoint, another host's is not`() {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [endpoint("0.0.0.0", 8080)])
    #expect(judge(&replyGuard, from: endpoint("127.0.0.1", 8080)) == .ownEndpoint)
    #expect(judge(&replyGuard, from: endpoint("10.9.9.9", 8080)) == nil)
  }

  @Test func `a wildcard is bound to each address of this host`() {
    let ours = endpoint("10.7.7.7", 8080)
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [endpoint("0.0.0.0", 8080)], isOwnAddress: { $0 == ours })
    #expect(judge(&replyGuard, from: ours) == .ownEndpoint)
    #expect(judge(&replyGuard, from: endpoint("10.7.7.7", 8081)) == nil)
    #expect(judge(&replyGuard, from: endpoint("10.7.7.8", 8080)) == nil)
  }

  @Test func `a network's broadcast address gets no reply, and routing is asked once a peer`() {
    let network = endpoint("10.9.0.255", 4000)
    var questions = 0
    var replyGuard = ReplyGuard(
      limits: ReplyLimits(), own: [],
      isBroadcast: {
        questions += 1
        return $0 == network
      })
    for _ in 0..<3 {
      #expect(judge(&replyGuard, from: network) == .groupOrBroadcast)
      #expect(judge(&replyGuard, from: endpoint("10.9.0.254", 4000)) == nil)
    }
    #expect(questions == 2)
    #expect(RoutingTable.isBroadcast(endpoint("127.255.255.255", 4000)))
    #expect(!RoutingTable.isBroadcast(endpoint("127.0.0.1", 4000)))
  }

  @Test func `a reply is at most 256 bytes or three times the request`() {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [])
    let big = [UInt8](repeating: 1, count: 257)
    #expect(judge(&replyGuard, from: peer(1), request: [1], reply: big) == .tooLarge)
    #expect(judge(&replyGuard, from: peer(1), request: [UInt8](repeating: 7, count: 86), reply: big) == nil)
    #expect(judge(&replyGuard, from: peer(1), reply: Array(big.dropLast())) == nil)
  }

  @Test func `one peer gets 200 at once and then 100 a second`() {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [])
    for _ in 0..<200 { #expect(judge(&replyGuard, from: peer(1)) == nil) }
    #expect(judge(&replyGuard, from: peer(1)) == .peerRate)
    #expect(judge(&replyGuard, from: peer(2)) == nil)
    let later = (0..<150).count { _ in judge(&replyGuard, from: peer(1), now: second) == nil }
    #expect(later == 100)
  }

  @Test func `all peers together get 1,000 a second`() {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [])
    let granted = (0..<1500).count { judge(&replyGuard, from: peer(UInt32($0))) == nil }
    #expect(granted == 1000)
    #expect(judge(&replyGuard, from: peer(9999)) == .totalRate)
  }

  @Test func `what comes back within 2 s is an echo`() {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [])
    [UInt8]([5, 5]).withUnsafeBytes { replyGuard.noteSent($0, to: peer(1), now: 0) }
    #expect(judge(&replyGuard, from: peer(1), request: [5, 5], now: second) == .echo)
    #expect(judge(&replyGuard, from: peer(2), request: [5, 5], now: second) == nil)
    #expect(judge(&replyGuard, from: peer(1), request: [5, 6], now: second) == nil)
    #expect(judge(&replyGuard, from: peer(1), request: [5, 5], now: 3 * second) == nil)
  }

  @Test func `a peer that stays at its limit for 10 s is in a loop and disarmed for 60 s`() {
    var replyGuard = ReplyGuard(limits: ReplyLimits(), own: [])
    var now: Int64 = 0
    var first: Int64?
    while first == nil, now < 30 * second {
      if judge(&replyGuard, from: peer(1), now: now) == .looping { first = now }
      now += second / 500
    }
    #expect((10 * second...12 * second).contains(first ?? 0))
    #expect(replyGuard.takeDisarmed() == peer(1))
    #expect(replyGuard.takeDisarmed() == nil)
    #expect(judge(&replyGuard, from: peer(1), now: now + 50 * second) == .looping)
    #expect(judge(&replyGuard, from: peer(1), now: now + 61 * second) == nil)
  }
}

@Suite struct DrainPauseTests {
  private func pause(rate: Int, bytes: Int, buffer: Int = 8 << 20) -> Int64 {
    var drainPause = DrainPause(receiveBuffer: buffer)
    var pause: Int64 = 0
    for step in 0..<200 {
      let count = max(1, rate / 1000)
      pause = drainPause.duration(count: count, bytes: count * bytes, now: Int64(step) * 1_000_000)
    }
    return pause
  }

  @Test func `there is no pause when it is quiet and at most 1 ms under load`() {
    #expect(pause(rate: 1000, bytes: 64) == 0)
    #expect(pause(rate: 200_000, bytes: 64) == DrainPause.longest)
  }

  @Test func `a small receive buffer shortens the pause`() {
    #expect(pause(rate: 200_000, bytes: 64, buffer: 208 << 10) < DrainPause.longest)
    #expect(pause(rate: 200_000, bytes: 64, buffer: 4096) == 0)
    #expect(pause(rate: 50_000, bytes: 65_000, buffer: 1 << 20) < DrainPause.longest / 8)
  }

  @Test func `a lull in the traffic ends the pauses at once`() {
    var drainPause = DrainPause(receiveBuffer: 8 << 20)
    for step in 0..<200 { _ = drainPause.duration(count: 200, bytes: 12_800, now: Int64(step) * 1_000_000) }
    #expect(drainPause.duration(count: 1, bytes: 64, now: 1_000_000_000) == 0)
  }
}
