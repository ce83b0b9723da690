import Impairment
import Testing

@testable import UDPCore

/// Tests that a relay accounts for every datagram, whatever happens around it.
@Suite struct RelayTortureTests {
  @Test func `clients that come and go, dead targets and every size leave exact counts`() throws {
    let targets = [TestSocket(), TestSocket("::1")]
    let dead = TestSocket().local
    var settings = ImpairmentSettings.none
    for (key, words) in [
      (.delay, "2ms 2ms"), (.loss, "10%"), (.duplicate, "5%"), (.reorder, "10% gap 3"), (.corrupt, "5%"),
      (.truncate, "60000"), (.rate, "1gbit limit 500"),
    ] as [(ImpairmentKey, String)] {
      try settings.set(key, to: words)
    }
    var options = ReceiveOptions()
    options.memory = 64 << 20
    let set = try SocketSet([try EndpointArgument("127.0.0.1:0")], options: options, interfaces: .current())
    var plan = RelayPlan(to: (targets.map(\.local) + [dead]).map { Destination($0) })
    plan.profile = ImpairmentProfile(
      name: "torture", up: ImpairmentTimeline(start: settings), down: ImpairmentTimeline(start: settings))
    plan.clientLimit = 12
    plan.idleTime = 5_000_000
    let relay = try Receiver(sockets: set.sockets, options: options, relay: plan)
    let own = relay.sockets[0].local

    var sent = 0
    var (arrived, answered) = (0, 0)
    for round in 0..<150 {
      let clients = (0..<(1 + round % 16)).map { _ in TestSocket() }
      for (index, client) in clients.enumerated() {
        let size = [0, 1, 100, 1_472, 9_000, 65_507][(round + index) % 6]
        if client.send(Array(repeating: UInt8(index), count: size), to: own) { sent += 1 }
      }
      if round % 10 == 5 { relay.relay?.post(.hold(round % 20 == 5 ? .up : .down, isHeld: true)) }
      if round % 10 == 9 { relay.relay?.post(.hold(round % 20 == 9 ? .up : .down, isHeld: false)) }
      if round % 50 == 20 { relay.relay?.post(.impair(isOn: false)) }
      if round % 50 == 30 { relay.relay?.post(.impair(isOn: true)) }
      for target in targets {
        while let asked = target.receive(within: 1_000_000) {
          arrived += 1
          if round % 3 != 0, target.send(asked.payload, to: asked.peer) { answered += 1 }
        }
      }
    }
    for direction in ImpairmentDirection.allCases { relay.relay?.post(.hold(direction, isHeld: false)) }
    eventually("nothing waits any more") {
      guard let report = relay.relay?.report else { return false }
      return report.flows.up.counts.received + report.refused == sent && report.queuedBytes == 0
        && !report.isHeld.up && !report.isHeld.down
    }
    relay.stop()
    for target in targets { arrived += target.receiveAll().count }
    let report = try #require(relay.relay?.report)
    #expect(report.isExact)
    #expect(report.refused > 0 && report.endedCount > 0)
    #expect(report.flows.up.counts.received + report.refused + relay.drops.total >= sent)
    #expect(report.flows.up.counts.lost > 0 && report.flows.up.counts.refused > 0)
    #expect(report.flows.down.counts.received > 0 && report.flows.down.counts.received <= answered)
    #expect(relay.log.counters.evicted == 0)
    let snapshot = relay.log.snapshot()
    let all = (1..<snapshot.endNumber).compactMap { snapshot[$0] }
    let (ups, downs) = (report.flows.up.counts, report.flows.down.counts)
    #expect(all.filter { $0.kind == .incoming }.count == ups.received + downs.received + report.refused)
    #expect(all.filter { $0.relayVerdict?.outcome == .lost }.count == ups.lost + downs.lost)
    #expect(
      all.filter { $0.kind == .failure }.count
        == ups.refused + downs.refused + ups.failed + downs.failed + ups.unbuffered + downs.unbuffered)
  }

  @Test func `a sum of counts leaves none out`() {
    var one = RelayCounts()
    unsafe withUnsafeMutableBytes(of: &one) { bytes in
      for offset in stride(from: 0, to: bytes.count, by: 8) {
        unsafe bytes.storeBytes(of: 1, toByteOffset: offset, as: Int.self)
      }
    }
    var sum = one
    sum += one
    let numbers = Mirror(reflecting: sum).children.compactMap { $0.value as? Int }
    #expect(numbers.count == MemoryLayout<RelayCounts>.size / 8)
    #expect(numbers.allSatisfy { $0 == 2 })
  }
}
