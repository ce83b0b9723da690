import Basics
import DisplayFilter
import PayloadText
import PeerText
import Testing
import UDPCore

@testable import Monitor

/// Tests a screen of capture files instead of sockets.
@Suite struct FileTests {
  private func session(_ columns: Int = 100, _ rows: Int = 12, startsAtTop: Bool = true) -> Session {
    Session(columns, rows, bound: []) {
      $0.files = ["night.pcapng"]
      $0.startsAtTop = startsAtTop
    }
  }

  @Test func `a file is shown from its first row on, and its name stands in the title`() {
    let session = session()
    session.update(.files(FileStatus(progress: "reading 43 %")))
    session.receive(count: 100)
    #expect(session.lines[0].hasPrefix(" file night.pcapng ") && session.lines[0].contains("reading 43 %"))
    #expect(session.lines[2].contains("  1  ") && session.lines[2].hasSuffix("datagram 0"))
    #expect(session.status.hasPrefix(" PAUSED  recv 100"))
    session.update(.files(FileStatus()))
    #expect(!session.shows("reading"))
    session.receive(count: 100)
    #expect(session.lines[2].hasSuffix("datagram 0"))
  }

  @Test func `what a file says of rows are notes on them`() {
    let session = session(150, 30)
    session.receive(count: 9)
    session.update(.noted([(row: 2, note: "alarm"), (row: 4, note: "a\u{1b}[31m\u{202e}b"), (row: 9, note: "gone")]))
    session.update(.noted([(row: 9, note: nil)]))
    #expect(session.lines[3].contains("[alarm] ") && !session.shows("gone"))
    #expect(session.lines.joined().unicodeScalars.allSatisfy { $0 != "\u{1b}" && $0 != "\u{202e}" })
    session.update(.noted([(row: 2, note: String(repeating: "long ", count: 40))]))
    #expect(session.lines[3].contains("[long ") && session.lines[3].hasSuffix("…] datagram 1"))
    session.update(.noted([(row: 2, note: "alarm")]))
    session.type(":columns number note text<enter>")
    #expect(session.lines[3].contains("  2  alarm"))
  }

  @Test func `a row without a time shows none, and the spans around it are those of the rows that have one`() {
    let session = session(120, 12)
    func add(_ seconds: Int64, _ marks: DatagramMarks = []) {
      session.writer.append(
        LogWriter.Row(
          kind: .incoming, time: seconds == 0 ? .min : Session.start + seconds * 1_000_000_000, size: 0, marks: marks,
          peer: Session.gbkPeer, local: Session.path()),
        payload: RawSpan())
    }
    add(0, .timeless)
    add(10)
    add(10, .timeless)
    add(12)
    session.deliver()
    #expect(session.lines[2].contains("  1  –  ") && session.lines[4].contains("  3  –  "), "\(session.lines)")
    session.type("tt")
    #expect(session.lines[1].contains("Delta"))
    #expect(session.lines[3].contains("+0.000") && session.lines[5].contains("+2.000"), "\(session.lines)")
    #expect(session.lines[2].contains("  1  –  ") && session.lines[4].contains("  3  –  "))
    session.type("t:sort time<enter>")
    session.tick(seconds: 2)
    #expect((2...5).map { session.lines[$0].prefix(4).filter(\.isNumber) } == ["1", "2", "3", "4"])
    session.type("/age >= 0s<enter>")
    #expect(session.status.contains("shown 2"), "\(session.status)")
  }

  @Test func `an empty datagram whose header was cut says so`() {
    let session = session()
    session.writer.append(
      LogWriter.Row(
        kind: .incoming, time: Session.start, size: 0, marks: .oddLength, peer: Session.gbkPeer, local: Session.path()),
      payload: RawSpan())
    session.deliver()
    #expect(session.lines[2].hasSuffix("(wrong length) (empty)"))
  }

  @Test func `a pipe that grows is followed`() {
    let session = session(startsAtTop: false)
    session.receive(count: 100)
    #expect(session.status.hasPrefix(" FOLLOW") && session.shows("datagram 99"))
  }

