import TerminalUI
import Testing
import UDPCore

@testable import Monitor

/// Tests the graph of rates where capture files are shown: it is drawn along their own time, not along that of the screen.
struct FileRatesTests {
  private static let second = Session.endpoint("10.0.0.2", 5_000)
  /// Long before the screen was started.
  private static let start = Session.start - 3_000_000_000_000_000
  private static let nanoseconds: Int64 = 1_000_000_000

  /// A file with 1, 2, … 20 datagrams in each of 20 seconds, half of them from another peer.
  private func session(_ columns: Int = 120, _ rows: Int = 35, startsAtTop: Bool = true) -> Session {
    let session = Session(columns, rows, bound: []) {
      $0.files = ["night.pcapng"]
      $0.startsAtTop = startsAtTop
    }
    for second in 1...20 as ClosedRange<Int64> {
      for number in 0..<second * 2 {
        session.add(
          .incoming, Array(repeating: 0x61, count: 10), peer: number % 2 == 0 ? Self.second : Session.gbkPeer,
          time: Self.start + second * Self.nanoseconds)
      }
    }
    return session.deliver()
  }

  @Test(arguments: [Size(columns: 120, rows: 35), Size(columns: 80, rows: 24), Size(columns: 40, rows: 10)])
  func `the graph of a file is drawn at every size`(size: Size) {
    expectScreen(session(size.columns, size.rows).type("<^g>"), "rate-file-\(size.columns)x\(size.rows)")
  }

  @Test func `the graph of a file says what is in the file, and nothing of now`() {
    let session = session().type("<^g>")
    for _ in 0..<5 { session.tick(seconds: 1) }
    #expect(session.shows("─ received from all peers · 500 ms a column · by the times in the file"), "\(session.lines)")
    #expect(session.shows("420 datagrams  mean 11  peak 40") && session.shows("4.2 kB "), "\(session.lines)")
    #expect(!session.shows("/s ") && !session.shows(" now") && !session.shows("not counted"), "\(session.lines)")
    #expect(session.shows(" 2026-10-19 03:47:46.123 ") && session.shows(" 03:48:05.123"), "\(session.lines)")
  }

  @Test func `the graph of a file shows one peer too`() {
    let session = session().type("<^g><down>")
    #expect(session.shows("─ received from 10.0.") && session.shows("210 datagrams "), "\(session.lines)")
    session.type("<up>")
    #expect(session.shows("420 datagrams "))
    session.type("<left>")
    #expect(session.message.contains("the graph covers all the time of the file"))
  }

  @Test func `what arrives after the start is not the file's`() {
    let session = session().type("<^g>")
    session.add(.incoming, [0x61], time: Session.start + Self.nanoseconds)
    session.deliver()
    #expect(session.shows("420 datagrams ") && session.shows("500 ms a column"), "\(session.lines)")
  }

  @Test func `what a pipe brings is counted as it comes`() {
    let session = session(startsAtTop: false).type("<^g>")
    session.add(.incoming, [0x61], time: Session.start + Self.nanoseconds)
    session.deliver()
    #expect(session.shows("421 datagrams "), "\(session.lines)")
  }

  @Test func `a file without a datagram, and one with a single one, have a graph`() {
    let session = Session(120, 35, bound: []) {
      $0.files = ["night.pcapng"]
      $0.startsAtTop = true
    }
    session.type("<^g>")
    #expect(session.shows("0 datagrams ") && session.shows("─ received from all peers"))
    session.append(time: Self.start)
    #expect(session.shows("1 datagram ") && session.shows("1 µs a column"), "\(session.lines)")
  }

  @Test(
    arguments: [
      [0, 1], [.min, .max], [.max, .min, 0, -1, 1], [5_000_000, -5_000_000, 1_000], [-1, -1_000_000_001],
    ] as [[Int64]])
  func `no time is lost or counted twice, however far apart and in whatever order`(times: [Int64]) {
    var rates = FileRates(nil, until: nil)
    var writer = LogWriter(limit: 1 << 20)
    for (number, time) in times.enumerated() {
      writer.append(
        LogWriter.Row(
          kind: .incoming, time: time, size: number + 1, peer: Session.gbkPeer, local: Session.path()),
        payload: RawSpan())
    }
    writer.publish()
    rates.count(writer.log.snapshot(), atMost: 1_000)
    for room in [1, 2, 7, 110, 5_000] {
      #expect(rates.datagrams(in: room).reduce(0, +) == times.count && rates.datagrams(in: room).count <= room)
      let bytes = rates.bytes(in: room).reduce(0, +)
      #expect(bytes == times.count * (times.count + 1) / 2)
      #expect(rates.timePerColumn(room) > 0)
    }
    #expect(rates.span == (times.min() ?? 0)...(times.max() ?? 0))
  }

  @Test(arguments: [
    (Size(columns: 120, rows: 35), "2021-", "2025-"), (Size(columns: 40, rows: 10), "2021-", "2025-"),
    (Size(columns: 30, rows: 10), "2021 ", "2025"),
  ])
  func `a file of several years says so below its graph, at any size`(size: Size, first: String, last: String) {
    let session = Session(size.columns, size.rows, bound: []) {
      $0.files = ["years.pcapng"]
      $0.startsAtTop = true
    }
    for year in 0...5 as ClosedRange<Int64> {
      session.add(.incoming, [0x61], time: Session.start - (5 - year) * 365 * 86_400 * Self.nanoseconds)
    }
    session.deliver().type("<^g>")
    let axis = session.lines.first { $0.contains(" " + first) && $0.contains(last) }
    #expect(axis != nil, "\(session.lines)")
  }
}
