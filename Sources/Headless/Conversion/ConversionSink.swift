import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// Encodes rows in one of the formats that `convert` writes.
protocol ConversionSink: AnyObject {
  /// Whether the format needs the rows' text.
  var needsTexts: Bool { get }
  /// Gathered bytes.
  var count: Int { get }

  /// Writes whatever precedes the first row.
  func begin()
  /// Adds a row and the kernel drops before it.
  /// - Returns: whether the format can represent the row; a failure is not a datagram.
  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts) -> Bool
  /// Writes whatever follows the last row.
  /// - Parameters:
  ///   - drops: the kernel drops in all.
  ///   - comments: the comments after the files' last datagrams.
  func end(drops: Int, comments: [String])
  /// Adopts the names of interfaces before the rows that need them.
  func name(_ interfaces: InterfaceNames, _ encapsulations: [EncapsulationName])
  /// Hands over the gathered bytes, and forgets them.
  func drain<E: Error>(_ body: (RawSpan) throws(E) -> Void) throws(E)
  /// Sentences about everything that could not be written unchanged.
  var remarks: [Phrase] { get }
}

extension ConversionSink {
  var remarks: [Phrase] { [] }

  /// Ignores the names, which most formats do not need.
  func name(_ interfaces: InterfaceNames, _ encapsulations: [EncapsulationName]) {}
}

/// Datagrams that a format cannot represent exactly.
private struct Inexact {
  let count: Int
  let one: Phrase
  let many: (Int) -> Phrase

  /// Sentences about the kinds that occur.
  static func sentences(_ all: [Inexact]) -> [Phrase] {
    all.filter { $0.count > 0 }.map { $0.count == 1 ? $0.one : $0.many($0.count) }
  }
}

/// Counts of the information that a format cannot represent.
private struct Losses {
  /// Sent datagrams, which look received in the output.
  var sent = 0
  var drops = 0
  /// Datagrams with anomalies that a record has words for: a wrong length, a fragment.
  var marks = 0
  /// Rows marked by the user.
  var marked = 0
  private var comments = 0

  /// Counts lost comments, on a row or after the last one; those that name an encoding do not count, as they are
  /// regenerated.
  mutating func count(_ comments: [String]) {
    self.comments += comments.count { !CaptureNote($0).isAboutEncoding }
  }

  /// The sentence about the losses; empty if nothing was lost.
  func sentence(_ form: CaptureFormat) -> [Phrase] {
    let lost = Inexact.sentences([
      Inexact(count: sent, one: "which 1 datagram was sent", many: { "which \($0) datagrams were sent" }),
      Inexact(count: drops, one: "1 kernel drop", many: { "\($0) kernel drops" }),
      Inexact(count: marks, one: "what is odd about 1 datagram", many: { "what is odd about \($0) datagrams" }),
      Inexact(count: marked, one: "the mark on 1 row", many: { "the marks on \($0) rows" }),
      Inexact(count: comments, one: "1 comment", many: { "\($0) comments" }),
    ])
    return lost.isEmpty ? [] : ["\(form.rawValue) has no place for \(lost.joined(separator: ", ")): pcapng keeps that"]
  }
}

extension CaptureFormat {
  /// The sink that writes this format.
  func sink(of capture: Capture, _ style: CSVStyle, _ selection: RecordSelection?) -> any ConversionSink {
    switch self {
    case .csv, .jsonLines: RecordSink(self, capture.setup, style, selection)
    case .pcap: PcapSink()
    case .pcapng: PcapngSink(capture)
    }
  }
}

/// Writes CSV or JSON Lines.
private final class RecordSink: ConversionSink {
  private let form: CaptureFormat
  private let setup: Setup
  private var formatter: RecordFormatter
  private var bytes: [UInt8] = []
  private var losses = Losses()
  /// The last total of kernel drops that was written, and the time of the last datagram that has one.
  private var drops = 0
  private var lastTime: Int64?

  init(_ format: CaptureFormat, _ setup: Setup, _ style: CSVStyle, _ selection: RecordSelection?) {
    form = format
    self.setup = setup
    formatter = RecordFormatter(
      form: format == .csv ? .csv(style) : .json, locale: .utf8, interfaces: setup.interfaces)
    formatter.columns = setup.fieldColumns.map(\.column)
    formatter.selection = selection
  }

  var needsTexts: Bool { true }
  var count: Int { bytes.count }

  func name(_ interfaces: InterfaceNames, _ encapsulations: [EncapsulationName]) {
    formatter.interfaces = interfaces
    formatter.encapsulations = encapsulations
  }

