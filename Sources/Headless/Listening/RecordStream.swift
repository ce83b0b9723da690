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
  private var drops = 0
  /// The registry's generation when the names were last adopted.
  private var namesGeneration: UInt64?

  /// Creates an empty stream to `output`.
  init(
    _ output: StandardOutput, _ formatter: RecordFormatter, dissector: StreamDissector? = nil,
    highlightsNotes: Bool = false
  ) {
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
    formatter.append(
      datagram, choice: choice, text: text(), note: note, isMarked: isMarked, description: description, pair: pair,
      tree: dissector?.tree(of: datagram), to: &bytes)
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
    formatter.append(drops: total, at: time, to: &bytes)
  }

  /// Writes the gathered records if no more rows are waiting or if a batch is full.
  mutating func flushIfDue(isCaughtUp: Bool) throws(StandardOutput.Problem) {
    if isCaughtUp || bytes.count >= Self.batchSize { try flush() }
  }

  /// Writes all gathered records.
  mutating func flush() throws(StandardOutput.Problem) {
    if bytes.isEmpty { return }
    let records = bytes
    bytes.removeAll(keepingCapacity: true)
    try output.write(records)
  }

  /// Adds the summary and writes all that is left.
  /// - Parameter time: the time of the summary, in nanoseconds since the Unix epoch; `nil` if unknown.
  mutating func finish(_ summary: RecordSummary, at time: Int64?) throws(StandardOutput.Problem) {
    noteDrops(summary.kernelDrops, at: time)
    formatter.append(summary, to: &bytes)
    try flush()
  }
}
