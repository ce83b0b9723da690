/// The way to decode a peer, as a whole and for each of its payloads.
package struct PeerReading: Hashable, Sendable {
  /// The encoding in which the peer is decoded and answered, or `hex`.
  package let choice: EncodingChoice
  /// The encoding of the peer's text: that of `choice`, or if that is `hex`, the encoding of the text among its
  /// datagrams; `hex` if none of it was outside ASCII.
  package let text: EncodingChoice
  /// Whether the encoding was chosen, so that a payload is text wherever some of it can be read.
  package let isChosen: Bool

  /// Creates a reading, detected by default.
  init(choice: EncodingChoice, text: EncodingChoice, isChosen: Bool = false) {
    self.choice = choice
    self.text = text
    self.isChosen = isChosen
  }

  /// Creates a reading in one chosen encoding.
  package init(chosen choice: EncodingChoice) {
    self.init(choice: choice, text: choice, isChosen: true)
  }

  /// The reading of a peer that has sent only ASCII.
  package static let undecided = PeerReading(choice: .undecided, text: .undecided)

  /// The number of bytes of a payload that are examined.
  private static let window = EncodingDetector.window
  /// The lead that text needs over binary data, negative where it may be less likely: for a peer that sends text, for
  /// one that does not, and for a passage that confirms a chosen encoding.
  static let leadAmongTexts: Cost = -.nats(4)
  private static let leadAmongBytes: Cost = .nats(8)
  /// The lead that a payload of printable ASCII needs among binary data, whatever its length: at most 1 of 400 such
  /// payloads of a binary protocol has it by chance.
  private static let leadOfASCIIAmongBytes: Cost = .nats(6)
  /// The characters outside ASCII that make a payload text of a peer that sends UTF-8 when all of it is valid, however
  /// rare they are: three come about by chance once in 10,000 payloads.
  private static let validCharacters = 3
  private static let leadOfPassage: Cost = .nats(6)
  /// The lead added for each byte outside ASCII in a payload without control characters whose encoding was chosen: rare
  /// characters are still characters, and invalid bytes cost more.
  private static let leadOfChosenByte: Cost = -.nats(5)
  /// The length of the shortest passage, in bytes.
  private static let passage = 4

  /// Returns the encoding of a payload's letters, whether or not the whole is text: filters search in it, and the hex
  /// dump shows text in it.
  ///
  /// It is the same for all of a peer's payloads, except for an ASCII line from a peer that sends UTF-16.
  package func textEncoding(of payload: RawSpan) -> TextEncoding {
    let encoding = text.reader
    guard encoding == .utf16LE || encoding == .utf16BE, payload.byteCount > 0,
      EncodingDetector.evidenceWindow(of: payload) == nil,
      let lead = Self.lead(ofText: encoding, in: payload), let plain = Self.lead(ofText: .ascii, in: payload),
      plain > lead + .nats(4)
    else { return encoding }
    return .ascii
  }

  /// Returns how to show a payload: in the encoding of the peer's text, or as bytes if it is not text.
  package func choice(of payload: RawSpan) -> EncodingChoice {
    if isChosen, choice.encoding == .hex { return choice }
    guard payload.byteCount > 0 else { return choice }
    let bytes = choice.encoding == .hex ? choice : EncodingChoice(.hex)
    guard let evidenceWindow = EncodingDetector.evidenceWindow(of: payload) else {
      guard choice.encoding == .hex else {
        return textEncoding(of: payload) == .ascii && !text.isUndecided ? EncodingChoice(.ascii) : text
      }
      return isText(payload, as: .ascii) ? .undecided : bytes
    }
    if payload.isFiller || payload.isBlank { return bytes }
    // A long text precedes the first byte that carries evidence.
    if choice.encoding != .hex, evidenceWindow.start >= Self.window / 2 - EncodingDetector.leadIn { return text }
    let shown = text.encoding == .hex ? .undecided : text
    return isText(payload, as: shown.reader) ? shown : bytes
  }

  private func isText(_ payload: RawSpan, as encoding: TextEncoding) -> Bool {
    guard let lead = Self.lead(ofText: encoding, in: payload) else { return true }
    if choice.encoding == .hex {
      if encoding == .ascii, payload.isLine { return true }
      return lead >= (encoding == .ascii ? Self.leadOfASCIIAmongBytes : Self.leadAmongBytes)
    }
    if lead >= Self.leadAmongTexts { return true }
    if encoding == .utf8, !payload.hasControls,
      UTF8Sequence.isClean(
        payload.extracting(0..<min(payload.byteCount, Self.window)), characters: Self.validCharacters)
    {
      return true
    }
    guard isChosen else { return false }
    if !payload.hasControls, lead >= Self.leadAmongTexts + Self.leadOfChosenByte * payload.highByteCount { return true }
    return hasPassage(payload.extracting(0..<min(payload.byteCount, Self.window)), as: encoding)
  }

  /// Whether any stretch without control characters is text.
  private func hasPassage(_ bytes: RawSpan, as encoding: TextEncoding) -> Bool {
    // In UTF-16, control characters are halves of other characters.
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

  /// Returns how much likelier the payload's beginning is text than binary data; `nil` if glibc lacks the converter.
  private static func lead(ofText encoding: TextEncoding, in payload: RawSpan) -> Cost? {
    let count = min(payload.byteCount, window)
    return EncodingDetector.shared.lead(
      ofText: encoding, over: payload.extracting(0..<count), isCut: count < payload.byteCount)
  }
}

extension RawSpan {
  /// Whether every byte is 00 or FF, as in empty fields and erased memory: not text in any encoding.
  var isFiller: Bool {
    for offset in 0..<byteCount where self[byte: offset] &+ 1 > 1 { return false }
    return true
  }

  /// Whether every byte is a control character or a space.
  var isBlank: Bool {
    for offset in 0..<byteCount where self[byte: offset] > 0x20 && self[byte: offset] != 0x7f { return false }
    return true
  }

  /// Whether it is a line of ASCII: four letters or more, or six printable characters, and a line end where there is one.
  /// Of random payloads of four bytes, 1 of 590 is; of six bytes, 1 of 380.
  fileprivate var isLine: Bool {
    var end = byteCount
    while end > 0, self[byte: end - 1] == 0x0a || self[byte: end - 1] == 0x0d { end -= 1 }
    if end >= 6, (0..<end).allSatisfy({ (0x20...0x7e).contains(self[byte: $0]) }) { return true }
    return end >= 4 && (0..<end).allSatisfy { (0x61...0x7a).contains(self[byte: $0] | 0x20) }
  }

  /// Whether any byte is a control character other than a tab or line end.
  fileprivate var hasControls: Bool { (0..<byteCount).contains { isControl(at: $0) } }

  /// Whether the byte is a control character other than a tab or line end.
  fileprivate func isControl(at offset: Int) -> Bool {
    let byte = self[byte: offset]
    return byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d || byte == 0x7f
  }

  /// Whether any byte of the part that carries evidence is outside ASCII.
  func hasHighBytes(_ evidenceWindow: EncodingDetector.EvidenceWindow) -> Bool {
    for offset in evidenceWindow.start..<evidenceWindow.start &+ evidenceWindow.length where self[byte: offset] >= 0x80
    { return true }
    return false
  }

  /// The number of bytes outside ASCII.
  package var highByteCount: Int {
    var count = 0
    for offset in 0..<byteCount { count &+= Int(self[byte: offset] >> 7) }
    return count
  }
}
