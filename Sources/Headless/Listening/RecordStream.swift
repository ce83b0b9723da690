import CaptureFile
import CommandCore
import PayloadText
import PeerText
import UDPCore

/// Gathers records and writes them when nothing more is waiting, or when there is much.
struct RecordStream {
  private static let batchSize = 64 << 10

  private let output: StandardOutput
  var formatter: RecordFormatter
  private var bytes: [UInt8] = []
  private var drops = 0
  /// The registry's generation whose names are known.
  private var namesGeneration: UInt64?

  init(_ output: StandardOutput, _ formatter: RecordFormatter) {
    self.output = output
    self.formatter = formatter
    bytes.reserveCapacity(Self.batchSize * 2)
  }

  mutating func add(
    _ datagram: Datagram, choice: EncodingChoice, text: DecodedText, note: String? = nil, isMarked: Bool = false
  ) {
    formatter.append(datagram, choice: choice, text: text, note: note, isMarked: isMarked, to: &bytes)
  }

  /// Takes over the names of interfaces, where some are new.
  mutating func nameInterfaces(by registry: InterfaceRegistry) {
    let generation = registry.generation
    guard generation != namesGeneration else { return }
    namesGeneration = generation
    formatter.interfaces = registry.names
  }

  /// Adds a record when the total of kernel drops has grown.
  /// - Parameter time: when that was known, in nanoseconds since the Unix epoch; `nil` where nobody knows.
  mutating func noteDrops(_ total: Int, at time: Int64?) {
    guard total > drops else { return }
    drops = total
    formatter.append(drops: total, at: time, to: &bytes)
  }

  mutating func flushIfDue(isCaughtUp: Bool) throws(StandardOutput.Problem) {
    if isCaughtUp || bytes.count >= Self.batchSize { try flush() }
  }

  mutating func flush() throws(StandardOutput.Problem) {
    if bytes.isEmpty { return }
    let records = bytes
    bytes.removeAll(keepingCapacity: true)
    try output.write(records)
  }

  /// Adds the summary and writes what is left.
  /// - Parameter time: when that was, in nanoseconds since the Unix epoch; `nil` where nobody knows.
  mutating func finish(_ summary: RecordSummary, at time: Int64?) throws(StandardOutput.Problem) {
    noteDrops(summary.kernelDrops, at: time)
    formatter.append(summary, to: &bytes)
    try flush()
  }
}
