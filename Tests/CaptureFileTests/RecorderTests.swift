import CaptureFile
import Glibc
import Plumbing
import TestSupport
import Testing

@testable import UDPCore

struct RecorderTests {
  /// Comments to be recorded with the datagrams.
  private final class Words: CommentSource {
    private let comments: (Datagram) -> [String]
    private let end: [String]
    private var files = 0

    init(atEnd end: [String] = [], _ comments: @escaping (Datagram) -> [String] = { _ in [] }) {
      self.comments = comments
      self.end = end
    }

    func beginFile() -> [String] {
      files += 1
      return end.isEmpty ? [] : ["file \(files)"]
    }
    func takeComments() -> [String] { [] }
    func comments(at datagram: Datagram) -> [String] { comments(datagram) }
    func observe(_ datagram: Datagram) {}
    func remainingComments() -> [String] { end }
  }

  /// A log without sockets, and its recorder.
  private final class Stage {
    let folder: TestFolder
    var writer: LogWriter
    let arrivals: WakeUp
    let drops = DropCounter(sockets: 1)
    var recorder: Recorder

    init(
      limit: Int = 64 << 20, rows: Int = 0, size: Int = 10, force: Bool = false, existing: String? = nil,
      rotation: RecordingRotation? = nil, words: sending Words = Words()
    ) throws {
      folder = try TestFolder()
      if let existing { folder.write(existing, to: "a.pcapng") }
      writer = LogWriter(limit: limit)
      arrivals = try WakeUp()
      for number in 0..<rows { writer.add(Stage.payload(number, size)) }
      writer.publish()
      var plan = RecordingPlan(
        to: .file(folder.path + "/a.pcapng"), interface: .init(name: "udp://test"), application: "test")
      plan.rotation = rotation
      plan.replaces = force
      recorder = try Recorder(plan, log: writer.log, arrivals: arrivals, drops: drops, comments: words)
    }

    static func payload(_ number: Int, _ size: Int = 10) -> [UInt8] {
      var bytes = Array("\(number) ".utf8)
      if bytes.count < size { bytes += [UInt8](repeating: 0x2e, count: size - bytes.count) }
      return bytes
    }

    func publish() {
      writer.publish()
      arrivals.signal()
    }

    var file: PcapngWalker { PcapngWalker(folder.bytes("a.pcapng")) }
  }

  private func number(of packet: PcapngWalker.Block) -> Int? {
    Int(String(decoding: packet.payload.prefix { $0 != 0x20 }, as: UTF8.self))
  }

  private func eventually(_ what: Comment, _ condition: () -> Bool) {
    let deadline = SystemClock.monotonic + 60_000_000_000
    while !condition() {
      if SystemClock.monotonic > deadline {
        Issue.record(what)
        return
      }
      poll(nil, 0, 5)
    }
  }

  @Test func `what is there and what comes is recorded in order`() throws {
    let stage = try Stage(rows: 1000)
    for number in 1000..<3000 {
      stage.writer.add(Stage.payload(number))
      if number % 100 == 0 { stage.publish() }
    }
    stage.publish()
    stage.recorder.finish()
    #expect(stage.file.isWhole)
    #expect(stage.file.packets.map { number(of: $0) } == Array(0..<3000))
    #expect(stage.file.statistics?.number(4) == 3000)
    #expect(stage.recorder.status.datagrams == 3000 && stage.recorder.status.isOver)
    #expect(stage.recorder.status.bytes == stage.folder.bytes("a.pcapng").count)
  }

  @Test(arguments: [(1, 9), (3, 4), (5, 2)] as [(UInt64, Int)])
  func `a recording that begins in the past has the drops since its first row, and those at its end`(
    first: UInt64, drops: Int
  ) throws {
    let folder = try TestFolder()
    var writer = LogWriter(limit: 64 << 20)
    for number in 0..<4 { writer.add(Stage.payload(number)) }
    writer.publish()
    let counter = DropCounter(sockets: 1)
    counter.mark(5, before: 2)
    counter.mark(2, before: 4)
    counter.note(7, socket: 0)
    let plan = RecordingPlan(
      to: .file(folder["a.pcapng"]), interface: .init(name: "udp://test"), application: "test")
    let recorder = try Recorder(
      plan, log: writer.log, arrivals: try WakeUp(), drops: counter, from: first, comments: Words())
    counter.note(9, socket: 0)
    recorder.finish()
    let file = PcapngWalker(folder.bytes("a.pcapng"))
    #expect(file.packets.count == 5 - Int(first))
    #expect(file.statistics?.number(7) == drops)
  }

