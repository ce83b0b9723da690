import Basics
import PayloadText

/// The columns that the table shows where there is room for all, in their order.
struct ColumnSet: Sendable, Hashable {
  /// The default columns.
  static let standard = ColumnSet(ColumnSettings.standard)

  private(set) var columns: [Column]
  /// The built-in choice, which `default` stands for.
  private var usual: [Column]
  /// Whether it is the built-in choice.
  var isUsual: Bool { columns == usual }
  /// Widths that the person chose; the other columns fit what they show.
  private(set) var widths: [Column: Int] = [:]

  private init(_ columns: [Column]) { (self.columns, usual) = (columns, columns) }

  /// Creates the columns that are configured. The text comes last and takes the rest of the line, whatever its width.
  init(_ settings: ColumnSettings) {
    self = ColumnSet(settings.usual)
    if let shown = settings.shown, !shown.isEmpty {
      columns = shown.filter { $0 != .text } + (shown.contains(.text) ? [.text] : [])
    }
    widths = settings.widths.filter { $0.key != .text }
  }

  /// The columns after `:columns …` was typed: all of them by name, `source:25` with a width, `+note` and `-size` to
  /// change what there is, `default`.
  /// - Parameter hasField: whether a name is that of a field of the formats in force.
  func changed(by line: String, hasField: (String) -> Bool) throws(CommandArgument.Problem) -> ColumnSet {
    if line == "default" { return ColumnSet(usual) }
    var set = self
    var isNew = true
    var place = 0
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let range = place..<place + word.unicodeScalars.count
      place = range.upperBound + 1
      if word.isEmpty { continue }
      let sign = word.first.flatMap { "+-".contains($0) ? $0 : nil }
      if sign == nil, isNew { (set.columns, set.widths) = ([], [:]) }
      isNew = false
      let (column, width) = try Self.column(sign == nil ? word : word.dropFirst(), range, hasField)
      try set.change(column, width: width, isLeft: sign == "-", range)
    }
    guard !set.columns.isEmpty else { throw CommandArgument.Problem("at least one column must stay", all: line) }
    return set
  }

  /// Adds columns that are not there yet, before the text.
  mutating func add(_ more: [Column]) {
    for column in more where !columns.contains(column) { insert(column) }
  }

  /// Takes columns away, as long as one stays.
  mutating func remove(_ some: [Column]) {
    let rest = columns.filter { !some.contains($0) }
    if !rest.isEmpty { columns = rest }
  }

  private mutating func insert(_ column: Column) {
    // The text stays the last, wherever it is named.
    columns.insert(column, at: column != .text && columns.last == .text ? columns.count - 1 : columns.count)
  }

  private mutating func change(
    _ column: Column, width: Int?, isLeft: Bool, _ range: Range<Int>
  ) throws(CommandArgument.Problem) {
    if isLeft {
      columns.removeAll { $0 == column }
      widths[column] = nil
      return
    }
    if let width {
      guard column != .text else { throw CommandArgument.Problem("text takes the rest of the line", range) }
      widths[column] = width
    }
    if !columns.contains(column) { insert(column) }
  }

  private static func column(
    _ word: Substring, _ range: Range<Int>, _ hasField: (String) -> Bool
  ) throws(CommandArgument.Problem) -> (Column, width: Int?) {
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts.first ?? "")
    guard let column = Column(name, hasField: hasField) else {
      throw CommandArgument.Problem(
        "no such column and no such field; the columns are \(Column.names.joined(separator: " "))", range)
    }
    guard parts.count == 2 else { return (column, nil) }
    guard let width = Int(parts[1]), ColumnSettings.widthRange.contains(width) else {
      throw CommandArgument.Problem(
        "a width is a number from 1 to \(ColumnSettings.widthRange.upperBound): \(name):25", range)
    }
    return (column, width)
  }

  /// Returns the words that can follow words that are typed already.
  /// - Parameter fields: the names of the formats' fields.
  func candidates(after words: [String], fields: [String]) -> [String] {
    let names = Column.names + fields
    let changes =
      names.filter { name in !columns.contains { $0.name == name } }.map { "+" + $0 } + columns.map { "-" + $0.name }
    guard let first = words.first else { return names + ["default"] + changes }
    if first == "default" { return [] }
    return first.hasPrefix("+") || first.hasPrefix("-")
      ? changes.filter { !words.contains($0) } : names.filter { !words.contains($0) }
  }

  /// As it is typed after `:columns`.
  var line: String {
    columns.map { column in widths[column].map { "\(column.name):\($0)" } ?? column.name }.joined(separator: " ")
  }
}