  @Test func `what other programs of a pipeline write on the screen at their start does not stay`() {
    let session = session(startsAtTop: false)
    func redrawn(_ seconds: Int) -> Int {
      _ = session.takeEffects()
      for _ in 0..<seconds { session.tick(seconds: 1) }
      return session.takeEffects().count { if case .redraw = $0 { true } else { false } }
    }
    session.update(.files(FileStatus(progress: "0 B")))
    #expect(redrawn(60) == 10)
    session.receive(count: 1)
    #expect(redrawn(60) == 3)
    session.update(.files(FileStatus()))
    #expect(redrawn(10) == 0)
  }

  @Test func `a file without datagrams says what there is`() {
    let session = session(80, 12)
    session.update(.files(FileStatus(progress: "reading 0 %")))
    #expect(session.shows("Reading night.pcapng"))
    session.update(.files(FileStatus(remarks: ["night.pcapng: 3 packets without UDP"])))
    #expect(session.shows("No datagram in night.pcapng") && session.shows("3 packets without UDP"))
  }

  @Test func `a reply to a file's peer is a new message`() throws {
    let session = session(100, 24)
    session.receive("hello")
    session.type("rhi<enter>")
    #expect(session.shows("new message to 10.0.3.17:53412"))
    let request = try #require(session.transmitted)
    #expect(request.path == nil && request.peer == Session.gbkPeer)
  }

  @Test func `rows that are marked in a file are marked on the screen, and quitting asks nothing for them`() {
    let session = session().receive("one").receive("two").receive("three").update(.marked([2]))
    #expect(session.lines[2...4].map { $0.hasPrefix("*") } == [false, true, false])
    session.type("M")
    #expect(session.lines[0].contains("marked   1 of 3"))
    session.type("q")
    #expect(session.takeEffects().contains(.quit))
  }

  @Test(arguments: ["eth0", "udp://[fe80::7%eth0]:9000", "a.jsonl%eth0"])
  func `a link-local peer of a file is written to by the interface of that name, in the peer's encoding`(
    name: String
  ) throws {
    let session = session(100, 24)
    let file: UInt32 = 0x8000_0000
    session.update(.interfaces(InterfaceNames([1: "lo", 7: "eth0"]).adding([file: name])))
    let peer = Session.endpoint("fe80::9", 5_000)
    session.append(.incoming, [0xb0, 0xa1], peer: peer, local: Session.path(interface: file))
    session.update(.encodingFromFile(peer: peer, .encoding(.big5)))
    session.type("r中<enter>")
    #expect(session.shows("new message to [fe80::9%eth0]:5000"))
    let request = try #require(session.transmitted)
    #expect(request.peer == Endpoint(peer.address, port: 5_000, scope: 7) && request.payload == [0xa4, 0xa4])
  }

