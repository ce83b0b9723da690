import Glibc
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// Tests the pane of peers.
@Suite struct PeersTests {
  @Test func `a peer is found by its address or its name`() {
    var aliases = Aliases()
    aliases.add("boiler", for: .address(IPAddress("10.0.0.2")!))
    let session = Session(100, 30, configure: { $0.aliases = aliases })
    for number in 1...9 { session.receive("x", from: Session.endpoint("10.0.0.\(number)", 5_000)) }
    session.type("Ps")
    #expect(session.shows("find a peer by its address or name"))
    session.type("BOIL<enter>r")
    #expect(session.shows("reply to boiler:5000"))
    session.type("<esc>s0.0.2<enter>")
    #expect(session.message.contains("1 of 1: 0.0.2"))
    session.type("]")
    #expect(session.message.contains("not found in any other peer: 0.0.2"))
    session.type("s0.7:50<enter>r")
    #expect(session.shows("reply to 10.0.0.7:5000"))
    session.type("<esc>s:5000<enter>]]")
    #expect(session.state.focus == .peers)
    session.type("snobody<enter>")
    #expect(session.message.contains("no peer's address or name contains: nobody"))
  }

  @Test func `a search among very many peers goes on in slices and finds the last`() {
    let session = Session(100, 30)
    for number in 0..<6_000 {
      session.add(.incoming, [0x61], peer: Endpoint(IPAddress(ipv4: 0x0a01_0000 + UInt32(number)), port: 9))
    }
    session.deliver().type("P:peer-sort<enter>").tick(seconds: 2).type("snobody<enter>")
    #expect(session.state.wantsMoreTime && !session.message.contains("nobody"))
    for _ in 0..<5 { session.update(.work) }
    #expect(!session.state.wantsMoreTime && session.message.contains("nobody"))
    session.type("s10.1.23.111:9<enter>")
    for _ in 0..<5 { session.update(.work) }
    session.type("r")
    #expect(session.shows("reply to 10.1.23.111:9"))
  }

  private static let second = Session.endpoint("10.0.0.2", 5_000)
  private static let third = Session.endpoint("2001:db8::7", 9)

  /// Three peers: one that uses GB18030 and is answered, one that sends six datagrams, one that never answers.
  private func session(_ columns: Int = 120, _ rows: Int = 35) -> Session {
    let session = Session(columns, rows).receive("温度=23.5", as: .gb18030)
      .append(.outgoing, Session.bytes("服务端", as: .gb18030))
    for number in 0..<6 { session.receive("row \(number)", from: Self.second) }
    let dead = TransmitFailure(origin: .network, code: ECONNREFUSED)
    return session.append(.failure, [0x61], peer: Self.third, failure: dead).tick(seconds: 15)
  }

  @Test(arguments: [
    Size(columns: 300, rows: 30), Size(columns: 120, rows: 35), Size(columns: 80, rows: 24),
    Size(columns: 40, rows: 10),
  ])
  func `the peers are drawn at every size`(size: Size) {
    expectScreen(session(size.columns, size.rows).type("P"), "peers-\(size.columns)x\(size.rows)")
  }

  @Test func `each peer has its figures, the busiest first`() {
    let session = session(160, 35).type("P")
    let lines = session.lines.drop { !$0.contains("─ peers · 3 · by received ▾") }.dropFirst(2).prefix(3)
    #expect(lines.map { $0.split(separator: " ")[0] } == ["10.0.0.2:5000", "10.0.3.17:53412", "[2001:db8::7]:9"])
    let second = Array(lines)[0].split(separator: " ")
    #expect(second[1] == "6" && second[2...3] == ["30", "B"])
    // The rows are seven milliseconds apart.
    #expect(Array(lines)[0].contains("7.00 ms") && Array(lines)[0].contains("0.00 ms"))
    #expect(Array(lines)[1].contains("gb18030?"))
    #expect(Array(lines)[2].hasSuffix(" 1") && Array(lines)[2].contains("–"))
  }

  @Test func `uneven arrivals have a jitter`() {
    let session = Session(160, 35)
    // Gaps of 10, 30 and 10 ms: the differences are 20 and 20, so the jitter is 20/16, then 1.25 + (20 - 1.25)/16.
    for offset: Int64 in [0, 10, 40, 50] { session.append(time: Session.start + offset * 1_000_000) }
    session.type("P")
    #expect(session.lines.contains { $0.contains("17 ms   2.42 ms") })
  }

