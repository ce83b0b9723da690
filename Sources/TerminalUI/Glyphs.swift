import PayloadText

/// The glyphs that the canvas and its graphs draw by themselves.
enum Glyphs {
  static let hyphen = SafeText.Glyph("-")
  static let horizontal = SafeText.Glyph("─")
  static let bar = SafeText.Glyph("|")
  static let vertical = SafeText.Glyph("│")
  /// From left to right, the upper ones first.
  static let corners = SafeText("┌┐└┘").glyphs
  static let plainCorners = SafeText("++++").glyphs
  /// From low to high.
  static let bars = SafeText("▁▂▃▄▅▆▇█").glyphs
  static let plainBars = SafeText("_.:-=+*#").glyphs
}
