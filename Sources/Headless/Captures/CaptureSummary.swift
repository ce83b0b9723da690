import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// Totals over the datagrams that match the filter.
struct CaptureSummary {
  /// The most distinct peers counted.
  private static let mostPeers = 1 << 20
  /// The most comments of other programs that are kept.
  private static let mostComments = 16

  private var walk: CaptureWalk
  private var datagrams = 0
  private var bytes = 0
  private var peers = DistinctPeers(limit: Self.mostPeers)
  /// The time range of the datagrams that have a time.
  private var first: Int64?
  private var last: Int64?
  private var timeless = 0
  /// Distinct comments that other programs attached to sections or interfaces.
  private var comments: [String] = []

  /// Creates an empty summary of the rows that the setup's filter shows.
  init(_ setup: Setup, signals: SignalRelay) {
    walk = CaptureWalk(
      filter: setup.filter, encodings: setup.encodings, readsTexts: false,
      formats: setup.observedFormats(handsOver: false),
      signals: signals)
  }

  /// Sentences about the rows that the filter could not judge.
  var failures: [Phrase] { walk.failureSentences("they are counted") }

  /// Adds the matching rows of one step.
  mutating func read(_ step: CaptureStep) {
    for comment in step.comments where !comment.isOnRow && comments.count < Self.mostComments {
      if !comments.contains(comment.text) { comments.append(comment.text) }
    }
    var seen = Seen()
    walk.read(step) { row, _ in
      let datagram = row.datagram
      guard datagram.kind.isDatagram else { return }
      seen.datagrams += 1
      seen.bytes += datagram.size
      if let time = datagram.timestamp {
        seen.first = min(seen.first, time)
        seen.last = max(seen.last, time)
      } else {
        seen.timeless += 1
      }
      peers.insert(datagram.peer)
    }
    peers.settle()
    guard seen.datagrams > 0 else { return }
    datagrams += seen.datagrams
    bytes += seen.bytes
    timeless += seen.timeless
    guard seen.timeless < seen.datagrams else { return }
    first = min(first ?? seen.first, seen.first)
    last = max(last ?? seen.last, seen.last)
  }

  /// The totals of one step.
  private struct Seen {
    var datagrams = 0
    var bytes = 0
    var timeless = 0
    var first = Int64.max
    var last = Int64.min
  }

  /// The object that `--json` prints.
  func object(of readers: [CaptureReader]) -> JSONObject {
    var object = JSONObject()
    object.add("datagrams", datagrams)
    object.add("bytes", bytes)
    object.add("peers", peers.count)
    object.add("first", first.map(UTCTime.text))
    object.add("last", last.map(UTCTime.text))
    object.add("kernel_drops", readers.kernelDrops)
    object.add("skipped", readers.reduce(0) { $0 + $1.tally.skipped })
    let skipped = SkippedPackets(readers.map(\.tally))
    object.add("skipped_kinds", skipped.counts.map { ($0.name, $0.count) })
    object.add("joined", skipped.joined.datagrams)
    object.add("joined_fragments", skipped.joined.fragments)
    object.add("without_time", timeless)
    object.add("comments", comments)
    object.add("warnings", (warnings(readers) + failures).map(\.english))
    return object
  }

  /// The lines printed for people.
  func lines(of readers: [CaptureReader], _ console: Console) -> [UInt8] {
    let total = readers.reduce(0) { $0 + $1.tally.packets }
    var rows: [(Phrase, Phrase)] = [
      ("files", readers.map(Self.name).joined(separator: ", ")),
      ("datagrams", "\(datagrams) of \(total) packets"), ("bytes", "\(bytes)"),
      ("peers", peers.count < Self.mostPeers ? "\(peers.count)" : "\(peers.count) or more"),
    ]
    if let first, let last {
      rows += [
        ("first", Phrase(verbatim: UTCTime.text(first))), ("last", Phrase(verbatim: UTCTime.text(last))),
      ]
      let span = last.subtractingReportingOverflow(first)
      if !span.overflow { rows.append(("span", Phrase(verbatim: Self.span(span.partialValue)))) }
    }
    rows.append(("kernel drops", "\(readers.kernelDrops)"))
    if timeless > 0 { rows.append(("without time", "\(timeless)")) }
    let skipped = SkippedPackets(readers.map(\.tally))
    if skipped.joined.datagrams > 0 {
      rows.append(
        (
          "joined",
          skipped.joined.datagrams == 1
            ? "1 datagram from \(skipped.joined.fragments) fragments"
            : "\(skipped.joined.datagrams) datagrams from \(skipped.joined.fragments) fragments"
        ))
    }
    rows.append(("skipped", skipped.phrase))
    rows += Self.rows("comments", comments.map { Phrase(verbatim: $0) }) + Self.rows("warnings", warnings(readers))
    return rows.flatMap { name, value in
      let line =
        SafeText(console.wording.text(name)).padded(toColumns: 14) + SafeText(console.wording.text(value))
      return console.locale.encode(line) + [0x0a]
    }
  }

  /// Rows for several values, of which only the first has the name.
  private static func rows(_ name: Phrase, _ values: [Phrase]) -> [(Phrase, Phrase)] {
    zip([name] + values.dropFirst().map { _ in "" }, values).map { ($0, $1) }
  }

  /// The reader's name with its format: `night.pcap (pcap)`.
  private static func name(_ reader: CaptureReader) -> Phrase {
    let format: Phrase =
      reader.format.map { Phrase(verbatim: $0.rawValue) } ?? (reader.tally.isIncomplete ? "not read" : "empty")
    return "\(reader.name) (\(format))"
  }

  private func warnings(_ readers: [CaptureReader]) -> [Phrase] {
    var warnings = readers.flatMap(\.sentences)
    if peers.count == Self.mostPeers {
      warnings.append("only the first \(Self.mostPeers) peers are counted one by one")
    }
    return warnings
  }

  /// A duration as text: `1 h 02 min 03.456 s`.
  private static func span(_ nanoseconds: Int64) -> String {
    let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let fraction = (rest / 1_000_000).digits(3)
    if seconds < 60 { return "\(seconds).\(fraction) s" }
    let minutes = "\((seconds % 60).digits(2)).\(fraction) s"
    if seconds < 3_600 { return "\(seconds / 60) min \(minutes)" }
    return "\(seconds / 3_600) h \((seconds / 60 % 60).digits(2)) min \(minutes)"
  }
}
