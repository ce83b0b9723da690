/// The table: which rows are in sight, in which order and columns, and the marks and notes on them.
struct Table: Sendable {
  /// The rows in sight, and the selected one.
  var viewport = Viewport()
  /// The columns, where there is room for all.
  var columns: ColumnSet
  /// The widths that the entries seen so far need.
  var widths = ColumnWidths()
  /// The order of the rows.
  var sorting = Sorting()
  /// The forms of payloads and times.
  var options = TableOptions()
  /// The first number that is not cleared away.
  var firstNumber: UInt64 = 1
  /// The numbers of the marked rows.
  var marked: Set<UInt64> = []
  /// The row that was marked last and the one that was selected instead; `nil` once the user moved on from there.
  var justMarked: (row: UInt64, next: UInt64)?
  /// The notes of the user or of a file, by the numbers of their rows.
  var notes: [UInt64: String] = [:]

  /// The table at the start.
  init(_ settings: MonitorSettings) {
    columns = ColumnSet(settings.columns)
    options.time = settings.time
    if settings.isHex { options.togglePayload() }
  }
}
