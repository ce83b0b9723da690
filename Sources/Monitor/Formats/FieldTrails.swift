import DisplayFilter
import Formats
import TerminalUI
import UDPCore

/// The last values of fields up to each row in sight, in the datagrams of its peer: what the columns of small graphs draw.
/// Read once for each row that comes into sight.
struct FieldTrails {
  /// The values of a graph.
  static let length = 8
  /// The rows that are looked through before a row.
  private static let searched: UInt64 = 4_096

  private var fields: [String] = []
  private var reader: FieldValueReader?
  private var trails: [UInt64: [[Double]]] = [:]

  /// The values up to a row, the newest last; empty if the row has none.
  subscript(row: UInt64, field: String) -> [Double] {
    guard let trails = trails[row], let index = fields.firstIndex(of: field) else { return [] }
    return trails[index]
  }

  /// Has all rows read anew.
  mutating func forget() { self = FieldTrails() }

  /// Reads rows, and forgets all others.
  mutating func read(
    _ rows: some Sequence<UInt64>, fields wanted: [String], of log: LogSnapshot, _ book: FormatBook,
    in context: FilterContext
  ) {
    guard !wanted.isEmpty else {
      if !fields.isEmpty { forget() }
      return
    }
    let own = wanted == fields ? reader ?? FieldValueReader(book, wanted) : FieldValueReader(book, wanted)
    if wanted != fields { trails = [:] }
    (fields, reader) = (wanted, own)
    var kept: [UInt64: [[Double]]] = [:]
    // From the oldest on, so that a row goes on where the one before it of its peer ended.
    for row in Set(rows).sorted() {
      guard let datagram = log[row], datagram.kind.isDatagram else { continue }
      kept[row] = trails[row] ?? trail(of: datagram, own, known: kept, log, context)
    }
    trails = kept
  }

  private func trail(
    of datagram: Datagram, _ reader: FieldValueReader, known: [UInt64: [[Double]]], _ log: LogSnapshot,
    _ context: FilterContext
  ) -> [[Double]] {
    var trails = fields.indices.map { reader.number($0, of: datagram, in: context).map { [$0] } ?? [] }
    // A row without the field has no graph.
    var open = fields.indices.filter { !trails[$0].isEmpty }
    let first = max(log.firstNumber, datagram.number - min(datagram.number, Self.searched))
    for segment in log.segments.reversed() where segment.numbers.lowerBound < datagram.number && !open.isEmpty {
      for number in segment.numbers.clamped(to: first..<datagram.number).reversed() {
        let other = segment[number]
        guard other.peer == datagram.peer, other.kind == datagram.kind else { continue }
        for field in open {
          if let before = known[number]?[field], !before.isEmpty {
            trails[field] = (before + trails[field].reversed()).suffix(Self.length).reversed()
            open.removeAll { $0 == field }
          } else if let value = reader.number(field, of: other, in: context) {
            trails[field].append(value)
            if trails[field].count == Self.length { open.removeAll { $0 == field } }
          }
        }
        if open.isEmpty { break }
      }
      if segment.numbers.lowerBound <= first { break }
    }
    return trails.map { $0.reversed() }
  }
}

extension Sparkline {
  /// Creates a small graph of numbers that shows how they move: the least is the lowest bar, the greatest the highest.
  init(moving values: [Double]) {
    let finite = values.filter(\.isFinite)
    let (least, greatest) = (finite.min() ?? 0, finite.max() ?? 0)
    let height = greatest - least
    self.init(
      values.map { value in
        guard value.isFinite else { return 0 }
        // Eight bars, the lowest of which stands for the least.
        return height > 0 && height.isFinite ? Int(((1 + 7 * (value - least) / height) * 125).rounded()) : 500
      }, top: 1_000)
  }
}
