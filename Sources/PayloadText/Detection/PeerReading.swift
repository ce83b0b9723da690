/// How a peer is read: as a whole, and each of its payloads as what it is.
package struct PeerReading: Hashable, Sendable {
  /// The encoding in which the peer is read and answered, or `hex`.
  package let choice: EncodingChoice
  /// The encoding of its texts: the same, or where the peer is `hex` that of such texts as there were; `hex` where
  /// there were none but in ASCII.
  package let text: EncodingChoice
  /// Whether a person chose it, so that a payload is text wherever some of it can be read.
  package let isChosen: Bool

  init(choice: EncodingChoice, text: EncodingChoice, isChosen: Bool = false) {
    self.choice = choice
    self.text = text
    self.isChosen = isChosen
  }

  /// One encoding, chosen.
  package init(chosen choice: EncodingChoice) {
    self.init(choice: choice, text: choice, isChosen: true)
  }

  /// That of a peer that has sent ASCII alone.
  package static let undecided = PeerReading(choice: .undecided, text: .undecided)

  /// How many bytes of a payload are looked at.
  private static let window = EncodingDetector.window
  /// By how much text must be likelier than bytes, negative where it may be less likely: for a peer that writes texts,
  /// for one that does not, and for a passage that shows that a person chose well.
  private static let leadAmongTexts: Cost = -.nats(4)
  private static let leadAmongBytes: Cost = .nats(8)
  private static let leadOfPassage: Cost = .nats(6)
  /// The same for each byte outside ASCII of a payload without control characters where a person chose: rare characters
  /// are characters, bytes that are none cost more.
  private static let leadOfChosenByte: Cost = -.nats(5)
  /// The shortest passage, in bytes.
  private static let passage = 4

  /// In what the letters of a payload are read, whether the whole is text or not: what filters look in, and what stands
  /// beside the bytes.
  ///
  /// That is one encoding for all of a peer's payloads, but for an ASCII line of a peer that writes UTF-16.
  package func textEncoding(of payload: RawSpan) -> TextEncoding {
    let encoding = text.reader
    guard encoding == .utf16LE || encoding == .utf16BE, payload.byteCount > 0,
      EncodingDetector.telling(payload) == nil,
      let lead = Self.lead(ofText: encoding, in: payload), let plain = Self.lead(ofText: .ascii, in: payload),
      plain > lead + .nats(4)
    else { return encoding }
    return .ascii
  }

  /// How a payload is shown: in the encoding of the peer's texts, or as bytes where it is no text.
  package func choice(of payload: RawSpan) -> EncodingChoice {
    if isChosen, choice.encoding == .hex { return choice }
    guard payload.byteCount > 0 else { return choice }
    let bytes = choice.encoding == .hex ? choice : EncodingChoice(.hex)
    guard let telling = EncodingDetector.telling(payload) else {
      guard choice.encoding == .hex else {
        return textEncoding(of: payload) == .ascii && !text.isUndecided ? EncodingChoice(.ascii) : text
      }
      return isText(payload, as: .ascii) ? .undecided : bytes
    }
    if payload.holdsNothing || payload.holdsNoLetters { return bytes }
    // A long text before what tells anything.
    if choice.encoding != .hex, telling.start >= Self.window / 2 { return text }
    let shown = text.encoding == .hex ? .undecided : text
    return isText(payload, as: shown.reader) ? shown : bytes
  }

  private func isText(_ payload: RawSpan, as encoding: TextEncoding) -> Bool {
    guard let lead = Self.lead(ofText: encoding, in: payload) else { return true }
    if choice.encoding == .hex { return lead >= Self.leadAmongBytes }
    if lead >= Self.leadAmongTexts { return true }
    guard isChosen else { return false }
    if !payload.hasControls, lead >= Self.leadAmongTexts + Self.leadOfChosenByte * payload.highByteCount { return true }
    return hasPassage(payload.extracting(0..<min(payload.byteCount, Self.window)), as: encoding)
  }

  /// Whether a stretch without control characters is text.
  private func hasPassage(_ bytes: RawSpan, as encoding: TextEncoding) -> Bool {
    // Here control characters are halves of others.
    if encoding == .utf16LE || encoding == .utf16BE { return false }
    var start = 0
    for offset in 0...bytes.byteCount where offset == bytes.byteCount || bytes.isControl(at: offset) {
      if offset - start >= Self.passage,
        let lead = EncodingDetector.shared.lead(
          ofText: encoding, over: bytes.extracting(start..<offset), isCut: false), lead >= Self.leadOfPassage
      {
        return true
      }
      start = offset + 1
    }
    return false
  }

  /// By how much the payload's beginning is likelier text than bytes.
  private static func lead(ofText encoding: TextEncoding, in payload: RawSpan) -> Cost? {
    let count = min(payload.byteCount, window)
    return EncodingDetector.shared.lead(
      ofText: encoding, over: payload.extracting(0..<count), isCut: count < payload.byteCount)
  }
}

extension RawSpan {
  /// Whether every byte is 00 or ff: what empty fields and erased memory hold. No text, in no encoding.
  var holdsNothing: Bool {
    for offset in 0..<byteCount where self[byte: offset] &+ 1 > 1 { return false }
    return true
  }

  /// Whether no byte but blanks is more than a control character.
  fileprivate var holdsNoLetters: Bool {
    for offset in 0..<byteCount where self[byte: offset] > 0x20 && self[byte: offset] != 0x7f { return false }
    return true
  }

  /// Whether some byte is a control character.
  fileprivate var hasControls: Bool { (0..<byteCount).contains { isControl(at: $0) } }

  /// Whether the byte is a control character, tabs and line ends left out.
  fileprivate func isControl(at offset: Int) -> Bool {
    let byte = self[byte: offset]
    return byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d || byte == 0x7f
  }

  /// Whether some byte of the telling part is outside ASCII.
  func hasHighBytes(_ telling: EncodingDetector.Telling) -> Bool {
    for offset in telling.start..<telling.start &+ telling.length where self[byte: offset] >= 0x80 { return true }
    return false
  }

  /// The number of bytes outside ASCII.
  package var highByteCount: Int {
    var count = 0
    for offset in 0..<byteCount { count &+= Int(self[byte: offset] >> 7) }
    return count
  }
}
