import PayloadText
import UDPCore

/// The decision whether a datagram's kind is told by its text, or by its size and first bytes.
///
/// A guess at an encoding is not enough for that: most bytes are characters of GBK, and all of them of UTF-16, so that
/// the frames of one sensor would be texts or bytes as its counter runs, and each text another kind.
enum KindText {
  /// The bytes that are looked at.
  private static let limit = 256
  /// The bytes at each end in which a text of a certain encoding may have control characters, as between STX and ETX.
  private static let frame = 2

  /// Whether the kind of a payload is told by its text.
  /// - Parameter isAmongBytes: whether the peer has sent binary datagrams of the same size.
  static func isText(_ payload: RawSpan, _ reading: PeerReading, isAmongBytes: @autoclosure () -> Bool) -> Bool {
    guard payload.byteCount > 0 else { return false }
    if reading.choice.encoding != .hex, EncodingEvidence.isPlain(payload) { return true }
    let choice = reading.choice(of: payload)
    if choice.encoding == .hex { return false }
    if reading.isChosen || EncodingEvidence.isPlain(payload) { return true }
    // The bytes of UTF-16 are of any value.
    if choice.encoding == .utf16LE || choice.encoding == .utf16BE { return choice.isSure && !isAmongBytes() }
    let edge = choice.isGuess ? 0 : min(frame, payload.byteCount)
    return !hasControls(payload, edge..<max(edge, payload.byteCount - edge)) && !isAmongBytes()
  }

  /// Whether any byte of a part is a control character other than a tab, a line end or a zero byte that ends the text.
  private static func hasControls(_ payload: RawSpan, _ part: Range<Int>) -> Bool {
    var end = part.upperBound
    while end > part.lowerBound, unsafe payload.unsafeLoad(fromByteOffset: end - 1, as: UInt8.self) == 0 { end -= 1 }
    return (part.lowerBound..<min(end, limit)).contains { offset in
      let byte = unsafe payload.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      return byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d || byte == 0x7f
    }
  }
}
