import CaptureFile
import CommandCore
import DisplayFilter
import Formats
import Monitor
import PeerText
import Plumbing
import UDPCore

/// The knowledge of rows beside their datagrams, for records: the fields of their formats, how many datagrams are missing
/// before them, and their part among requests and answers.
struct RowKnowledge {
  /// The rows looked at without letting the log go.
  private static let batch = 4_096
  /// The most rows behind missing datagrams that are remembered.
  private static let mostLosses = 1 << 20

  /// The columns of fields in a CSV file.
  let columns: [FieldColumn]
  private let rows: RowsToWrite
  private let context: FilterContext
  private var chooser: FormatChooser?
  private var losses: [UInt64: Int] = [:]

  /// Creates the knowledge of rows about to be written.
  init(_ rows: RowsToWrite, _ texts: PeerTexts) {
    self.rows = rows
    context = FilterContext(texts: texts, now: SystemClock.wall)
    let formats = rows.formats
    chooser = formats.formats.isEmpty ? nil : FormatChooser(formats)
    let columnFormats = formats.formats.filter { rows.columnFormats.contains($0.name) }
    columns = FieldColumn.all(of: columnFormats)
  }

  /// Follows the numbers of all datagrams up to the last row, whether they are written or not.
  mutating func followNumbers(_ log: CaptureLog, while goesOn: () -> Bool) {
    guard rows.formats.hasSequences else { return }
    var observer = FormatObserver(rows.formats)
    var next: UInt64 = 1
    while next <= rows.end, goesOn() {
      let snapshot = log.snapshot()
      if next < snapshot.firstNumber {
        next = snapshot.firstNumber
        observer.skip()
      }
      let end = min(rows.end + 1, next + UInt64(Self.batch), snapshot.endNumber)
      guard next < end else { return }
      for number in next..<end {
        guard let datagram = snapshot[number], case .gap(let count)? = observer.follow(datagram, in: context),
          losses.count < Self.mostLosses
        else { continue }
        losses[number] = count
      }
      next = end
    }
  }

  /// The description of a datagram by its format; `nil` if it has none.
  mutating func description(of datagram: Datagram) -> DatagramDescription? {
    guard datagram.kind.isDatagram, var own = chooser else { return nil }
    chooser = nil
    defer { chooser = own }
    return own.dissection(of: datagram, in: context).map {
      DatagramDescription($0, lost: losses[datagram.number], columns: columns)
    }
  }

  /// The part of a datagram among requests and answers; `nil` if it has none.
  func pair(of datagram: Datagram, in snapshot: LogSnapshot) -> RecordedPair? {
    guard let (request, answer) = rows.part(of: datagram.number) else { return nil }
    var roundTrip: Int64?
    if answer != nil, let start = snapshot[request]?.timestamp, let end = datagram.timestamp {
      roundTrip = max(0, end.subtractingReportingOverflow(start).partialValue)
    }
    return RecordedPair(request: request, answer: answer, roundTrip: roundTrip)
  }
}
