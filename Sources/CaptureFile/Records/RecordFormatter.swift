import Basics
package import PayloadText
import PeerText
import Plumbing
package import UDPCore

/// Writes datagrams as records of a file or a stream: the one place that knows the forms of `listen`, of `w` on the
/// screen and of `convert`. Whoever has a `Datagram`, its text and its encoding can use it.
package struct RecordFormatter {
  /// What a record looks like.
  package enum Form: Hashable, Sendable {
    /// `21:07:45.123456  127.0.0.1:53412 → 127.0.0.1:8080  5  gb18030  hello`, in local time, after the date where that
    /// is asked for (`Dates`).
    case text
    /// As `text`, the payload in hexadecimal.
    case hex
    /// One JSON object a line (JSON Lines), keys in the order of `DatagramFields`.
    case json
    /// RFC 4180, the same fields; `header` goes before the first record.
    case csv(CSVStyle)
  }

  /// When lines of `text` and `hex` begin with the date: `2026-11-22 21:07:45.123456  …`.
  package enum Dates: Hashable, Sendable {
    case always
    /// From the first record on that is of another day than this time, in nanoseconds since the Unix epoch.
    case fromAnotherDay(than: Int64)
  }

  package let form: Form
  /// How `text` and `hex` are written; JSON and CSV are UTF-8 always.
  let locale: CharacterLocale
  /// The interfaces' names, for scopes; they may change while records are written.
  package var interfaces: InterfaceNames
  private let localTime = LocalTime()
  /// The day whose records have no date as long as all are of it; `nil` where each has its date.
  private var undatedDay: CalendarTime?

  /// A formatter of records.
  /// - Parameter dates: `nil` for dates from the first record of another day than today on.
  package init(form: Form, locale: CharacterLocale = .utf8, interfaces: InterfaceNames, dates: Dates? = nil) {
    let dates = dates ?? .fromAnotherDay(than: SystemClock.wall)
    self.form = form
    self.locale = locale
    self.interfaces = interfaces
    if case .fromAnotherDay(let time) = dates { undatedDay = localTime.moment(time) }
  }

  /// What stands before the first record; nothing but for CSV.
  package var header: [UInt8] {
    guard case .csv(let style) = form else { return [] }
    return style.beginning + DatagramFields.csvHeader
  }

  /// Appends one datagram's record.
  /// - Parameters:
  ///   - text: the whole payload as text in `choice`'s encoding.
  ///   - note: what a person wrote on the row.
  ///   - isMarked: whether a person marked the row.
  package mutating func append(
    _ datagram: Datagram, choice: EncodingChoice, text: DecodedText, note: String? = nil, isMarked: Bool = false,
    to output: inout [UInt8]
  ) {
    func fields() -> DatagramFields {
      DatagramFields(datagram, choice, text, note: note, isMarked: isMarked, interfaces)
    }
    switch form {
    case .json: output += fields().object.line
    case .csv(let style): output += fields().csvRow(style)
    case .text, .hex: appendLine(datagram, choice: choice, text: text, note: note, isMarked: isMarked, to: &output)
    }
  }

  /// Appends the record of kernel drops, `total` so far, to JSON; other forms have none.
  /// - Parameter time: when that was known, in nanoseconds since the Unix epoch; `nil` where nobody knows.
  package func append(drops total: Int, at time: Int64?, to output: inout [UInt8]) {
    guard form == .json else { return }
    var object = JSONObject()
    object.add(.direction, RecordDirection.drops.rawValue)
    object.add(.time, time.map(UTCTime.text))
    object.add(.kernelDrops, total)
    output += object.line
  }

  /// Appends the last record, the counts of the run, to JSON; other forms have none.
  package func append(_ summary: RecordSummary, to output: inout [UInt8]) {
    if form == .json { output += summary.object.line }
  }

  private mutating func appendLine(
    _ datagram: Datagram, choice: EncodingChoice, text: DecodedText, note: String?, isMarked: Bool,
    to output: inout [UInt8]
  ) {
    let moment = datagram.timestamp.map(localTime.moment)
    if let moment, undatedDay?.isSameDay(as: moment) == false { undatedDay = nil }
    let date = undatedDay == nil ? (moment?.date ?? "–         ") + " " : ""
    let clock = moment.map { "\($0.timeOfDay).\(($0.nanosecond / 1_000).digits(6))" } ?? "–              "
    var line: SafeText = "\(date)\(clock)  \(datagram.source.text(interfaces))"
    line += datagram.kind == .failure ? " ! " : " → "
    line += SafeText(datagram.destination.text(interfaces))
    if let failure = datagram.failure {
      line += "  –  –  \(failure.explanation)"
    } else if datagram.size == 0 {
      line += "  0  –  (empty)"
    } else {
      line += "  \(datagram.size)  \(choice.label)  "
      line += form == .hex ? SafeText(Printable.spacedHex(datagram.payload)) : SafeText(escaped: text)
      if datagram.isTruncated { line += "  (truncated)" }
    }
    let marks = datagram.marks.names + (isMarked ? [CapturedDatagram.markWord] : [])
    if !marks.isEmpty { line += SafeText("  (\(marks.joined(separator: ", ")))") }
    if let note { line += "  # " + SafeText(escaped: note) }
    output += locale.encode(line)
    output.append(UInt8(ascii: "\n"))
  }
}
