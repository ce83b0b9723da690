import Testing
import UDPCore

@testable import CommandCore

/// Tests the counts of peers behind the log.
struct PeerCountsTests {
  private static let here = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8_080)
  private static let path = LocalPath(endpoint: here, replySource: here.address, interface: 0, socket: 0)

  private func append(
    _ count: Int, of size: Int, from peer: UInt32, kind: DatagramKind = .incoming, to writer: inout LogWriter
  ) {
    let payload = [UInt8](repeating: 0, count: size)
    for _ in 0..<count {
      writer.append(
        LogWriter.Row(
          kind: kind, time: 1, size: size, peer: Endpoint(IPAddress(ipv4: peer), port: 9), local: Self.path),
        payload: payload.span.bytes)
    }
    writer.publish()
  }

  private func sum(_ counts: PeerCounts) -> PeerCounts.Count {
    counts.peers.reduce(into: counts.rest) { $0 += $1.count }
  }

  @Test func `the first peers have counts of their own, and all others one sum`() {
    var writer = LogWriter(limit: 8 << 20)
    var counts = PeerCounts(limit: 2)
    for peer in UInt32(1)...4 { append(Int(peer), of: 10, from: peer, to: &writer) }
    append(3, of: 5, from: 1, kind: .outgoing, to: &writer)
    append(2, of: 1, from: 1, to: &writer)
    let totals = counts.read(writer.log)
    #expect(counts.peers.map(\.count) == [.init(datagrams: 3, bytes: 12), .init(datagrams: 2, bytes: 20)])
    #expect(counts.rest == .init(datagrams: 7, bytes: 70))
    #expect(totals.received == 12 && totals.receivedBytes == 102 && totals.sentBytes == 15)
  }

  @Test func `a hundred thousand forged sources are no more than one sum`() {
    var writer = LogWriter(limit: 64 << 20)
    var counts = PeerCounts(limit: 1_000)
    for peer in UInt32(0)..<100_000 {
      append(1, of: 3, from: peer, to: &writer)
      if peer % 10_000 == 0 { _ = counts.read(writer.log) }
    }
    _ = counts.read(writer.log)
    #expect(counts.peers.count == 1_000 && counts.peers.allSatisfy { $0.count == .init(datagrams: 1, bytes: 3) })
    #expect(counts.rest == .init(datagrams: 99_000, bytes: 297_000))
  }

  @Test func `what the log forgot before it was read is in the sum of the others`() {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    var counts = PeerCounts(limit: 10)
    append(5, of: 100, from: 1, to: &writer)
    _ = counts.read(writer.log)
    // More than the log holds.
    append(20_000, of: 1_000, from: 1, to: &writer)
    append(20_000, of: 1_000, from: 2, kind: .outgoing, to: &writer)
    let totals = counts.read(writer.log)
    #expect(writer.log.counters.evicted > 0 && counts.rest.datagrams > 0)
    #expect(sum(counts) == .init(datagrams: totals.received, bytes: totals.receivedBytes))
    #expect(totals.received == 20_005)
    let before = counts.rest
    append(1, of: 1, from: 3, to: &writer)
    _ = counts.read(writer.log)
    #expect(counts.rest == before)
  }
}
