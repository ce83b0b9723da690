import CaptureFile
import CommandCore
import PayloadText
import PeerText
import UDPCore

/// Gathers records and writes them when no more are waiting, or when many have gathered.
struct RecordStream {
  private static let batchSize = 64 << 10
  /// The sequences that begin and end red text (ECMA-48, SGR).
  private static let (red, plain) = (Array("\u{1b}[31m".utf8), Array("\u{1b}[39m".utf8))

  private let output: StandardOutput
  /// The formatter of the records.
  var formatter: RecordFormatter
  /// Makes Wireshark's tree of each datagram; `nil` without `--dissect`.
  private var dissector: StreamDissector?
  /// Whether the records with notes are red.
  private let highlightsNotes: Bool
  private var bytes: [UInt8] = []
  /// The number of bytes at the beginning that have been written.
  private var written = 0
  /// Whether the reader has not accepted all that was to be written.
  private(set) var isBlocked = false
  /// Joins objects into arrays; `nil` for one object a line.
  private var batch: RecordBatch?
  private var drops = 0
  /// Rows that were evicted before they were printed.
  private var evicted = 0
  /// The registry's generation when the names were last adopted.
  private var namesGeneration: UInt64?

  /// Creates an empty stream to `output`.
  init(
    _ output: StandardOutput, _ formatter: RecordFormatter, dissector: StreamDissector? = nil,
    highlightsNotes: Bool = false, batch: RecordBatch.Limits? = nil
  ) {
    self.batch = batch.map { RecordBatch($0) }
    self.highlightsNotes = highlightsNotes
    self.output = output
    self.formatter = formatter
    self.dissector = dissector
    bytes.reserveCapacity(Self.batchSize * 2)
  }

  /// Adds a datagram's record.
  mutating func add(
    _ datagram: Datagram, choice: EncodingChoice, text: @autoclosure () -> DecodedText, note: String? = nil,
    isMarked: Bool = false, description: DatagramDescription? = nil, pair: RecordedPair? = nil
  ) {
    let isRed = highlightsNotes && note != nil
    if isRed { bytes += Self.red }
    let tree = dissector?.tree(of: datagram)
    append { formatter, bytes in
      formatter.append(
        datagram, choice: choice, text: text(), note: note, isMarked: isMarked, description: description, pair: pair,
        tree: tree, to: &bytes)
    }
    if isRed {
      // Before the line feed, so that no other line begins red.
      if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
      bytes += Self.plain + [UInt8(ascii: "\n")]
    }
  }

  /// Adopts the names of interfaces if they have changed.
  mutating func nameInterfaces(by registry: InterfaceRegistry) {
    let generation = registry.generation
    guard generation != namesGeneration else { return }
    namesGeneration = generation
    formatter.interfaces = registry.names
  }

  /// Adds a record if the total of kernel drops has grown.
  /// - Parameter time: the time of that total, in nanoseconds since the Unix epoch; `nil` if unknown.
  mutating func noteDrops(_ total: Int, at time: Int64?) {
    guard total > drops else { return }
    drops = total
    append { $0.append(drops: total, at: time, to: &$1) }
  }

  /// Adds a record of rows that were evicted before they could be printed.
  mutating func noteEvicted(_ numbers: Range<UInt64>, at time: Int64?) {
    evicted += numbers.count
    let total = evicted
    append { $0.append(evicted: numbers, of: total, at: time, to: &$1) }
  }

  /// The time of the monotonic clock at which gathered records are to be written; `nil` if no time is set.
  var due: Int64? { batch?.due }

  /// Writes the gathered records if no more rows are waiting or if many have gathered; of a batch only what is due.
  mutating func flushIfDue(isCaughtUp: Bool) throws(StandardOutput.Problem) {
    batch?.closeIfDue(&bytes, isCaughtUp: isCaughtUp)
    if isCaughtUp || bytes.count >= Self.batchSize { try writeLines() }
  }

  /// Writes all gathered records.
  mutating func flush() throws(StandardOutput.Problem) {
    batch?.close(&bytes)
    try writeLines()
  }

  /// Writes, without waiting, what `flushIfDue` would write. What the reader does not accept yet stays.
  mutating func writeReady(isCaughtUp: Bool) throws(StandardOutput.Problem) {
    batch?.closeIfDue(&bytes, isCaughtUp: isCaughtUp)
    guard isCaughtUp || isBlocked || bytes.count >= Self.batchSize else { return }
    let count = batch?.complete(of: bytes) ?? bytes.count
    if written < count { written += try output.writeReady(bytes, written..<count) }
    isBlocked = written < count
    if !isBlocked { forgetWritten() }
  }

  /// Writes the complete lines, however long the reader takes.
  mutating func writeLines() throws(StandardOutput.Problem) {
    isBlocked = false
    let count = batch?.complete(of: bytes) ?? bytes.count
    if written < count {
      let lines = written == 0 && count == bytes.count ? bytes : Array(bytes[written..<count])
      written = count
      forgetWritten()
      return try output.write(lines)
    }
    forgetWritten()
  }

  private mutating func forgetWritten() {
    if written == bytes.count { bytes.removeAll(keepingCapacity: true) } else { bytes.removeFirst(written) }
    batch?.forget(written)
    written = 0
  }

  /// Adds what a closure appends: a line, or nothing.
  private mutating func append(_ write: (inout RecordFormatter, inout [UInt8]) -> Void) {
    guard batch != nil else { return write(&formatter, &bytes) }
    batch?.add(to: &bytes) { write(&formatter, &$0) }
  }

  /// Adds the summary and writes all that is left.
  /// - Parameter time: the time of the summary, in nanoseconds since the Unix epoch; `nil` if unknown.
  mutating func finish(_ summary: RecordSummary, at time: Int64?) throws(StandardOutput.Problem) {
    noteDrops(summary.kernelDrops, at: time)
    append { $0.append(summary, to: &$1) }
    try flush()
  }
}
