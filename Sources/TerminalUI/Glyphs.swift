import PayloadText

/// The glyphs that canvases and graphs draw.
enum Glyphs {
  /// A horizontal line in ASCII.
  static let hyphen = SafeText.Glyph("-")
  /// A horizontal line.
  static let horizontal = SafeText.Glyph("─")
  /// A vertical line in ASCII.
  static let bar = SafeText.Glyph("|")
  /// A vertical line.
  static let vertical = SafeText.Glyph("│")
  /// Upper left, upper right, lower left and lower right.
  static let corners = SafeText("┌┐└┘").glyphs
  /// The four corners in ASCII.
  static let plainCorners = SafeText("++++").glyphs
  /// Bars from low to high.
  static let bars = SafeText("▁▂▃▄▅▆▇█").glyphs
  /// Bars from low to high in ASCII.
  static let plainBars = SafeText("_.:-=+*#").glyphs
}