  @Test func `a row is in the file soon after it came, without an end`() throws {
    let stage = try Stage()
    stage.writer.add(Stage.payload(7))
    stage.publish()
    eventually("the row in the file") { stage.file.packets.count == 1 && stage.file.isWhole }
  }

  @Test func `what eviction took before it was written is counted`() throws {
    // The rows exist before the recorder looks: the smallest log keeps 8 of 16 MiB.
    let stage = try Stage(limit: CaptureLog.minimumLimit, rows: 16_000, size: 1000)
    stage.recorder.finish()
    let missed = stage.recorder.status.missed
    #expect(missed > 0)
    #expect(missed + stage.recorder.status.datagrams == 16_000)
    let first = try #require(stage.file.packets.first)
    #expect(number(of: first) == missed)
    #expect(
      first.texts(1) == ["\(missed) datagrams are missing here: evicted from memory before they could be written"])
    #expect(stage.file.statistics?.number(4) == 16_000)
    #expect(stage.file.statistics?.number(8) == 16_000 - missed)
  }

  @Test func `a failure is no datagram, and stands beside the next one`() throws {
    let stage = try Stage()
    stage.writer.add([1], kind: .outgoing)
    stage.writer.add([1], kind: .failure, failure: TransmitFailure(origin: .network, code: ECONNREFUSED))
    stage.writer.add([2])
    stage.publish()
    stage.recorder.finish()
    let packets = stage.file.packets
    #expect(packets.map(\.payload) == [[1], [2]])
    #expect(packets.last?.texts(1) == ["10.0.3.17:53412: unreachable: port closed (ICMP)"])
  }

  @Test func `a failure that nothing follows is in the file soon, and once where it is read`() throws {
    let stage = try Stage()
    stage.writer.add([1], kind: .outgoing)
    stage.writer.add([1], kind: .failure, failure: TransmitFailure(origin: .network, code: ECONNREFUSED))
    stage.publish()
    let sentence = "10.0.3.17:53412: unreachable: port closed (ICMP)"
    eventually("the failure in the file") { stage.file.statistics?.texts(1) == [sentence] && stage.file.isWhole }
    stage.writer.add([2])
    stage.publish()
    stage.recorder.finish()
    #expect(stage.file.packets.last?.texts(1) == [sentence])
    let read = try ReadCapture(stage.folder.bytes("a.pcapng"))
    #expect(read.rows.map(\.comments) == [[], [sentence]])
    #expect(stage.file.statistics?.number(4) == 2)
  }

  @Test func `what a file has no room for any more begins the next one`() throws {
    let stage = try Stage(rows: 62, size: 1000, rotation: RecordingRotation(.size(64 << 10)))
    let code = ECONNREFUSED
    eventually("the rows in a file") { stage.recorder.status.datagrams == 62 }
    for _ in 0..<16 { stage.writer.add([1], kind: .failure, failure: TransmitFailure(origin: .network, code: code)) }
    stage.publish()
    eventually("a second file with the failures") {
      stage.folder.names.count == 2
        && PcapngWalker(stage.folder.bytes(stage.folder.names[1])).statistics?.texts(1).count == 16
    }
    stage.recorder.finish()
    #expect(stage.folder.names.allSatisfy { stage.folder.bytes($0).count <= 64 << 10 })
  }

  @Test func `many failures are a few sentences and a number`() throws {
    let stage = try Stage()
    for _ in 0..<1000 {
      stage.writer.add([1], kind: .failure, failure: TransmitFailure(origin: .local, code: EPERM))
    }
    stage.publish()
    stage.recorder.finish()
    let comments = stage.file.statistics?.texts(1) ?? []
    #expect(comments.count == 17 && comments.last == "984 more failures")
  }

  @Test func `each file says what holds for it, at its beginning and its end`() throws {
    let stage = try Stage(
      rows: 200, size: 1000, rotation: RecordingRotation(.size(64 << 10)), words: Words(atEnd: ["the end"]))
    stage.recorder.finish()
    let files = stage.folder.names.map { PcapngWalker(stage.folder.bytes($0)) }
    #expect(files.count > 2)
    #expect(files.allSatisfy { $0.statistics?.texts(1) == ["the end"] })
    let beginnings = files.flatMap { $0.blocks.filter { $0.type == 1 }.flatMap { $0.texts(1) } }
    #expect(Set(beginnings) == Set((1...files.count).map { "file \($0)" }))
  }

  @Test func `each row has its comments once, also where it begins a new file`() throws {
    let stage = try Stage(
      rows: 2000, size: 1000, rotation: RecordingRotation(.size(64 << 10)), words: Words { ["note \($0.number)"] })
    stage.recorder.finish()
    let packets = stage.folder.names.flatMap { PcapngWalker(stage.folder.bytes($0)).packets }
    #expect(Set(packets.map { $0.texts(1) }).count == 2000)
    #expect(packets.allSatisfy { $0.texts(1).count == 1 })
  }

  @Test(arguments: [
    ("removed", FileDisturbance.removed), ("replaced", .replaced), ("cut", .changed), ("longer", .changed),
  ])
  func `what another program does to the file while it is written ends the recording`(
    what: String, disturbance: FileDisturbance
  ) throws {
    let stage = try Stage()
    let path = stage.folder.path + "/a.pcapng"
    stage.writer.add(Stage.payload(1))
    stage.publish()
    eventually("the row in the file") { stage.file.packets.count == 1 }
    switch what {
    case "removed": unlink(path)
    case "replaced":
      stage.folder.write("another", to: "b")
      rename(stage.folder.path + "/b", path)
    case "cut": truncate(path, 100)
    default: truncate(path, 100_000)
    }
    let before = stage.folder.bytes("a.pcapng")
    stage.writer.add(Stage.payload(2))
    stage.publish()
    eventually("the end of the recording") { stage.recorder.status.isOver }
    #expect(stage.recorder.status.failure == .disturbed(path: path, disturbance))
    #expect(stage.folder.bytes("a.pcapng") == before)
  }

  @Test func `a file that was removed while nothing came is missed at the end`() throws {
    let stage = try Stage()
    unlink(stage.folder.path + "/a.pcapng")
    stage.recorder.finish()
    #expect(stage.recorder.status.failure == .disturbed(path: stage.folder.path + "/a.pcapng", .removed))
  }

  @Test(arguments: ["removed", "replaced"])
  func `a file that is removed while nothing comes ends the recording at once`(what: String) throws {
    let stage = try Stage()
    stage.writer.add(Stage.payload(1))
    stage.publish()
    eventually("the row in the file") { stage.file.packets.count == 1 }
    let path = stage.folder.path + "/a.pcapng"
    if what == "removed" {
      unlink(path)
    } else {
      stage.folder.write("another", to: "b")
      rename(stage.folder.path + "/b", path)
    }
    eventually("the end of the recording") { stage.recorder.status.isOver }
    #expect(stage.recorder.status.failure == .disturbed(path: path, what == "removed" ? .removed : .replaced))
  }

  @Test func `a file that was moved takes all to the end, and that is told`() throws {
    let stage = try Stage()
    let path = stage.folder.path + "/a.pcapng"
    rename(path, stage.folder.path + "/b")
    for number in 0..<3 { stage.writer.add(Stage.payload(number)) }
    stage.publish()
    stage.recorder.finish()
    #expect(stage.recorder.status.failure == nil && stage.recorder.status.moved == path)
    let walker = PcapngWalker(stage.folder.bytes("b"))
    #expect(walker.isWhole && walker.packets.count == 3)
  }

  @Test func `a file of that name is not touched`() throws {
    #expect(throws: RecordingError.self) { try Stage(existing: "mine") }
  }

  @Test func `with force an ordinary file is replaced, and is nobody else's`() throws {
    let stage = try Stage(rows: 1, force: true, existing: "mine")
    stage.recorder.finish()
    #expect(stage.file.packets.count == 1)
    var status = stat()
    lstat(stage.folder.path + "/a.pcapng", &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func `what is to be replaced stays where the new file cannot begin`() throws {
    let folder = try TestFolder()
    folder.write("mine", to: "a.pcapng")
    var plan = RecordingPlan(
      to: .file(folder.path + "/a.pcapng"), interface: .init(name: "udp://test"), application: "test")
    plan.replaces = true
    // All names for the unfinished file are taken.
    for attempt in 1...100 { folder.write("", to: "a.pcapng.\(attempt == 1 ? "" : "\(attempt).")part") }
    #expect(throws: RecordingError.self) {
      _ = try Recorder(
        plan, log: LogWriter(limit: 0).log, arrivals: try WakeUp(), drops: DropCounter(sockets: 1), comments: Words())
    }
    #expect(folder.bytes("a.pcapng") == Array("mine".utf8))
  }

  @Test(arguments: [true, false])
  func `no link is followed`(force: Bool) throws {
    let folder = try TestFolder()
    folder.write("mine", to: "target")
    symlink(folder.path + "/target", folder.path + "/a.pcapng")
    var plan = RecordingPlan(
      to: .file(folder.path + "/a.pcapng"), interface: .init(name: "udp://test"), application: "test")
    plan.replaces = force
    let log = LogWriter(limit: 0).log
    #expect(throws: RecordingError.self) {
      _ = try Recorder(plan, log: log, arrivals: try WakeUp(), drops: DropCounter(sockets: 1), comments: Words())
    }
    #expect(folder.bytes("target") == Array("mine".utf8))
  }

  @Test func `a rotation by size keeps each file below it and nothing is lost between two`() throws {
    let stage = try Stage(rows: 1000, size: 1000, rotation: RecordingRotation(.size(100_000)))
    stage.recorder.finish()
    let names = stage.folder.names
    #expect(names.count > 9)
    let files = names.map { stage.folder.bytes($0) }
    #expect(files.allSatisfy { $0.count <= 100_000 })
    let walkers = files.map(PcapngWalker.init)
    #expect(walkers.allSatisfy { $0.isWhole && $0.statistics != nil && $0.blocks.first?.type == 0x0a0d_0d0a })
    // The order of the names is the order of the datagrams.
    #expect(walkers.flatMap { $0.packets.map { number(of: $0) } } == Array(0..<1000))
    #expect(Set(names.map(\.count)) == ["a-20261123-070000.pcapng".count, "a-20261123-070000000000.pcapng".count])
    #expect(stage.recorder.status.files == names.count)
  }

  @Test func `of a rotation the last files are kept, and other files stay`() throws {
    let folder = try TestFolder()
    var writer = LogWriter(limit: 64 << 20)
    for number in 0..<1000 { writer.add(Stage.payload(number, 1000)) }
    writer.publish()
    folder.write("mine", to: "a-20200101-000000.pcapng")
    var plan = RecordingPlan(
      to: .file(folder.path + "/a.pcapng"), interface: .init(name: "udp://test"), application: "test")
    plan.rotation = RecordingRotation(.size(100_000), keep: 3)
    let recorder = try Recorder(
      plan, log: writer.log, arrivals: try WakeUp(), drops: DropCounter(sockets: 1), comments: Words())
    recorder.finish()
    let names = folder.names
    #expect(names.count == 4 && names[0] == "a-20200101-000000.pcapng")
    #expect(recorder.status.removed == recorder.status.files - 3)
    let numbers = names.dropFirst().flatMap { PcapngWalker(folder.bytes($0)).packets.compactMap { number(of: $0) } }
    #expect(numbers.max() == 999)
  }

  @Test func `a rotation by time finishes the file without waiting for more`() throws {
    let stage = try Stage(rows: 5, rotation: RecordingRotation(.time(200_000_000)))
    eventually("a finished file") {
      stage.folder.names.first.map { PcapngWalker(stage.folder.bytes($0)).statistics != nil } ?? false
    }
    #expect(stage.folder.names.count == 1)
    stage.writer.add(Stage.payload(5))
    stage.publish()
    stage.recorder.finish()
    #expect(stage.folder.names.count == 2)
  }

  @Test func `finishing hastily writes what is there at that moment`() throws {
    let stage = try Stage(rows: 500)
    #expect(stage.recorder.finishQuickly(within: 10_000_000_000))
    #expect(stage.file.packets.count == 500 && stage.file.statistics != nil)
  }
}
