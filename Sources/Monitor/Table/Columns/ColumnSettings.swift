/// The columns of the table, as they are configured.
package struct ColumnSettings: Hashable, Sendable {
  /// The widths that a column can be given, in columns of the terminal.
  package static let widthRange = 1...500

  /// The columns that are shown, in their order; `nil` is the built-in choice.
  package var shown: [Column]?
  /// The built-in choice.
  package var usual = ColumnSettings.standard
  /// The fixed widths, in columns of the terminal; the other columns fit what they show.
  package var widths: [Column: Int] = [:]

  package init() {}

  /// The built-in choice of a screen of this host.
  package static let standard: [Column] = [
    .number, .time, .direction, .source, .destination, .size, .encoding, .text,
  ]

  /// The same, and the host.
  package static let withHosts: [Column] = [
    .number, .time, .host, .direction, .source, .destination, .size, .encoding, .text,
  ]

  /// The same, and the interface.
  package static let withInterfaces: [Column] = [
    .number, .time, .interface, .direction, .source, .destination, .size, .encoding, .text,
  ]
}
