import CaptureFile
import DisplayFilter
import PayloadText
import UDPCore

/// The datagrams of a capture that are to be sent again, one after the other, whatever the file's length: a small log
/// is filled with some at a time, for filters read logs.
final class ReplaySource {
  /// What comes next.
  enum Next {
    case datagram(Datagram)
    /// A pipe has nothing yet.
    case waits
    case end
  }

  private static let rowsAtOnce = 256
  private static let bytesAtOnce = 1 << 20

  /// Datagrams that match, but are not whole in the file.
  private(set) var cut = 0
  /// Whether it is a file that can be read twice; standard input comes once, even from a file.
  let isFile: Bool
  private let reader: CaptureReader
  private var judge: FilterJudge
  private var context: FilterContext
  private var writer = LogWriter(limit: CaptureLog.minimumLimit)
  private var snapshot = LogSnapshot()
  private var position: UInt64 = 1
  private var isAtEnd = false

  /// - Throws: why there is no such capture.
  init(_ path: String, filter: DisplayFilter, encodings: ChosenEncodings) throws(CaptureFileError) {
    reader = try CaptureReader(path: path)
    isFile = path != "-" && reader.progress.of != nil
    judge = FilterJudge(filter)
    context = FilterContext(texts: encodings.texts, now: Clock.wall)
  }

  /// To wait for after `waits`.
  var descriptor: Int32 { reader.descriptor }

  /// What is wrong with the file, a sentence each.
  var warnings: [String] { reader.tally.warnings.map(\.description) }

  /// Packets without a datagram that could be sent.
  var skipped: Int { reader.tally.skipped }

  func next() throws(Failure) -> Next {
    while true {
      while position < snapshot.endNumber {
        defer { position += 1 }
        guard let datagram = snapshot[position] else {
          throw Failure("datagram \(position) of the capture was pushed out of memory before it could be sent")
        }
        guard try isWanted(datagram) else { continue }
        if datagram.storedSize < datagram.size || datagram.isTruncated || datagram.marks.contains(.fragment) {
          cut += 1
        } else {
          return .datagram(datagram)
        }
      }
      if isAtEnd {
        if let failure = reader.failure { throw Failure(failure.description) }
        return .end
      }
      if !fill() { return .waits }
    }
  }

  private func isWanted(_ datagram: Datagram) throws(Failure) -> Bool {
    if judge.filter.isEverything { return true }
    if datagram.kind == .incoming { context.texts.observe(datagram) }
    do throws(FilterFailure) { return try judge.matches(datagram, in: context) } catch {
      throw Failure(error.description)
    }
  }

  /// - Returns: whether there is something new, the end included.
  private func fill() -> Bool {
    var rows = 0
    var bytes = 0
    // What is held of the log could not give way to what comes.
    snapshot = LogSnapshot()
    defer {
      writer.publish()
      snapshot = writer.log.snapshot()
    }
    while rows < Self.rowsAtOnce, bytes < Self.bytesAtOnce {
      switch reader.next() {
      case .datagram(let datagram):
        append(datagram)
        rows += 1
        bytes += datagram.payload.count
      case .unknownLink: continue
      case .waits: return rows > 0
      case .end:
        isAtEnd = true
        return true
      }
    }
    return true
  }

  private func append(_ datagram: CapturedDatagram) {
    let local = datagram.local
    let row = LogWriter.Row(
      kind: datagram.direction == .outgoing ? .outgoing : .incoming, time: datagram.time, size: datagram.size,
      isTruncated: datagram.isTruncated, marks: datagram.marks, peer: datagram.peer,
      local: LocalPath(endpoint: local, replySource: local.address, interface: 0, socket: 0))
    reader.withPayload(of: datagram) { payload in _ = writer.append(row, payload: payload) }
  }
}
