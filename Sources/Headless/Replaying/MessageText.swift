import Basics
import CaptureFile
import Conversation
import PayloadText

/// A message as one line: its text, or its bytes in hexadecimal.
struct MessageText {
  /// A piece of the line, with the bytes that it shows.
  private struct Piece {
    var bytes: ArraySlice<UInt8>
    var text: String
    /// The columns of a terminal.
    var width: Int
  }

  private var pieces: [Piece] = []
  private var isCut = false

  /// Makes the line of a message.
  /// - Parameters:
  ///   - limit: the most bytes that are shown.
  ///   - isText: whether it is shown as text; `nil` to find out.
  init(_ message: PeerMessage, _ device: RecordedDevice, limit: Int, isText: Bool? = nil) {
    let shown = message.bytes.prefix(limit)
    isCut = shown.count < message.bytes.count
    guard isText ?? Self.isText(message) else {
      pieces = shown.indices.map { place in
        let digits = shown[place].digits(2, radix: 16)
        let text = place + 1 < shown.endIndex ? digits + " " : digits
        return Piece(bytes: shown[place...place], text: text, width: text.count)
      }
      return
    }
    pieces = device.reader.characters(of: Array(shown), as: message.encoding).map { bytes, text in
      let safe = SafeText(text)
      return Piece(bytes: bytes, text: safe.description, width: safe.width)
    }
  }

  /// Whether a message is shown as text.
  static func isText(_ message: PeerMessage) -> Bool {
    !message.bytes.isEmpty && message.bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || [0x09, 0x0a, 0x0d].contains($0) }
  }

  /// The line.
  var text: String { pieces.isEmpty ? "(empty)" : pieces.map(\.text).joined() + (isCut ? "…" : "") }

  /// Returns the signs to stand below the line where it differs from another one: `^`, or `~` in ranges that are ignored.
  func marks(against other: MessageText, ignoring ranges: [Range<Int>]) -> String {
    let (own, others) = (pieces.map { Array($0.bytes) }, other.pieces.map { Array($0.bytes) })
    let isAligned = own.count == others.count
    let start = zip(own, others).prefix { $0 == $1 }.count
    let end = min(
      zip(own.reversed(), others.reversed()).prefix { $0 == $1 }.count, min(own.count, others.count) - start)
    var marks = ""
    for (place, piece) in pieces.enumerated() {
      let differs = isAligned ? own[place] != others[place] : place >= start && place < own.count - end
      let isIgnored = ranges.contains { $0.contains(piece.bytes.startIndex) }
      let sign = differs ? isIgnored ? "~" : "^" : " "
      let width = piece.text.hasSuffix(" ") && piece.width == 3 ? 2 : piece.width
      marks += String(repeating: sign, count: width) + String(repeating: " ", count: piece.width - width)
    }
    if !isAligned, start == own.count { marks += "^" }
    while marks.hasSuffix(" ") { marks.removeLast() }
    return marks
  }
}
