import PayloadText

/// The glyphs that the canvas and its graphs draw by themselves.
enum Glyphs {
  /// A horizontal line in ASCII.
  static let hyphen = SafeText.Glyph("-")
  /// A horizontal line.
  static let horizontal = SafeText.Glyph("─")
  /// A vertical line in ASCII.
  static let bar = SafeText.Glyph("|")
  /// A vertical line.
  static let vertical = SafeText.Glyph("│")
  /// From left to right, the upper ones first.
  static let corners = SafeText("┌┐└┘").glyphs
  /// The same in ASCII.
  static let plainCorners = SafeText("++++").glyphs
  /// From low to high.
  static let bars = SafeText("▁▂▃▄▅▆▇█").glyphs
  /// The same in ASCII.
  static let plainBars = SafeText("_.:-=+*#").glyphs
}
