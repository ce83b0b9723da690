import Basics
import Glibc
import TestSupport
import Testing
import UDPCore

@testable import CaptureFile

struct LoaderTests {
  /// Creates a reader of a capture file with datagrams at the given times in seconds.
  private func reader(
    _ name: String, seconds: [UInt32], link: UInt32 = 101, padding: Int = 0
  ) throws -> CaptureReader {
    var capture = CaptureBytes()
    capture.pcapHeader(link: link)
    for second in seconds {
      let payload = Array("\(name)\(second)".utf8) + [UInt8](repeating: 0x20, count: padding)
      capture.pcapPacket(CaptureBytes.ipv4(payload), seconds: second)
    }
    return try file(capture.bytes, name: name)
  }

  /// Creates a reader of these bytes.
  private func file(_ bytes: [UInt8], name: String) throws -> CaptureReader {
    var template = Array("/tmp/udpeek-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    unlink(template)
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
    lseek(descriptor, 0, SEEK_SET)
    return CaptureReader(descriptor: descriptor, name: name)
  }

  private func texts(_ log: CaptureLog) -> [String] {
    let snapshot = log.snapshot()
    return (snapshot.firstNumber..<snapshot.endNumber).compactMap { number in
      snapshot[number].map { String(decoding: $0.payload, as: UTF8.self) }
    }
  }

  @Test func `several files are one log in the order of time, each with its name as interface`() throws {
    let loader = CaptureLoader(
      [try reader("a", seconds: [1, 4, 5]), try reader("b", seconds: [2, 3, 6, 7])], limit: 16 << 20)
    while loader.step(now: 0) == .more {}
    #expect(texts(loader.log) == ["a1", "b2", "b3", "a4", "a5", "b6", "b7"])
    let names = loader.log.snapshot()[2].flatMap { loader.interfaceNames[$0.local.interface] }
    #expect(names == "b")
  }

  @Test func `a pipe that has nothing holds up the others for a moment only`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[1]) }
    let loader = CaptureLoader(
      [try reader("a", seconds: [1, 2]), CaptureReader(descriptor: ends[0], name: "b")], limit: 16 << 20)
    #expect(loader.step(now: 1_000) == .waits(until: 100_001_000))
    #expect(texts(loader.log) == [])
    #expect(loader.step(now: 100_001_000) == .waits(until: nil))
    #expect(texts(loader.log) == ["a1", "a2"])
    #expect(loader.waitingDescriptors == [ends[0]])
  }

  @Test func `a host's rows have its name, also a single one's, and its peers its number`() throws {
    let loader = CaptureLoader([], hosts: [.init(name: "gate", try reader("a", seconds: [1]))], limit: 16 << 20)
    while loader.step(now: 0) == .more {}
    let row = try #require(loader.log.snapshot()[1])
    #expect(loader.interfaceNames[row.local.interface] == "gate" && loader.hostInterfaces == [row.local.interface])
    #expect(row.peer.scope == row.local.interface && row.local.endpoint.scope == row.local.interface)
    #expect(loader.datagrams(ofHost: 0) == 1)
  }

  @Test func `a host's next stream goes on where the last one ended, and the drops of both count`() throws {
    func stream(_ text: String, drops: UInt64) throws -> CaptureReader {
      var capture = CaptureBytes()
      capture.section()
      capture.interface()
      capture.enhanced(
        CaptureBytes.ipv4(Array(text.utf8)), options: [(4, withUnsafeBytes(of: drops.littleEndian) { Array($0) })])
      return try file(capture.bytes, name: "gate")
    }
    let loader = CaptureLoader(
      [], hosts: [.init(name: "gate", try stream("one", drops: 2)), .init(name: "b", try reader("b", seconds: []))],
      limit: 16 << 20)
    while loader.step(now: 0) == .more {}
    #expect(loader.isDrained(ofHost: 0) && !loader.hasFreshStream)
    loader.append(AlarmNote(name: "gate", text: "gone: x"), ofHost: 0, time: 5)
    loader.replaceStream(ofHost: 0, by: try stream("two", drops: 3))
    #expect(loader.hasFreshStream && !loader.isDrained(ofHost: 0))
    while loader.step(now: 0) == .more {}
    #expect(texts(loader.log).filter { ["one", "two"].contains($0) } == ["one", "two"])
    #expect(loader.kernelDrops == 5 && loader.datagrams(ofHost: 0) == 2)
    #expect(loader.log.snapshot()[2]?.alarm?.text == "gone: x")
  }

  @Test func `what a host sent by request carries the number of the request, and what failed does too`() throws {
    var writer = LogWriter(limit: 1 << 20)
    let (peer, local) = (Endpoint(IPAddress("10.0.0.5")!, port: 5), Endpoint(IPAddress("10.0.0.1")!, port: 9))
    let path = LocalPath(endpoint: local, replySource: local.address, interface: 2, socket: 0)
    let row = LogWriter.Row(kind: .outgoing, time: 7, size: 2, peer: peer, local: path)
    let payload: [UInt8] = [1, 2]
    writer.append(row, payload: payload.span.bytes, id: TransmitID(41))
    writer.append(row, payload: payload.span.bytes, id: TransmitID(RuleNumber(3), answering: 1))
    writer.publish()
    func stream(names: Bool) throws -> CaptureReader {
      var buffer = PcapngBuffer(capacity: 4_096)
      buffer.namesRequests = names
      buffer.begin(.init(name: "udp://x"), application: "udpeek test")
      for number in [UInt64(1), 2] { buffer.add(try #require(writer.log.snapshot()[number])) }
      return try file(buffer.withBytes { bytes in bytes.withUnsafeBytes { Array($0) } }, name: "gate")
    }
    for names in [true, false] {
      let loader = CaptureLoader([], hosts: [.init(name: "gate", try stream(names: names))], limit: 16 << 20)
      while loader.step(now: 0) == .more {}
      #expect(loader.log.snapshot()[1]?.transmitID == (names ? TransmitID(41) : nil))
      #expect(loader.log.snapshot()[2]?.transmitID == nil)
      #expect(loader.takeRequests().map(\.id) == (names ? [TransmitID(41)] : []) && loader.takeRequests().isEmpty)
      loader.append(
        TransmitFailure(origin: .network, code: 111), ofHost: 0, time: 8, peer: peer, local: local,
        request: TransmitID(42))
      loader.publish()
      let failed = try #require(loader.log.snapshot()[3])
      #expect(
        failed.kind == .failure && failed.transmitID == TransmitID(42) && failed.peer.scope == failed.local.interface)
    }
    // A file that others may have made says nothing of our requests.
    let plain = CaptureLoader([try stream(names: true)], limit: 16 << 20)
    while plain.step(now: 0) == .more {}
    #expect(plain.log.snapshot()[1]?.transmitID == nil)
  }

  @Test func `rows without a time keep their place, and drops theirs`() throws {
    var capture = CaptureBytes()
    capture.section()
    capture.interface()
    capture.simple(CaptureBytes.ipv4(Array("x0".utf8)))
    capture.enhanced(CaptureBytes.ipv4(Array("x2".utf8)), ticks: 2_000_000)
    capture.simple(CaptureBytes.ipv4(Array("x3".utf8)))
    capture.enhanced(
      CaptureBytes.ipv4(Array("x9".utf8)), ticks: 9_000_000, options: [(4, [7, 0, 0, 0, 0, 0, 0, 0])])
    let folder = try TestFolder()
    let file = fopen(folder.path + "/x.pcapng", "w")
    fwrite(capture.bytes, 1, capture.bytes.count, file)
    fclose(file)
    let loader = CaptureLoader(
      [try CaptureReader(path: folder.path + "/x.pcapng"), try reader("a", seconds: [1, 5])], limit: 16 << 20)
    var drops: [DropMark] = []
    var progress = CaptureLoader.Progress.more
    while progress == .more {
      progress = loader.step(now: 0)
      drops += loader.drops
    }
    #expect(texts(loader.log) == ["x0", "a1", "x2", "x3", "a5", "x9"])
    let rows = loader.log.snapshot().datagrams
    #expect(rows.map(\.timestamp) == [nil, 1, 2, nil, 5, 9].map { $0.map { Int64($0) * 1_000_000_000 } })
    #expect(drops == [DropMark(number: 6, count: 7)])
  }

  private static let labels: [([String], [String])] = [
    (["a.pcap", "b.pcap"], ["a.pcap", "b.pcap"]),
    (
      ["x/night-20261123-070000.pcapng", "x/night-20261123-080000.pcapng", "x/night-20261123-080000-000123.pcapng"],
      ["070000", "080000", "080000-000123"]
    ),
    (["night-20261123-230000.pcapng", "night-20261124-000000.pcapng"], ["20261123-230000", "20261124-000000"]),
    (
      ["monday-in-the-cellar.pcap.gz", "tuesday-on-the-roof.pcap.zst"], ["monday-in-the-cellar", "tuesday-on-the-roof"]
    ),
    (["/a/eth0.pcap", "/b/eth0.pcap", "/b/eth1.pcap"], ["a/eth0.pcap", "b/eth0.pcap", "eth1.pcap"]),
    (["a-very-long-name.pcap", "a-very-long-name.csv"], ["a-very-long-name.pcap", "a-very-long-name.csv"]),
    (
      ["spb.pcapng", "night-20261123-070000.pcapng", "night-20261123-080000.pcapng"], ["spb", "070000", "080000"]
    ),
    (["stdin", "fd 3"], ["stdin", "fd 3"]), (["only-one-long-name-there.pcap"], ["only-one-long-name-there"]),
  ]

  @Test(arguments: labels)
  func `files of a rotation are told from each other in a narrow column`(paths: [String], labels: [String]) {
    #expect(CaptureLabels.labels(of: paths) == labels)
  }

  @Test func `a link type that is not known is a row that says so`() throws {
    let loader = CaptureLoader([try reader("a", seconds: [1, 2], link: 147)], limit: 16 << 20)
    while loader.step(now: 0) == .more {}
    let snapshot = loader.log.snapshot()
    #expect(snapshot.endNumber == 2)
    #expect(snapshot[1]?.failure?.explanation.english == "not read: packets of link type 147 are not understood")
  }

  @Test func `what the log cannot hold is pushed out and counted`() throws {
    let loader = CaptureLoader([try reader("a", seconds: (0..<2_000).map { $0 }, padding: 8_000)], limit: 1)
    while loader.step(now: 0) == .more {}
    let snapshot = loader.log.snapshot()
    #expect(snapshot.counters.received == 2_000 && snapshot.counters.evicted > 0)
    #expect(snapshot.endNumber == 2_001)
  }
}
