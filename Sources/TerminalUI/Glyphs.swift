import PayloadText

/// The glyphs that the canvas itself draws.
enum Glyphs {
  static let blank = SafeText(" ").glyphs[0]
  static let hyphen = SafeText("-").glyphs[0]
  static let horizontal = SafeText("─").glyphs[0]
  static let bar = SafeText("|").glyphs[0]
  static let vertical = SafeText("│").glyphs[0]
  static let plainCorner = SafeText("+").glyphs[0]
  /// From left to right, the upper ones first.
  static let corners = SafeText("┌┐└┘").glyphs
}