  @Test func `the rate counts whole seconds`() {
    let session = Session(160, 35)
    let now = Session.start
    for second: Int64 in 1...5 {
      for _ in 0..<second { session.append(time: now + second * 1_000_000_000) }
    }
    session.tick(seconds: 6).type("P")
    #expect(session.lines.contains { $0.contains("3.0/s") && $0.contains("▂▃▅▆█") })
    session.tick(seconds: 60)
    #expect(session.lines.contains { $0.contains("10.0.3.17:53412") && $0.contains(" 0/s ") && !$0.contains("█") })
  }

  @Test func `a rate is right from the first second on`() {
    let session = Session(160, 35).type("P")
    for tenth: Int64 in 0..<10 { session.append(time: Session.start + tenth * 100_000_000) }
    session.tick(seconds: 1)
    #expect(session.lines.contains { $0.contains("10.0.3.17:53412") && $0.contains(" 10/s ") })
    for tenth: Int64 in 10..<20 { session.append(time: Session.start + tenth * 100_000_000) }
    session.tick(seconds: 1)
    #expect(session.lines.contains { $0.contains("10.0.3.17:53412") && $0.contains(" 10/s ") })
  }

  @Test func `the pane does not say that nothing came beside a peer`() {
    let session = Session(80, 24).type("P")
    #expect(session.shows("no datagrams yet") && session.shows("─ peers · 0 "))
    session.receive("hi")
    #expect(session.shows("─ peers · 1 ") && !session.shows("no datagram came") && first(session) == "10.0.3.17:53412")
  }

  @Test func `packets of a file that are not understood are no peer`() {
    let nowhere = Endpoint(.anyIPv4, port: 0)
    let session = Session(120, 24, configure: { $0.files = ["a.pcap"] }).receive("hi")
    session.append(
      .failure, [], peer: nowhere, local: Session.path(to: nowhere), failure: TransmitFailure(origin: .file, code: 195))
    session.tick(seconds: 1).type("P")
    #expect(session.shows("─ peers · 1 ") && session.shows("not read: packets of link type 195"))
    #expect(!session.lines.dropFirst().contains { $0.contains("0.0.0.0") })
  }

  @Test func `a clock that is set back, or far ahead, harms nothing`() {
    let session = Session(160, 35)
    for time in [Int64.max, .min, 0, Session.start, .max, -1, Session.start - 3_000_000_000] {
      session.append(time: time)
    }
    session.type("P").tick(seconds: 5)
    #expect(session.lines.contains { $0.contains("10.0.3.17:53412") && $0.contains(" 7 ") })
  }

  @Test func `the keys sort by any column and turn it round`() {
    let session = session(160, 35).type("P>")
    #expect(session.shows("by bytes received ▾"))
    for _ in 0..<6 { session.type("<<") }
    #expect(session.shows("by address ▴"))
    #expect(first(session) == "10.0.0.2:5000")
    session.type("I")
    #expect(session.shows("by address ▾") && first(session) == "[2001:db8::7]:9")
    session.type("<<")
    #expect(session.shows("by errors ▾") && first(session) == "[2001:db8::7]:9")
    for _ in 0..<16 { session.type("<f6>") }
    #expect(session.shows("by errors ▾"))
  }

  private func first(_ session: Session) -> String {
    let lines = session.lines.drop { !$0.contains("─ peers ") }.dropFirst(2)
    return lines.first.map { String($0.split(separator: " ").first ?? "") } ?? ""
  }

  @Test func `the order is chosen anew once a second, the figures at once`() {
    let session = session().type("P")
    session.receive(count: 50, from: Session.endpoint("10.9.9.9", 1))
    #expect(session.shows("peers · 4 · +1 unsorted") && first(session) == "10.0.0.2:5000")
    session.tick(seconds: 1)
    #expect(!session.shows("unsorted") && first(session) == "10.9.9.9:1")
    // The selected peer stays selected.
    session.type("r")
    #expect(session.shows("reply to [2001:db8::7]:9"))
  }

  @Test func `Enter shows the selected peer alone, and again all`() {
    let session = session().type("/row or 温度<enter>P<home>")
    session.type("<enter>")
    #expect(session.lines[0].contains("peer 10.0.0.2:5000   6 of 9"))
    session.type("<down><enter>")
    #expect(session.lines[0].contains("peer 10.0.3.17:53412   1 of 9"))
    session.type("<enter>")
    #expect(session.lines[0].contains("7 of 9") && !session.lines[0].contains("peer"))
    #expect(session.state.focus == .peers)
  }

