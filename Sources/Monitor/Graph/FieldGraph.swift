import DisplayFilter
import Formats
import UDPCore

/// The values of one field, or of a few, along the rows' own time: in the datagrams that one peer sent, or in all rows,
/// as far as the filter shows them. Read when the graph is opened, and on as rows arrive.
struct FieldGraph {
  /// The most fields of one graph.
  static let mostFields = 4

  /// The fields, as filters name them.
  let fields: [String]
  /// The unit of each field; `nil` for none.
  let units: [String?]
  /// The one peer; `nil` for all rows.
  let peer: Endpoint?
  /// How often a column stands for less than what fits all time into the pane.
  private(set) var zoom = 0
  /// The time under the cursor, in nanoseconds since the Unix epoch; `nil` for the newest.
  private(set) var cursor: Int64?

  private let reader: FieldValueReader
  private let costs: Int
  private var steps = TimeSteps<FieldValues>()
  /// The first row that was not read.
  private var next: UInt64 = 1
  /// The generation of the filter whose rows are read (`Filtering.generation`).
  private let generation: Int

  /// Nanoseconds, roughly, that a row takes that is not read.
  private static let passing = 60

  /// Creates a graph of rows that are still to be read.
  init(_ fields: [String], of peer: Endpoint?, _ book: FormatBook, generation: Int) {
    self.fields = fields
    self.peer = peer
    self.generation = generation
    units = fields.map { book.description(of: $0)?.unit }
    let reader = FieldValueReader(book, fields)
    self.reader = reader
    costs = fields.indices.reduce(0) { $0 + reader.cost(of: $1) }
  }

  /// Whether rows wait to be read.
  func isBehind(_ log: LogSnapshot, _ filtering: Filtering) -> Bool {
    next < log.endNumber && filtering.run.isComplete || generation != filtering.generation
  }

  /// Returns the graph of other fields, or of another peer, from the first row on.
  func restarted(
    _ fields: [String]? = nil, of peer: Endpoint?, _ book: FormatBook, generation: Int
  ) -> FieldGraph {
    var graph = FieldGraph(fields ?? self.fields, of: peer, book, generation: generation)
    (graph.zoom, graph.cursor) = (zoom, cursor)
    return graph
  }

  /// Whether other rows are shown by now than those that are read.
  func isOutdated(_ filtering: Filtering) -> Bool { generation != filtering.generation }

  /// Reads the next rows, a part of them at a time. The filter has judged them all.
  /// - Parameter cost: nanoseconds, roughly, that it may take.
  mutating func count(_ log: LogSnapshot, _ run: FilterRun, cost: Int, in context: FilterContext) {
    next = max(next, log.firstNumber)
    var left = cost
    for segment in log.segments where segment.numbers.upperBound > next {
      while next < segment.numbers.upperBound {
        if left <= 0 { return }
        left -= Self.passing
        if run.isShown(next) { add(segment[next], in: context, &left) }
        next += 1
      }
    }
  }

  private mutating func add(_ datagram: Datagram, in context: FilterContext, _ left: inout Int) {
    guard let time = datagram.timestamp else { return }
    if let peer, datagram.kind != .incoming || datagram.peer != peer { return }
    left -= costs
    let values = fields.indices.map { reader.number($0, of: datagram, in: context) }
    guard values.contains(where: { $0 != nil }) else { return }
    steps.change(at: time) { $0.add(values) }
  }

  // MARK: Columns

  /// The columns in sight of a pane with room for so many.
  func window(_ room: Int) -> FieldWindow {
    let all = steps.columns(in: room, zoom: zoom)
    var end = all.count
    var marked: Int?
    if let cursor, !all.isEmpty {
      let column = min(max(0, steps.column(at: cursor, in: room, zoom: zoom)), all.count - 1)
      if column < end - room { end = min(end, max(room, column + room / 2)) }
      marked = column
    }
    let start = max(0, end - room)
    guard start < end else { return FieldWindow(columns: [], span: nil, cursor: nil, times: nil) }
    let first = steps.times(ofColumn: start, in: room, zoom: zoom).lowerBound
    let last = steps.times(ofColumn: end - 1, in: room, zoom: zoom).upperBound
    let span = steps.span.map { max($0.lowerBound, first)...max(max($0.lowerBound, first), min($0.upperBound, last)) }
    return FieldWindow(
      columns: Array(all[start..<end]), span: span, cursor: marked.map { $0 - start },
      times: marked.map { steps.times(ofColumn: $0, in: room, zoom: zoom) })
  }

  /// Nanoseconds that a column stands for.
  func timePerColumn(_ room: Int) -> Int64 { steps.timePerColumn(room, zoom: zoom) }

  /// Has a column stand for less time, or for more.
  /// - Returns: whether that changed something.
  mutating func changeZoom(_ step: Int, _ room: Int) -> Bool {
    let before = zoom
    zoom = min(max(0, zoom + step), steps.mostZoom(room))
    return zoom != before
  }

  /// Moves the cursor to the next column with values in a direction; beyond the newest it goes.
  mutating func moveCursor(_ step: Int, _ room: Int) {
    let all = steps.columns(in: room, zoom: zoom)
    let now = cursor.map { min(max(0, steps.column(at: $0, in: room, zoom: zoom)), all.count - 1) } ?? all.count
    var column = now + step
    while all.indices.contains(column), all[column].isEmpty { column += step }
    if column >= all.count { return cursor = nil }
    if column >= 0 { cursor = steps.times(ofColumn: column, in: room, zoom: zoom).lowerBound }
  }

  /// Puts the cursor on the oldest column, or on the newest.
  mutating func moveCursor(toOldest isOldest: Bool) {
    cursor = isOldest ? steps.span?.lowerBound : nil
  }
}

/// The columns of a graph of fields that are in sight.
struct FieldWindow {
  let columns: [FieldValues]
  /// The times of the first and of the last datagram in them.
  let span: ClosedRange<Int64>?
  /// The column under the cursor; `nil` where there is no cursor.
  let cursor: Int?
  /// The times in that column.
  let times: ClosedRange<Int64>?
}
