package import UDPCore

/// A loader that fills a new capture log from capture files, merging several by time. It works in steps, so that the
/// caller can read the log in between and nothing is evicted unread. For one thread at a time.
package final class CaptureLoader {
  /// The outcome of a step.
  package enum Progress: Sendable, Hashable {
    case more
    /// No more data has arrived: wait for `waitingDescriptors`, at most until this time of the monotonic clock.
    case waits(until: Int64?)
    case finished
  }

  /// The maximum number of interface names.
  private static let mostInterfaces = 4_096
  /// The maximum number of comments that wait to be taken.
  private static let mostComments = 65_536
  /// The maximum amount that a step adds.
  package struct Slice: Sendable {
    package var datagrams = 8_192
    /// Payload bytes, approximately.
    package var bytes = 4 << 20

    package init() {}
  }

  /// The longest time that a pipe without data delays the other sources, in nanoseconds.
  private static let patience: Int64 = 100_000_000

  /// A file and its next item.
  struct Source {
    var reader: CaptureReader
    /// The name of the host that sends the stream; `nil` for a file.
    var host: String?
    /// The datagrams appended so far.
    var count = 0
    var head: CaptureReader.Step?
    /// The next item, if that is a datagram.
    var datagram = CapturedDatagram()
    /// The numbers in the log for the file's interfaces and encapsulations.
    var interfaces: [UInt32] = []
    var encapsulations: [UInt16] = []
    /// The time of the last row; an item without a time is sorted in after it.
    var lastTime = Int64.min
  }

  /// A stream that a udpeek on another host records.
  package struct HostStream {
    /// The name of the host, which its rows have in place of an interface.
    let name: String
    let reader: CaptureReader

    package init(name: String, _ reader: CaptureReader) {
      self.name = name
      self.reader = reader
    }
  }

  /// The files.
  package let readers: [CaptureReader]
  /// The numbers in the log for the hosts, by their order.
  package private(set) var hostInterfaces: [UInt32] = []
  /// The names of the files' interfaces, by their numbers in the log.
  package private(set) var interfaceNames: [UInt32: String] = [:]
  /// The names of what carried rows, by `LocalPath.encapsulation`, which starts at 1.
  package private(set) var encapsulations: [EncapsulationName] = []

  private let slice: Slice
  /// The interface name for each file, used when there are several files.
  private let labels: [String]
  var writer: LogWriter
  var sources: [Source]
  /// The kernel drops of the streams that have ended and been replaced.
  var drainedDrops = 0
  private var numbers: [String: UInt32] = [:]
  private var encapsulationTable = EncapsulationTable()
  private var comments: [CaptureComment] = []
  /// Kernel drops before rows of the last step, as recorded in the files.
  package private(set) var drops: [DropMark] = []
  /// The numbers of the rows of the last step that the user had marked.
  package private(set) var marked: [UInt64] = []
  /// What hosts sent by request, and the hosts, since the last `takeRequests`.
  var requests: [(host: Int, id: TransmitID)] = []
  /// The last datagram's number in the log.
  private var lastNumber: UInt64 = 0
  /// The time since which a pipe without data delays the others; `nil` if none does.
  private var heldSince: Int64?

  /// Creates a loader from files, and from hosts, into a log of at most `limit` bytes.
  package init(_ readers: [CaptureReader], hosts: [HostStream] = [], limit: Int, slice: Slice = Slice()) {
    self.readers = readers
    self.slice = slice
    labels = CaptureLabels.labels(of: readers.map(\.path)) + hosts.map(\.name)
    writer = LogWriter(limit: limit)
    sources = readers.map { Source(reader: $0) } + hosts.map { Source(reader: $0.reader, host: $0.name) }
    hostInterfaces = hosts.map { number(of: $0.name) }
  }

  /// Kernel drops in all files and on all hosts.
  package var kernelDrops: Int {
    sources.reduce(drainedDrops) { sum, source in
      let (total, isOver) = sum.addingReportingOverflow(source.reader.tally.kernelDrops)
      return isOver ? .max : total
    }
  }

  /// The log to fill.
  package var log: CaptureLog { writer.log }

  /// The descriptors to wait for after `waits`.
  package var waitingDescriptors: [Int32] {
    sources.compactMap { if case .waits = $0.head { $0.reader.descriptor } else { nil } }
  }

  /// Removes and returns the comments since the last call, in the order of the datagrams.
  package func takeComments() -> [CaptureComment] {
    defer { comments = [] }
    return comments
  }

  /// Appends the next rows, at most a slice, and makes them visible to readers.
  /// - Parameter now: the time of the monotonic clock, in nanoseconds.
  package func step(now: Int64) -> Progress {
    defer { writer.publish() }
    drops = []
    marked = []
    return sources.count == 1 ? stepAlone() : stepMerging(now: now)
  }

  /// Makes copied rows visible to readers.
  package func publish() { writer.publish() }

  /// Appends a copy of a row of another log.
  package func copy(_ datagram: Datagram) {
    if let note = datagram.alarm {
      writer.append(
        AlarmRow(note: note, time: datagram.time, peer: datagram.peer, local: datagram.local), marks: datagram.marks)
      return
    }
    let row = LogWriter.Row(
      kind: datagram.kind, time: datagram.time, size: datagram.size, isTruncated: datagram.isTruncated,
      marks: datagram.marks, peer: datagram.peer, local: datagram.local, failure: datagram.failure)
    datagram.withPayload { payload in _ = writer.append(row, payload: payload, id: datagram.transmitID) }
  }

  // MARK: One file

  private func stepAlone() -> Progress {
    let reader = sources[0].reader
    var bytes = 0
    var datagram = CapturedDatagram()
    for _ in 0..<slice.datagrams where bytes < slice.bytes {
      let step = reader.next(into: &datagram)
      switch step {
      case .datagram:
        append(datagram, of: reader, from: 0)
        bytes += datagram.payload.count
      case .unknownLink: append(step, from: 0)
      case .busy: return .more
      case .waits:
        sources[0].head = step
        return .waits(until: nil)
      case .end:
        if sources[0].head == nil { takeLastComments(of: reader) }
        sources[0].head = step
        return .finished
      }
    }
    return .more
  }

  // MARK: Several files

  private func stepMerging(now: Int64) -> Progress {
    var bytes = 0
    for _ in 0..<slice.datagrams where bytes < slice.bytes {
      var earliest: (index: Int, time: Int64)?
      var waits = false
      var isOver = true
      for index in sources.indices {
        switch fillHead(index) {
        case .busy: return .more
        case .waits: (waits, isOver) = (true, false)
        case .end: break
        case .datagram:
          isOver = false
          let time = sources[index].datagram.time ?? sources[index].lastTime
          if earliest.map({ time < $0.time }) ?? true { earliest = (index, time) }
        case .unknownLink(_, let time, _):
          isOver = false
          let time = time ?? sources[index].lastTime
          if earliest.map({ time < $0.time }) ?? true { earliest = (index, time) }
        }
      }
      guard let earliest else {
        heldSince = nil
        return isOver ? .finished : .waits(until: nil)
      }
      if waits {
        let since = heldSince ?? now
        heldSince = since
        guard now - since >= Self.patience else { return .waits(until: since + Self.patience) }
      } else {
        heldSince = nil
      }
      let source = sources[earliest.index]
      if case .datagram = source.head { bytes += source.datagram.payload.count }
      if let head = source.head { append(head, from: earliest.index) }
      sources[earliest.index].head = nil
    }
    return .more
  }

  /// Returns a file's next item, and reads it first if there was none.
  private func fillHead(_ index: Int) -> CaptureReader.Step {
    switch sources[index].head {
    case .some(.datagram), .some(.unknownLink), .some(.end): break
    case .some(.waits), .some(.busy), nil:
      let step = sources[index].reader.next(into: &sources[index].datagram)
      sources[index].head = step
      if case .end = step { takeLastComments(of: sources[index].reader) }
    }
    return sources[index].head ?? .end
  }

  // MARK: Rows

  private func append(_ step: CaptureReader.Step, from index: Int) {
    switch step {
    case .datagram: append(sources[index].datagram, of: sources[index].reader, from: index)
    case .unknownLink(let link, let time, let interface):
      let nowhere = Endpoint(.anyIPv4, port: 0)
      let row = LogWriter.Row(
        kind: .failure, time: turn(to: time, in: index), size: 0, marks: time == nil ? .timeless : DatagramMarks(),
        peer: nowhere,
        local: LocalPath(
          endpoint: nowhere, replySource: .anyIPv4, interface: number(of: interface, in: index), socket: 0),
        failure: TransmitFailure(origin: .file, code: Int32(clamping: link.rawValue)))
      writer.append(row, payload: RawSpan())
    case .waits, .busy, .end: break
    }
  }

  private func append(_ datagram: CapturedDatagram, of reader: CaptureReader, from index: Int) {
    let isOfHost = sources[index].host != nil
    let local = isOfHost ? numbered(datagram.local, in: index) : datagram.local
    let peer = isOfHost ? numbered(datagram.peer, in: index) : datagram.peer
    var marks = datagram.marks
    if datagram.time == nil { marks.insert(.timeless) }
    if datagram.isScoped { marks.insert(.scoped) }
    let row = LogWriter.Row(
      kind: datagram.failure != nil ? .failure : datagram.direction == .outgoing ? .outgoing : .incoming,
      time: turn(to: datagram.time, in: index),
      size: datagram.size, isTruncated: datagram.isTruncated,
      marks: marks, peer: peer,
      local: LocalPath(
        endpoint: local, replySource: local.address,
        interface: number(of: datagram.interface, in: index, isScoped: datagram.isScoped), socket: 0,
        encapsulation: datagram.encapsulation == 0 ? 0 : number(ofEncapsulation: datagram.encapsulation, in: index)),
      failure: datagram.failure)
    let number: UInt64
    if datagram.isAlarm {
      let alarm = AlarmRow(
        note: reader.alarm ?? AlarmNote(name: "", text: ""), time: row.time, peer: row.peer, local: row.local)
      number = writer.append(alarm, marks: marks)
    } else {
      let request = isOfHost ? datagram.request : nil
      if let request { requests.append((index - readers.count, request)) }
      number = reader.withPayload(of: datagram) { payload in writer.append(row, payload: payload, id: request) }
    }
    lastNumber = number
    sources[index].count += 1
    if datagram.isMarked { marked.append(number) }
    if datagram.drops > 0 { drops.append(DropMark(number: number, count: datagram.drops)) }
    guard datagram.hasComments else { return }
    for comment in reader.comments where comments.count < Self.mostComments {
      comments.append(
        CaptureComment(
          number: number, peer: [.interface, .file].contains(comment.subject) ? nil : peer,
          text: comment.text, subject: comment.subject))
    }
  }

  /// Returns the time by which a file's next row is sorted in: its own, or that of the row before.
  private func turn(to time: Int64?, in index: Int) -> Int64 {
    if let time { sources[index].lastTime = time }
    return sources[index].lastTime
  }

  /// Takes the comments after a file's last datagram, and attaches them to the newest row.
  private func takeLastComments(of reader: CaptureReader) {
    for comment in reader.comments where comments.count < Self.mostComments {
      comments.append(
        CaptureComment(
          number: lastNumber, peer: nil, text: comment.text, subject: comment.subject, isTrailing: true))
    }
  }

  /// Returns the number in the log for a file's interface. Its name is that in the file, or the file's label if there
  /// are several, followed by the scope of a scoped address: `night.jsonl%eth0`.
  private func number(of interface: Int, in index: Int, isScoped: Bool = false) -> UInt32 {
    if isScoped, isLabelled(index) {
      return number(of: "\(labels[index])%\(sources[index].reader.interfaceNames[interface])")
    }
    if interface < sources[index].interfaces.count { return sources[index].interfaces[interface] }
    let reader = sources[index].reader
    let names = isLabelled(index) ? reader.interfaceNames.map { _ in labels[index] } : reader.interfaceNames
    for name in names.dropFirst(sources[index].interfaces.count) { sources[index].interfaces.append(number(of: name)) }
    return interface < sources[index].interfaces.count ? sources[index].interfaces[interface] : 0
  }

  /// Whether interfaces have the label of their file or host, because there are others.
  private func isLabelled(_ index: Int) -> Bool { sources.count > 1 || sources[index].host != nil }

  /// Returns the number in the log for what a file's reader knows by a number.
  private func number(ofEncapsulation number: UInt16, in index: Int) -> UInt16 {
    let place = Int(number) - 1
    if place >= sources[index].encapsulations.count {
      for encapsulation in sources[index].reader.encapsulations.dropFirst(sources[index].encapsulations.count) {
        sources[index].encapsulations.append(encapsulationTable.number(of: encapsulation))
      }
      encapsulations += encapsulationTable.all.dropFirst(encapsulations.count).map(\.name)
    }
    return sources[index].encapsulations[place]
  }

  /// Returns the number for an interface name; 0 for an empty name and beyond the maximum.
  private func number(of name: String) -> UInt32 {
    if let known = numbers[name] { return known }
    guard !name.isEmpty, numbers.count < Self.mostInterfaces else { return 0 }
    let number = InterfaceNames.firstElsewhere + UInt32(numbers.count)
    numbers[name] = number
    interfaceNames[number] = name
    return number
  }
}