  @Test func `r answers, e chooses the encoding, plus and minus filter the selected peer`() {
    let session = session().type("P<home>r")
    #expect(session.shows("reply to 10.0.0.2:5000 from 192.168.1.5:8080"))
    session.type("x<enter>")
    #expect(session.transmitted?.peer == Self.second && session.transmitted?.path == Session.path())
    session.type("<esc><home>egbk<enter>")
    #expect(session.message.contains("encoding gbk for 10.0.0.2:5000"))
    session.type("-")
    #expect(session.lines[0].contains("not peer 10.0.0.2:5000"))
  }

  @Test func `P opens, gives the keys, and closes`() {
    let session = session().type("P")
    #expect(session.state.focus == .peers)
    session.type("<tab>")
    #expect(session.state.focus == .table && session.shows("─ peers "))
    session.type("P")
    #expect(session.state.focus == .peers)
    session.type("<f7>")
    #expect(session.state.focus == .table && !session.shows("─ peers "))
    session.type("P<esc>")
    #expect(!session.shows("─ peers "))
  }

  @Test func `a pane that has the keys takes all where there is no room beside the table`() {
    let session = session(40, 6).type("P")
    #expect(session.lines[1].contains("─ peers ") && session.lines[4].contains("[2001:db8::7]:9"))
    session.type("<tab>")
    #expect(session.lines[1].contains("Time") || session.lines[1].contains("Source"))
  }

  @Test func `zoom gives the peers the whole room`() {
    let session = session().type("P\\")
    #expect(session.lines[1].contains("─ peers "))
    session.type("\\")
    #expect(session.lines[1].contains("No."))
  }

  @Test func `more peers than are kept are forgotten, the least recent first, and that is said`() {
    let session = Session(120, 35, memory: 16 << 20)
    for number in 0..<65_536 { session.add(.incoming, [], peer: Self.numbered(number)) }
    session.add(.incoming, [], peer: Self.numbered(0))
    session.add(.incoming, [], peer: Self.numbered(65_536))
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    session.type("P<<<home>")
    #expect(session.shows("peers · 65,536 ") && session.shows("1 forgotten"))
    // The second peer was the least recent, since the first sent again.
    #expect(session.lines.contains { $0.hasPrefix(" 10.0.0.0:1 ") })
    #expect(!session.lines.contains { $0.hasPrefix(" 10.0.0.1:1 ") })
  }

  private static func numbered(_ number: Int) -> Endpoint {
    Endpoint(IPAddress(ipv4: 0x0a00_0000 + UInt32(number)), port: 1)
  }

  @Test func `figures agree with a plain count of random rows`() {
    var random = SystemRandomNumberGenerator()
    let session = Session(160, 60, memory: 64 << 20)
    var counts: [Int: (received: Int, bytes: Int, sent: Int, errors: Int)] = [:]
    for round in 0..<3_000 {
      let number = Int.random(in: 0..<20, using: &random)
      let size = Int.random(in: 0..<50, using: &random)
      let kind: DatagramKind = Bool.random(using: &random) ? .incoming : round % 2 == 0 ? .outgoing : .failure
      let path = Session.path(to: Session.endpoint("192.168.1.\(number % 3)", 8_080))
      let failure = kind == .failure ? TransmitFailure(origin: .local, code: EPERM) : nil
      session.add(kind, Array(repeating: 0x61, count: size), peer: Self.numbered(number), local: path, failure: failure)
      var count = counts[number] ?? (0, 0, 0, 0)
      switch kind {
      case .incoming:
        count.received += 1
        count.bytes += size
      case .outgoing: count.sent += 1
      case .failure: count.errors += 1
      case .alarm: break
      }
      counts[number] = count
      if round % 97 == 0 { session.deliver() }
    }
    session.deliver().type("P\\")
    for (number, count) in counts {
      let line = session.lines.first { $0.hasPrefix(" 10.0.0.\(number):1 ") } ?? ""
      let words = line.split(separator: " ").map { $0.filter { $0 != "," } }
      #expect(words.count > 4 && words[1] == "\(count.received)", "\(line)")
      let bytes = count.bytes < 1_000 ? "\(count.bytes)" : nil
      if let bytes { #expect(words[2] == bytes, "\(line)") }
      #expect(words.contains("\(count.sent)") && words.last == "\(count.errors)", "\(line)")
    }
  }
}
