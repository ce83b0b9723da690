import PayloadText

/// The few characters of ours beyond ASCII, and what stands for them where only ASCII can be drawn.
struct Symbols: Sendable, Hashable {
  /// Received.
  var incoming: SafeText
  /// Sent.
  var outgoing: SafeText
  /// Failed.
  let failed: SafeText = "!"
  /// There is nothing to say.
  var none: SafeText
  /// Something is left out.
  var ellipsis: SafeText
  /// Between two facts.
  var dot: SafeText
  /// A column is sorted, the smallest first or the largest.
  var ascending: SafeText
  var descending: SafeText
  /// At least so many.
  var atLeast: SafeText
  /// A recording goes on.
  var recording: SafeText

  static let standard = Symbols(
    incoming: "‹", outgoing: "›", none: "–", ellipsis: "…", dot: "·", ascending: "▴", descending: "▾", atLeast: "≥",
    recording: "● REC")
  static let ascii = Symbols(
    incoming: "<", outgoing: ">", none: "-", ellipsis: "~", dot: "-",
    ascending: "^", descending: "v", atLeast: ">=",
    recording: "REC")
}

extension State {
  /// The symbols that the terminal can show.
  var symbols: Symbols { configuration.isASCII ? .ascii : .standard }
}
