/// The table's columns as a person set them up.
package struct ColumnSettings: Hashable, Sendable {
  /// The names of the columns that are shown, in their order; `nil` is the built-in choice.
  package var shown: [String]?
  /// Widths in columns of the terminal, by the column's name; the other columns fit what they show.
  package var widths: [String: Int] = [:]

  package init() {}

  /// The built-in choice, and the interface.
  package static let withInterfaces = [
    "number", "time", "interface", "direction", "source", "destination", "size", "encoding", "text",
  ]
}