  @Test(arguments: ["enp3s0", "", "udp://[::]:9000", "udp://[fe80::7%eth0]:9000 udp://[fe80::8%lo]:9000"])
  func `where no interface here has that name it says what to do`(name: String) {
    let session = session(110, 24)
    let file: UInt32 = 0x8000_0000
    session.update(.interfaces(InterfaceNames([1: "lo", 7: "eth0"]).adding([file: name])))
    session.append(.incoming, [0x61], peer: Session.endpoint("fe80::9", 5_000), local: Session.path(interface: file))
    for keys in ["r", "mS", ":send-file x<enter>"] {
      session.type(keys)
      #expect(
        session.shows("no interface here has the name given in the file: press n, then write [fe80::9%eth0]:5000"),
        "\(keys)")
      #expect(session.transmitted == nil)
      session.type("<esc>")
    }
  }

  @Test func `an encoding that a recording names is in force, unless the person named one for all`() {
    let session = session()
    session.append(.incoming, [0xb0, 0xa1])
    session.update(.encodingFromFile(peer: Session.gbkPeer, .encoding(.big5)))
    #expect(session.lines[2].contains("big5"))
    let fixed = Session(100, 12) {
      $0.files = ["night.pcapng"]
      $0.encodings.encodingForAll = .gb18030
    }
    fixed.append(.incoming, [0xb0, 0xa1]).update(.encodingFromFile(peer: nil, .encoding(.big5)))
    #expect(fixed.shows("gb18030"))
  }

  @Test func `every peer of a file is looked at, however many rows there are`() {
    let session = session()
    session.add(.incoming, Session.bytes("温度=23.5", as: .gb18030))
    for _ in 0..<140_000 { session.add(.incoming, [], peer: Session.endpoint("10.0.0.1", 1)) }
    session.deliver()
    while session.state.wantsMoreTime { session.update(.work) }
    #expect(session.lines[2].hasSuffix("温度=23.5"))
  }

  @Test func `fragments and wrong lengths are marked`() {
    let session = session(150, 12)
    session.writer.append(
      LogWriter.Row(
        kind: .incoming, time: 0, size: 3_000, isTruncated: true, marks: [.fragment, .oddLength],
        peer: Session.gbkPeer, local: Session.path()), payload: Array("hello".utf8).span.bytes)
    session.deliver()
    #expect(session.shows("(first fragment) (wrong length) (cut at 5) hello"))
  }

  @Test(arguments: [
    (DatagramMarks.lite, "(UDP-Lite) hello"),
    (DatagramMarks([.lite, .partialChecksum]), "(UDP-Lite, partial checksum) hello"),
  ])
  func `UDP-Lite is marked, and a checksum of a part`(marks: DatagramMarks, text: String) {
    let session = session(150, 12)
    session.writer.append(
      LogWriter.Row(
        kind: .incoming, time: 0, size: 5, marks: marks, peer: Session.gbkPeer, local: Session.path()),
      payload: Array("hello".utf8).span.bytes)
    session.deliver()
    #expect(session.shows(text))
  }

  @Test func `the detail says what carried a datagram, in short where there is no room`() {
    for (columns, text) in [(120, "· GRE 7 from 10.0.0.1 to 10.0.0.2"), (70, "· GRE 7")] {
      let session = session(columns, 24)
      session.update(
        .files(
          FileStatus(encapsulations: [
            EncapsulationName(full: "VLAN 5", brief: "VLAN 5"),
            EncapsulationName(full: "GRE 7 from 10.0.0.1 to 10.0.0.2", brief: "GRE 7"),
          ])))
      for encapsulation in [2, 0] as [UInt16] {
        var path = Session.path()
        path.encapsulation = encapsulation
        session.writer.append(
          LogWriter.Row(kind: .incoming, time: 0, size: 5, peer: Session.gbkPeer, local: path),
          payload: Array("hello".utf8).span.bytes)
      }
      session.deliver()
      session.type("g<enter>")
      #expect(session.shows(text), "\(session.lines)")
      session.type("<down>")
      #expect(!session.shows("GRE"))
    }
  }

  @Test func `times at the ends of 64 bits are shown, whatever is open`() {
    let session = session(120, 30)
    for time in [Int64.min, -1, 0, Int64.max] { session.append(time: time) }
    #expect(session.shows("23:59:59.999") && session.shows("00:00:00.000"))
    session.type("P<tab><^g>").tick(seconds: 2).type("<esc><esc>tIt<enter>").tick(seconds: 2)
    session.type("<esc>/age << 1h<enter>").tick(seconds: 2)
    session.type("<esc>/<^u><enter><f6>").tick(seconds: 2)
    session.type("<enter>g").receive("later").tick(seconds: 2)
    #expect(session.status.contains("recv 5"))
  }

  @Test func `time since the start counts from the file's first datagram`() {
    let session = session()
    session.append(time: 1_000_000_000).append(time: 2_500_000_000)
    session.type("t")
    #expect(session.lines[3].contains("+1.500000"))
  }
}
