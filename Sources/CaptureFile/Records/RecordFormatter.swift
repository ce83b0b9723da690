import Basics
package import PayloadText
import PeerText
import Plumbing
package import UDPCore

/// A formatter that writes datagrams as records of a file or a stream. It defines the formats of `listen`, of `w` on
/// the screen and of `convert`.
package struct RecordFormatter {
  /// The format of a record.
  package enum Form: Hashable, Sendable {
    /// `21:07:45.123456  127.0.0.1:53412 → 127.0.0.1:8080  5  gb18030  hello`, in local time, after the date if that is
    /// requested (`Dates`).
    case text
    /// Like `text`, with the payload in hexadecimal.
    case hex
    /// One JSON object per line (JSON Lines), with the keys in the order of `DatagramFields`.
    case json
    /// RFC 4180, with the same fields; `header` precedes the first record.
    case csv(CSVStyle)
  }

  /// The rule for beginning lines of `text` and `hex` with the date: `2026-11-22 21:07:45.123456  …`.
  package enum Dates: Hashable, Sendable {
    case always
    /// From the first record on that is not of the same day as this time, in nanoseconds since the Unix epoch.
    case fromAnotherDay(than: Int64)
  }

  package let form: Form
  /// The locale whose encoding `text` and `hex` are written in; JSON and CSV are always UTF-8.
  let locale: CharacterLocale
  /// The interfaces' names, for scopes. They may change while records are written.
  package var interfaces: InterfaceNames
  /// The names of what carried datagrams in their files, for JSON. They may grow while records are written.
  package var encapsulations: [EncapsulationName] = []
  /// Whether rows are of other hosts, whose names stand in place of interfaces, for JSON and CSV.
  package var namesHosts = false
  /// Returns the name of a rule, for JSON; `nil` where no rules answer.
  package var ruleName: (@Sendable (RuleNumber) -> String?)?
  /// The names of CSV's columns of fields, behind the others.
  package var columns: [String] = []
  /// The fields of each datagram's record in JSON and CSV; `nil` for all of them.
  package var selection: RecordSelection?
  private let localTime = LocalTime()
  /// Memory for one record, and for a cell of it.
  private var object = JSONObject()
  private var row = ByteBuffer()
  private var cell = ByteBuffer()
  private var second = SecondText()
  /// The day without dates, as long as all records are of it; `nil` if each record has its date.
  private var undatedDay: CalendarTime?

  /// Creates a formatter of records.
  /// - Parameter dates: the rule for dates; `nil` to begin with the first record that is not of today.
  package init(form: Form, locale: CharacterLocale = .utf8, interfaces: InterfaceNames, dates: Dates? = nil) {
    let dates = dates ?? .fromAnotherDay(than: SystemClock.wall)
    self.form = form
    self.locale = locale
    self.interfaces = interfaces
    if case .fromAnotherDay(let time) = dates { undatedDay = localTime.moment(time) }
  }

  /// The bytes before the first record; empty except for CSV.
  package var header: [UInt8] {
    guard case .csv(let style) = form else { return [] }
    let host = namesHosts ? [RecordField.host.rawValue] : []
    let names = selection?.fields.map(\.name) ?? RecordField.columns.map(\.rawValue) + columns + host
    return style.beginning + DatagramFields.csvHeader(names, style)
  }

  /// Appends one datagram's record.
  /// - Parameters:
  ///   - text: the whole payload as text in `choice`'s encoding; not every record needs it.
  ///   - note: the user's note on the row.
  ///   - isMarked: whether the user marked the row.
  ///   - description: the fields of the datagram's format.
  ///   - pair: its part in an exchange of requests and answers, for `text`, `hex` and `json`.
  ///   - tree: the tree that a dissector made of it, for `text`, `hex` and `json`.
  package mutating func append(
    _ datagram: Datagram, choice: EncodingChoice, text: @autoclosure () -> DecodedText, note: String? = nil,
    isMarked: Bool = false, description: DatagramDescription? = nil, pair: RecordedPair? = nil,
    tree: ProtocolTree? = nil,
    to output: inout [UInt8]
  ) {
    func fields() -> DatagramFields {
      DatagramFields(
        datagram: datagram, choice: choice, rule: ruleName.flatMap { name in datagram.transmitID?.rule.flatMap(name) },
        note: note, isMarked: isMarked, interfaces: interfaces, description: description, pair: pair,
        encapsulation: datagram.local.encapsulation == 0 ? nil : encapsulations.name(of: datagram)?.full.english,
        host: namesHosts ? interfaces.name(of: datagram.local.interface) : nil)
    }
    switch form {
    case .json:
      object.removeAll()
      if let selection {
        fields().add(selection, tree: tree, to: &object, text: text)
      } else {
        fields().add(to: &object, text: text)
        if let tree { object.add(.wireshark, tree) }
      }
      object.appendLine(to: &output)
    case .csv(let style):
      row.removeAll()
      if let selection {
        fields().addRow(style, selection, to: &row, text: text, cell: &cell)
      } else {
        fields().addRow(style, columns: columns.count, to: &row, text: text, cell: &cell, second: &second)
      }
      row.append(to: &output)
    case .text, .hex:
      appendLine(datagram, choice: choice, text: text(), note: note, isMarked: isMarked, pair, to: &output)
      if let tree { append(tree, to: &output) }
    }
  }

  /// Appends a record of `total` kernel drops so far to JSON. Other formats have none.
  /// - Parameter time: the time of the count, in nanoseconds since the Unix epoch; `nil` if it is not known.
  package func append(drops total: Int, at time: Int64?, to output: inout [UInt8]) {
    guard form == .json else { return }
    var object = JSONObject()
    object.add(.direction, RecordDirection.drops.rawValue)
    object.add(.time, time.map(UTCTime.text))
    object.add(.kernelDrops, total)
    output += object.line
  }

  /// Appends a record of rows that were evicted before they were printed, to JSON. Other formats have none.
  /// - Parameters:
  ///   - numbers: the numbers of these rows.
  ///   - total: the rows evicted so far.
  ///   - time: the time at which this was noticed, in nanoseconds since the Unix epoch; `nil` if it is not known.
  package func append(evicted numbers: Range<UInt64>, of total: Int, at time: Int64?, to output: inout [UInt8]) {
    guard form == .json else { return }
    var object = JSONObject()
    object.add(.direction, RecordDirection.evicted.rawValue)
    object.add(.time, time.map(UTCTime.text))
    object.add(.number, Int(clamping: numbers.lowerBound))
    object.add(.rows, numbers.count)
    object.add(.evicted, total)
    output += object.line
  }

  /// Appends the last record, the counts of the run, to JSON. Other formats have none.
  package func append(_ summary: RecordSummary, to output: inout [UInt8]) {
    if form == .json { output += summary.object.line }
  }

  /// Appends a tree below the line of its datagram, each node two columns deeper than the one around it.
  private func append(_ tree: ProtocolTree, to output: inout [UInt8]) {
    for node in tree.nodes {
      output += Array(repeating: UInt8(ascii: " "), count: 2 * node.depth + 2)
      output += locale.encode(SafeText(escaped: node.label))
      output.append(UInt8(ascii: "\n"))
    }
  }

  private mutating func appendLine(
    _ datagram: Datagram, choice: EncodingChoice, text: DecodedText, note: String?, isMarked: Bool,
    _ pair: RecordedPair?, to output: inout [UInt8]
  ) {
    let moment = datagram.timestamp.map(localTime.moment)
    if let moment, undatedDay?.isSameDay(as: moment) == false { undatedDay = nil }
    let date = undatedDay == nil ? (moment?.date ?? "–         ") + " " : ""
    let clock = moment.map { "\($0.timeOfDay).\(($0.nanosecond / 1_000).digits(6))" } ?? "–              "
    var line: SafeText = "\(date)\(clock)  \(datagram.source.text(interfaces))"
    if datagram.kind == .alarm, datagram.peer.port == 0 {
      line = "\(date)\(clock)  \(datagram.peer.address.isUnspecified ? "–" : datagram.peer.addressText(interfaces))"
    }
    line += datagram.kind.isDatagram ? " → " : " ! "
    line += SafeText(datagram.destination.text(interfaces))
    if let alarm = datagram.alarm {
      line += "  –  –  \(SafeText("alarm \(alarm.name): \(alarm.text)"))"
    } else if let failure = datagram.failure {
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
    if let verdict = datagram.relayVerdict { line += "  (\(verdict.phrase.english))" }
    if let remark = pair?.remark { line += "  (\(remark))" }
    if let note { line += "  # " + SafeText(escaped: note) }
    output += locale.encode(line)
    output.append(UInt8(ascii: "\n"))
  }
}
