import UDPCore

/// A column of the table.
enum Column: Sendable, Hashable, CaseIterable {
  case number
  case time
  case direction
  case source
  case destination
  case size
  case encoding
  /// Always the last, so that a disagreement about a character's width hurts only the end of the row.
  case text

  /// What stands above it.
  var heading: String {
    switch self {
    case .number: "No."
    case .time: "Time"
    case .direction: ""
    case .source: "Source"
    case .destination: "Destination"
    case .size: "Size"
    case .encoding: "Enc"
    case .text: "Text"
    }
  }

  /// Whether its entries stand at the right.
  var isRightAligned: Bool { self == .number || self == .size }
}

/// How many columns of the terminal the entries seen so far need. It only grows, so that the table does not jump
/// about while rows run through.
struct ColumnWidths: Sendable, Hashable {
  var number = 3
  var endpoint = 15
  var size = 4
  var encoding = 6
  /// The rows in sight that it fits, in order.
  private var rows: [UInt64] = []

  /// Those of the rows in sight that were not asked for the last time. What a row says changes only with its peer's
  /// encoding and the interfaces' names.
  mutating func rowsToFit(_ visible: [UInt64]) -> [UInt64] {
    guard visible != rows else { return [] }
    let known = rows
    rows = visible
    return visible.filter { number in
      let place = known.partitioningIndex { $0 >= number }
      return place == known.count || known[place] != number
    }
  }

  /// Has all rows in sight looked at again: they may say something else now.
  mutating func forgetRows() {
    rows = []
  }

  /// Makes room for a row's entries.
  mutating func fit(number: Int, source: Int, destination: Int, size: Int, encoding: Int) {
    self.number = max(self.number, number)
    endpoint = max(endpoint, source, destination)
    self.size = max(self.size, size)
    self.encoding = max(self.encoding, encoding)
  }
}

/// Which columns a window shows, and where.
struct ColumnLayout: Sendable, Hashable {
  /// A column's place.
  struct Place: Sendable, Hashable {
    var column: Column
    /// Counted from the table's left edge.
    var start: Int
    var width: Int
  }

  /// What a window is given up to, in the order in which things are given up as it narrows. The one place where that
  /// is decided.
  private struct Step: Sendable {
    var columns: [Column]
    /// Whether times are without their fractions.
    var isBrief = false
  }

  private static let steps = [
    Step(columns: [.number, .time, .direction, .source, .destination, .size, .encoding, .text]),
    Step(columns: [.number, .time, .direction, .source, .size, .encoding, .text]),
    Step(columns: [.number, .time, .direction, .source, .size, .encoding, .text], isBrief: true),
    Step(columns: [.number, .time, .direction, .source, .size, .text], isBrief: true),
    Step(columns: [.time, .direction, .source, .size, .text], isBrief: true),
    Step(columns: [.time, .direction, .source, .text], isBrief: true),
    Step(columns: [.direction, .source, .text], isBrief: true),
    Step(columns: [.direction, .text], isBrief: true),
  ]

  /// The text's least width, in columns of a window, for which other things are given up.
  private static func leastText(_ columns: Int) -> Int { min(20, columns * 2 / 5) }
  /// Blank columns between two columns.
  private static let gap = 2

  var places: [Place]
  /// Whether times are without their fractions.
  var isBrief: Bool

  /// Whether Source and Destination are one column that shows the peer.
  var isMerged: Bool { !places.contains { $0.column == .destination } }

  /// The widest set of columns that leaves the text room enough in `columns`.
  init(columns: Int, widths: ColumnWidths) {
    let layouts = Self.steps.lazy.map { ColumnLayout($0, columns: columns, widths: widths) }
    let last = ColumnLayout(Self.steps[Self.steps.count - 1], columns: columns, widths: widths)
    self = layouts.first { ($0.places.last?.width ?? 0) >= Self.leastText(columns) } ?? last
  }

  private init(_ step: Step, columns: Int, widths: ColumnWidths) {
    places = []
    isBrief = step.isBrief
    var start = 1
    for column in step.columns {
      let width: Int
      switch column {
      case .number: width = widths.number
      case .time: width = step.isBrief ? 8 : 12
      case .direction: width = 1
      case .source, .destination: width = min(widths.endpoint, max(21, (columns - 40) / 2))
      case .size: width = widths.size
      case .encoding: width = widths.encoding
      case .text: width = max(0, columns - start)
      }
      places.append(Place(column: column, start: start, width: width))
      start += width + Self.gap
    }
  }
}
