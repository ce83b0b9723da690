/// The columns that a window shows, and their places.
struct ColumnLayout: Sendable, Hashable {
  /// A column's place.
  struct Place: Sendable, Hashable {
    var column: Column
    /// Counted from the table's left edge.
    var start: Int
    var width: Int
  }

  /// One step of narrowing: which columns are still shown.
  private struct Step: Sendable {
    var columns: [Column]
    /// Whether times are without their fractions.
    var isBrief = false
    /// Whether notes, and beside them the text, have the least width that is of use.
    var isNarrow = false
    /// The width of endpoints.
    var endpoints = EndpointWidth.generous

    /// Gives something up.
    /// - Returns: whether it was there.
    mutating func giveUp(_ drop: Drop) -> Bool {
      switch drop {
      case .column(let column):
        guard let index = columns.firstIndex(of: column), columns.count > 1 else { return false }
        columns.remove(at: index)
      case .field:
        guard columns.count > 1, let index = columns.lastIndex(where: { $0.fieldName != nil }) else { return false }
        columns.remove(at: index)
      case .fractions: isBrief = true
      case .width:
        guard columns.contains(.note) else { return false }
        isNarrow = true
      case .longEndpoints: endpoints = .shared
      case .endpoints: (endpoints, isNarrow) = (.tight, true)
      }
      return true
    }
  }

  /// The width of endpoints as the window narrows.
  private enum EndpointWidth: Sendable {
    /// What there is room for.
    case generous
    /// What leaves room for both ends of a datagram in a wide window.
    case shared
    /// What a narrow window can spare.
    case tight

    /// The most columns of an endpoint. An IPv4 address and its port are never cut before a column goes.
    func most(_ columns: Int) -> Int {
      switch self {
      case .generous: max(21, (columns - 40) / 2)
      case .shared: max(21, (columns - 70) / 2)
      case .tight: min(21, max(15, columns - 19))
      }
    }
  }

  /// Something dropped as the window narrows.
  private enum Drop: Sendable {
    case column(Column)
    /// The last column of a field.
    case field
    /// The fractions of times.
    case fractions
    /// Some of the width of notes and of the text.
    case width
    /// Some of the width of endpoints, so that one long address does not take a column from all rows.
    case longEndpoints
    /// Some of the width of endpoints and of the text: an address that is cut says more than none.
    case endpoints
  }

  /// The order in which columns are dropped as the window narrows, which is decided here alone: first what is also told
  /// elsewhere, and columns that the user chose after those that are always there. A column of peers is dropped early
  /// only where the source column says as much.
  private static let dropOrder: [Drop] = [
    .longEndpoints, .column(.destination), .fractions, .width, .column(.encoding), .column(.interface), .column(.local),
    .column(.answer), .column(.delta), .column(.number), .column(.size), .column(.format), .column(.note), .field,
    .field, .field, .field, .column(.roundTrip), .column(.host), .column(.time), .endpoints, .column(.source),
    .column(.peer),
  ]

  /// The width of notes where there is room, and that to which they are narrowed.
  private static func noteWidth(_ columns: Int, isNarrow: Bool) -> Int { isNarrow ? 12 : max(12, columns / 5) }
  /// The width of answers.
  private static func answerWidth(_ columns: Int) -> Int { min(32, max(14, columns / 5)) }
  /// The text's least width, in columns of a window, for which other things are given up.
  private static func leastText(_ columns: Int, isNarrow: Bool) -> Int { min(isNarrow ? 12 : 20, columns * 2 / 5) }
  /// Blank columns between two columns.
  private static let gap = 2

  private(set) var places: [Place] = []
  /// Whether times are without their fractions.
  let isBrief: Bool
  /// Whether Source and Destination are one column that shows the peer.
  let isMerged: Bool
  private let isNarrow: Bool
  /// The number of columns that the user chose and for which there is no room. Columns that are there by default are
  /// dropped without a word.
  let missing: Int

  /// The widest set of columns that leaves the text room enough in `columns`.
  init(columns: Int, widths: ColumnWidths, set: ColumnSet = .standard, time: TimeStyle = .clock) {
    var step = Step(columns: set.columns)
    self.init(step, columns: columns, widths: widths, set: set, time)
    let isPeerTold = set.columns.contains(.source)
    for drop in (isPeerTold ? [.column(.peer)] : []) + Self.dropOrder {
      if isRoomy(in: columns) { return }
      guard step.giveUp(drop) else { continue }
      self.init(step, columns: columns, widths: widths, set: set, time)
    }
  }

  /// The place of a column; `nil` when it is not shown.
  subscript(column: Column) -> Place? { places.first { $0.column == column } }

  /// The place at a column of the terminal, the gap behind it included.
  func place(at column: Int) -> Place? {
    places.last { $0.start <= column } ?? places.first
  }

  private init(_ step: Step, columns: Int, widths: ColumnWidths, set: ColumnSet, _ time: TimeStyle) {
    isBrief = step.isBrief
    isNarrow = step.isNarrow
    let isShown = { (column: Column) in step.columns.contains(column) }
    isMerged =
      isShown(.source) && !isShown(.destination) && set.columns.contains(.destination) && !set.columns.contains(.peer)
    let given = set.columns.count - step.columns.count - (isMerged ? 1 : 0)
    missing = set.isUsual ? 0 : given
    var start = 1
    for column in step.columns {
      let width = set.widths[column] ?? Self.width(of: column, step, columns: columns, start: start, widths, time)
      places.append(Place(column: column, start: start, width: width))
      start += width + Self.gap
    }
  }

  private static func width(
    of column: Column, _ step: Step, columns: Int, start: Int, _ widths: ColumnWidths, _ time: TimeStyle
  ) -> Int {
    switch column {
    case .time: time.width(isBrief: step.isBrief) + (time == .clock ? widths[.time] : 0)
    case .delta: step.isBrief ? 8 : 11
    case .direction: 1
    case .source, .destination, .peer, .local: min(widths[column], step.endpoints.most(columns))
    case .roundTrip: 9
    case .answer: answerWidth(columns)
    case .note: min(widths[column], noteWidth(columns, isNarrow: step.isNarrow))
    case .interface, .host, .format: min(widths[column], 15)
    case .field: min(widths[column], step.isNarrow ? 12 : 24)
    case .trail: max(FieldTrails.length, min(widths[column], 16))
    case .number, .size, .encoding: widths[column]
    case .text: max(0, columns - start)
    }
  }

  private func isRoomy(in columns: Int) -> Bool {
    guard let last = places.last else { return true }
    return last.column == .text
      ? last.width >= Self.leastText(columns, isNarrow: isNarrow) : last.start + last.width <= columns
  }
}
