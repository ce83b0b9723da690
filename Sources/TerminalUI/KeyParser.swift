/// A parser that turns bytes from a terminal into keys. It buffers incomplete input, so bytes may arrive in pieces of
/// any size. It knows the sequences from terminfo, and those of ECMA-48 as used by xterm, VTE, rxvt, tmux and the Linux
/// console; unknown sequences are skipped, never taken for typed characters.
package struct KeyParser: Sendable {
  /// The result of decoding the first character of some bytes.
  package enum Decoded: Hashable, Sendable {
    /// A character and its length in bytes.
    case scalar(Unicode.Scalar, length: Int)
    /// More bytes are needed.
    case incomplete
    /// The first byte is not part of a character.
    case invalid
  }

  /// Decodes the first character of some bytes, which are not empty.
  package typealias Decoder = @Sendable (ArraySlice<UInt8>) -> Decoded

  /// The size in bytes from which a paste is delivered in pieces, so that a terminal cannot exhaust memory.
  package static let pastePiece = 262_144

  private let sequences: [[UInt8]: Key]
  private let prefixes: Set<[UInt8]>
  private let decoder: Decoder
  /// Bytes that do not form a key yet.
  private var pending: [UInt8] = []
  /// The bytes of an unfinished paste; `nil` outside a paste.
  private var pasted: [UInt8]?

  /// Creates a parser.
  ///
  /// - Parameters:
  ///   - sequences: the key sequences of this terminal, from terminfo; each begins with Esc. They override the built-in
  ///     ones.
  ///   - decoder: the decoder for typed characters, for locales other than UTF-8.
  package init(sequences: [[UInt8]: Key] = [:], decoder: @escaping Decoder = KeyParser.decodeUTF8) {
    let known = sequences.filter { $0.key.count > 1 && $0.key[0] == Byte.escape }
    self.sequences = known.merging(KeyParser.unusualSequences) { ours, _ in ours }
    self.prefixes = Set(self.sequences.keys.flatMap { key in (1..<key.count).map { Array(key[..<$0]) } })
    self.decoder = decoder
  }

  /// Whether an Esc was received that may begin a sequence: call `flush()` if nothing follows within the escape delay.
  package var isWaiting: Bool { pasted == nil && pending.first == Byte.escape && pending.count <= 2 }

  /// Adds bytes and returns the keys that are now complete.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    var place = 0
    while place < pending.count {
      let used = pasted == nil ? takeKey(at: place, &keys) : takePasted(at: place, &keys)
      if used == 0 { break }
      place += used
    }
    pending.removeFirst(place)
    return keys
  }

  /// Resolves pending input when nothing follows: a lone Esc is the key Esc, Esc with a character is that character
  /// with Alt.
  package mutating func flush() -> [Key] {
    guard isWaiting else { return [] }
    defer { pending = [] }
    guard pending.count == 2, let scalar = KeyParser.altered(pending[1]) else {
      return [.escape]
    }
    return [.alt(scalar)]
  }

  /// Parses one key. Returns the number of bytes used; 0 if more are needed.
  private mutating func takeKey(at place: Int, _ keys: inout [Key]) -> Int {
    let byte = pending[place]
    if byte == Byte.escape { return takeEscape(at: place, &keys) }
    if byte < 0x20 || byte == 0x7f {
      keys.append(KeyParser.controlKey(byte))
      return 1
    }
    switch decoder(pending[place...]) {
    case .incomplete: return 0
    case .invalid:
      keys.append(.character("\u{fffd}"))
      return 1
    case .scalar(let scalar, let length):
      if scalar.properties.generalCategory != .control { keys.append(.character(scalar)) }
      return max(1, length)
    }
  }

  private mutating func takeEscape(at place: Int, _ keys: inout [Key]) -> Int {
    var length = 2
    while place + length <= pending.count {
      let slice = Array(pending[place..<place + length])
      if let key = sequences[slice] {
        keys.append(key)
        return length
      }
      guard prefixes.contains(slice) else { break }
      length += 1
    }
    if place + length > pending.count { return 0 }
    let next = pending[place + 1]
    if next == UInt8(ascii: "[") || next == UInt8(ascii: "O") {
      switch ControlSequence.parse(pending[place...]) {
      case .incomplete: return 0
      case .invalid(let length): return length
      case .sequence(let sequence, let length):
        if sequence.isPasteStart { pasted = [] }
        if sequence.isOldMouse { return place + length + 3 > pending.count ? 0 : length + 3 }
        if let key = sequence.key { keys.append(key) }
        return length
      }
    }
    guard let scalar = KeyParser.altered(next) else {
      keys.append(.escape)
      return 1
    }
    keys.append(.alt(scalar))
    return 2
  }

  /// Consumes pasted bytes up to the end of the paste. Returns their number; 0 if the end may have begun.
  private mutating func takePasted(at place: Int, _ keys: inout [Key]) -> Int {
    if pending[place] == Byte.escape {
      let rest = pending[place...].prefix(Byte.pasteEnd.count)
      if rest.elementsEqual(Byte.pasteEnd) {
        passPaste(isComplete: true, &keys)
        return rest.count
      }
      if Byte.pasteEnd.starts(with: rest) { return 0 }
      pasted?.append(Byte.escape)
      return 1
    }
    let end = pending[place...].firstIndex(of: Byte.escape) ?? pending.count
    pasted?.append(contentsOf: pending[place..<end])
    if let count = pasted?.count, count >= KeyParser.pastePiece { passPaste(isComplete: false, &keys) }
    return end - place
  }

  /// Delivers the pasted text, with only ESC, `\n` and `\t` of its controls.
  private mutating func passPaste(isComplete: Bool, _ keys: inout [Key]) {
    let bytes = pasted ?? []
    var text = String.UnicodeScalarView()
    var place = 0
    decoding: while place < bytes.count {
      switch decoder(bytes[place...]) {
      case .incomplete:
        if !isComplete { break decoding }
        text.append("\u{fffd}")
        place += 1
      case .invalid:
        text.append("\u{fffd}")
        place += 1
      case .scalar("\r", _):
        // Terminals send a newline as a carriage return.
        if place + 1 == bytes.count && !isComplete { break decoding }
        place += place + 1 < bytes.count && bytes[place + 1] == UInt8(ascii: "\n") ? 2 : 1
        text.append("\n")
      case .scalar(let scalar, let length):
        if ["\n", "\t", "\u{1b}"].contains(scalar) || scalar.properties.generalCategory != .control {
          text.append(scalar)
        }
        place += max(1, length)
      }
    }
    pasted = isComplete ? nil : Array(bytes[place...])
    if !text.isEmpty { keys.append(.paste(String(text))) }
  }
}

/// Bytes with a special meaning.
enum Byte {
  /// ESC, which begins every sequence.
  static let escape: UInt8 = 0x1b
  /// The end of a bracketed paste.
  static let pasteEnd = Array("\u{1b}[201~".utf8)
}
