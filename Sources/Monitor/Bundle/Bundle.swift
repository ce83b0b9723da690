package import Basics
import DisplayFilter
import PayloadText
import UDPCore

/// The contents of a folder that tells somebody else what was seen: the rows that are shown, the peers, a summary.
package struct Bundle: Sendable {
  /// The names of its files.
  package enum File {
    package static let rows = "datagrams.pcapng"
    package static let peers = "peers.csv"
    package static let configuration = "config.toml"
    package static let summary = "summary.md"
  }

  /// The most peers that the summary lists.
  private static let mostPeers = 20
  /// The most marks that the summary lists.
  private static let mostMarks = 1_000

  /// The rows that are shown.
  package let rows: RowsToWrite
  /// The peers of the log.
  package let peers: BundledPeers
  private let catalogue: Catalogue
  private let utcOffsets: UTCOffsets
  private let wall: Int64
  private let places: [String]
  private let filter: String
  private let counters: LogCounters
  private let stored: UInt64
  private let drops: KernelDrops
  private let withheld: Int
  /// The notes on rows of the bundle, each with the time of the row and its peer; and the marked rows.
  private let notes: [(row: String, note: String)]
  private let marks: [String]

  init(_ state: State) {
    rows = state.rowsToWrite
    peers = BundledPeers(state)
    catalogue = state.configuration.catalogue
    utcOffsets = state.configuration.utcOffsets
    wall = state.clock.wall
    let interfaces = state.configuration.interfaces
    places =
      state.configuration.showsFiles
      ? state.configuration.files.map { SafeText($0).description }
      : state.configuration.bound.map { $0.text(interfaces) }
    filter = state.filtering.run.filter.source
    counters = state.log.counters
    stored = state.log.endNumber - state.log.firstNumber
    drops = state.source.drops
    withheld = state.source.withheld
    let (log, run) = (state.log, state.filtering.run)
    let offsets = state.configuration.utcOffsets
    /// The time of a row and its peer, which the rows of the file have too; `nil` if the bundle does not have the row.
    func name(_ row: UInt64) -> String? {
      guard run.isShown(row), let datagram = log[row] else { return nil }
      let peer = datagram.peer.text(interfaces)
      return datagram.timestamp.map { "\(TimeText.full($0, offsets)) \(peer)" } ?? peer
    }
    notes = rows.notes.sorted { $0.key < $1.key }.compactMap { row, note in name(row).map { ($0, note) } }
    marks = rows.marked.sorted().compactMap(name)
  }

  /// The result of writing the rows, which the summary reports.
  package struct Outcome: Sendable {
    /// The rows in the file.
    package var written: Int
    /// The rows that were evicted before they could be written.
    package var missed: Int
    /// The times of the first and last of the rows in the file, in nanoseconds since the Unix epoch; `nil` without any.
    package var times: ClosedRange<Int64>?

    package init(written: Int, missed: Int, times: ClosedRange<Int64>?) {
      (self.written, self.missed, self.times) = (written, missed, times)
    }
  }

  /// The summary in Markdown, in the person's language.
  /// - Parameter program: the program and the host, as in `udpeek 0.1.0 on router, Linux 6.1.0`.
  package func summary(_ outcome: Outcome, by program: Phrase) -> String {
    var text = Markdown(catalogue)
    text.heading("Bundle of \(moment(wall))", level: 1)
    text.item("written by \(program)")
    text.item("times are local: UTC\(offset)")
    text.section("Rows")
    for place in places { text.item("source: `\(place)`") }
    text.item(filter.isEmpty ? "no filter" : "filter: `\(filter)`")
    text.item("rows in \(File.rows): \(Figures.grouped(outcome.written)) of \(Figures.grouped(Int(stored))) in memory")
    if outcome.missed > 0 { text.item("evicted before they could be written: \(Figures.grouped(outcome.missed))") }
    if let times = outcome.times {
      text.item("first row: \(moment(times.lowerBound))")
      text.item("last row: \(moment(times.upperBound))")
    }
    text.section("Counts since the start")
    counts.forEach { text.item($0) }
    addPeers(to: &text)
    addWork(to: &text)
    text.section("Files")
    text.item("`\(File.rows)`: the rows, with notes and marks; open it with udpeek open or Wireshark")
    text.item("`\(File.peers)`: all peers, one a line; times are in UTC")
    text.item("`\(File.configuration)`: the configuration in force, with saved messages")
    return text.lines.joined(separator: "\n") + "\n"
  }

  private var counts: [Phrase] {
    var counts: [Phrase] = [
      "received: \(Figures.grouped(counters.received)) (\(Figures.bytes(counters.receivedBytes)))",
      "sent: \(Figures.grouped(counters.sent))",
      "failed to send: \(Figures.grouped(counters.failed))",
      drops.isLowerBound
        ? "dropped by the kernel: at least \(Figures.grouped(drops.count))"
        : "dropped by the kernel: \(Figures.grouped(drops.count))",
      "evicted from memory: \(Figures.grouped(counters.evicted))",
      "truncated: \(Figures.grouped(counters.truncated))",
    ]
    if withheld > 0 { counts.append("replies withheld: \(Figures.grouped(withheld))") }
    return counts
  }

  private func addPeers(to text: inout Markdown) {
    text.section("Peers")
    if peers.uncounted > 0 { text.item("not counted yet: rows \(Figures.grouped(Int(peers.uncounted)))") }
    if peers.isEmpty { return text.item("none") }
    if peers.count > Self.mostPeers {
      text.item("the \(Self.mostPeers) that sent most, of \(Figures.grouped(peers.count))")
      text.lines.append("")
    }
    text.row(["Peer", "Received", "Bytes", "Sent", "Errors", "Encoding"])
    text.lines.append("|---|--:|--:|--:|--:|---|")
    for line in peers.busiest(Self.mostPeers) { text.row(line.cells.map { Phrase(verbatim: $0) }) }
  }

  private func addWork(to text: inout Markdown) {
    if !notes.isEmpty {
      text.section("Notes")
      for (row, note) in notes { text.item(Phrase(verbatim: "\(row): \(Markdown.escaped(note))")) }
    }
    if marks.isEmpty { return }
    text.section("Marks")
    for row in marks.prefix(Self.mostMarks) { text.item(Phrase(verbatim: row)) }
    let more = marks.count - Self.mostMarks
    if more > 0 { text.item("and \(Figures.grouped(more)) more") }
  }

  /// The local time's distance from UTC at the time of the bundle: `+08:00`.
  private var offset: String {
    let minutes = utcOffsets.offset(at: wall) / 60
    return "\(minutes < 0 ? "-" : "+")\(abs(minutes / 60).digits(2)):\(abs(minutes % 60).digits(2))"
  }

  /// `2026-11-22 21:07:45.123456`, by local time.
  private func moment(_ time: Int64) -> String { TimeText.full(time, utcOffsets) }
}

/// A text in Markdown, line by line.
private struct Markdown {
  var lines: [String] = []
  private let catalogue: Catalogue

  init(_ catalogue: Catalogue) { self.catalogue = catalogue }

  mutating func heading(_ phrase: Phrase, level: Int) {
    lines += [String(repeating: "#", count: level) + " " + words(phrase), ""]
  }

  mutating func section(_ phrase: Phrase) {
    lines.append("")
    heading(phrase, level: 2)
  }

  mutating func item(_ phrase: Phrase) { lines.append("- " + words(phrase)) }

  mutating func row(_ cells: [Phrase]) {
    lines.append("| " + cells.map { Self.escaped(words($0)) }.joined(separator: " | ") + " |")
  }

  private func words(_ phrase: Phrase) -> String { catalogue(phrase).description }

  /// Text that Markdown shows as it is.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\`*_[]<>|#".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
