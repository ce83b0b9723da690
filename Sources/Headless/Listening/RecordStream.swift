import CaptureFile
import CommandCore
import PayloadText
import PeerText
import UDPCore

/// Gathers records and writes them when no more are waiting, or when many have gathered.
struct RecordStream {
  private static let batchSize = 64 << 10

  private let output: StandardOutput
  /// The formatter of the records.
  var formatter: RecordFormatter
  private var bytes: [UInt8] = []
  private var drops = 0
  /// The registry's generation when the names were last adopted.
  private var namesGeneration: UInt64?

  /// Creates an empty stream to `output`.
  init(_ output: StandardOutput, _ formatter: RecordFormatter) {
    self.output = output
    self.formatter = formatter
    bytes.reserveCapacity(Self.batchSize * 2)
  }

  /// Adds a datagram's record.
  mutating func add(
    _ datagram: Datagram, choice: EncodingChoice, text: @autoclosure () -> DecodedText, note: String? = nil,
    isMarked: Bool = false, description: DatagramDescription? = nil
  ) {
    formatter.append(
      datagram, choice: choice, text: text(), note: note, isMarked: isMarked, description: description, to: &bytes)
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