  func begin() { bytes += formatter.header }

  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts) -> Bool {
    let datagram = row.datagram
    note(drops: drops + row.drops, at: datagram.timestamp)
    lastTime = datagram.timestamp ?? lastTime
    let choice = texts.choice(of: datagram)
    formatter.append(
      datagram, choice: choice, text: texts.text(of: datagram, as: choice), note: row.note, isMarked: row.isMarked,
      description: setup.description(row.observed.observation), to: &bytes)
    return true
  }

  func end(drops: Int, comments: [String]) {
    note(drops: drops, at: lastTime)
    if form == .csv { losses.drops = drops }
    losses.count(comments)
  }

  /// Adds a drops record if the total has grown, as JSON Lines does.
  private func note(drops total: Int, at time: Int64?) {
    guard total > drops else { return }
    drops = total
    formatter.append(drops: total, at: time, to: &bytes)
  }

  var remarks: [Phrase] { losses.sentence(form) }

  func drain<E: Error>(_ body: (RawSpan) throws(E) -> Void) throws(E) {
    // The memory is used again: it has one owner when it is emptied.
    var gathered: [UInt8] = []
    swap(&gathered, &bytes)
    try unsafe body(gathered.span.bytes)
    gathered.removeAll(keepingCapacity: true)
    swap(&gathered, &bytes)
  }
}

/// Writes classic pcap.
private final class PcapSink: ConversionSink {
  private var buffer = PcapBuffer()
  private var losses = Losses()

  var needsTexts: Bool { false }
  var count: Int { buffer.count }

  func begin() { buffer.begin() }

  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts) -> Bool {
    if !row.datagram.kind.isDatagram { return false }
    buffer.add(row.datagram)
    if row.datagram.kind == .outgoing { losses.sent += 1 }
    if !row.datagram.marks.names.isEmpty { losses.marks += 1 }
    if row.isMarked { losses.marked += 1 }
    losses.count(row.notes.map(\.text))
    return true
  }

  func end(drops: Int, comments: [String]) {
    losses.drops = drops
    losses.count(comments)
  }

  func drain<E: Error>(_ body: (RawSpan) throws(E) -> Void) throws(E) {
    try buffer.withBytes(body)
    buffer.removeAll()
  }

  var remarks: [Phrase] {
    let inexact = [
      Inexact(
        count: buffer.early, one: "1 datagram before 1970 is written as 1970: pcapng can say such times",
        many: { "\($0) datagrams before 1970 are written as 1970: pcapng can say such times" }),
      Inexact(
        count: buffer.late, one: "1 datagram after 2106 is written as 2106: pcapng can say such times",
        many: { "\($0) datagrams after 2106 are written as 2106: pcapng can say such times" }),
      Inexact(
        count: buffer.timelessFirst,
        one:
          "1 datagram without a time is written as of 1970, because none before it has one: pcapng can leave it out",
        many: {
          "\($0) datagrams without a time are written as of 1970, because none before them has one: pcapng can leave it out"
        }),
      Inexact(
        count: buffer.timeless,
        one: "1 datagram without a time is written with the time of the one before it: pcapng can leave it out",
        many: {
          "\($0) datagrams without a time are written with the time of those before them: pcapng can leave it out"
        }),
    ]
    return Inexact.sentences(inexact) + losses.sentence(.pcap)
  }
}

/// Writes pcapng with everything a recording contains: direction, drops, encodings and notes.
private final class PcapngSink: ConversionSink {
  private var rows: PcapngRows
  private(set) var count = 0

  init(_ capture: Capture) {
    let names = capture.readers.map(\.name)
    rows = PcapngRows(
      name: names.prefix(4).joined(separator: " ") + (names.count > 4 ? " and \(names.count - 4) more" : ""),
      application: Program.version, texts: capture.setup.encodings.texts)
  }

  var needsTexts: Bool { true }

  func begin() {}

  func add(_ row: CaptureWalk.Row, _ texts: PeerTexts) -> Bool {
    rows.add(drops: row.drops)
    let datagram = row.datagram
    if !datagram.kind.isDatagram {
      rows.add(withoutPacket: datagram, note: row.notes.first?.text, isMarked: row.isMarked)
      return false
    }
    // A note may read like a comment that a recording writes.
    let notes = row.notes.map {
      $0.isAmbiguous ? CaptureNote.comment(on: datagram, $0.text, InterfaceNames()) : $0.text
    }
    count = rows.add(datagram, notes: notes, isMarked: row.isMarked, texts)
    return true
  }

  func end(drops: Int, comments: [String]) { rows.end(drops: drops, comments: comments) }

  func drain<E: Error>(_ body: (RawSpan) throws(E) -> Void) throws(E) {
    try rows.drain(body)
    count = 0
  }

  var remarks: [Phrase] {
    let early = Inexact(
      count: rows.early, one: "1 datagram before 1970 is written as 1970, for the first one is of later",
      many: { "\($0) datagrams before 1970 are written as 1970, for the first one is of later" })
    return Inexact.sentences([early])
  }
}
