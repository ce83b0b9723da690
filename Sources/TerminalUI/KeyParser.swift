/// Turns the bytes that a terminal sends into keys. It keeps what is not complete yet, so bytes may come in any pieces.
/// The sequences are those of terminfo and of ECMA-48 as xterm, VTE, rxvt, tmux and the Linux console use it; what
/// nobody knows is passed over and never taken for typed characters.
package struct KeyParser: Sendable {
  /// The first character of some bytes.
  package enum Decoded: Hashable, Sendable {
    /// A character and the count of its bytes.
    case scalar(Unicode.Scalar, length: Int)
    /// More bytes are needed.
    case incomplete
    /// The first byte belongs to no character.
    case invalid
  }

  /// Decodes the first character of bytes that are not empty.
  package typealias Decoder = @Sendable (ArraySlice<UInt8>) -> Decoded

  /// A paste with more bytes than this is passed on in pieces, so that a terminal cannot fill the memory.
  package static let pastePiece = 262_144

  private let sequences: [[UInt8]: Key]
  private let prefixes: Set<[UInt8]>
  private let decoder: Decoder
  /// Bytes that are not a key yet.
  private var pending: [UInt8] = []
  /// What was pasted so far, while a paste goes on.
  private var pasted: [UInt8]?

  /// A parser.
  ///
  /// - Parameters:
  ///   - sequences: what this terminal sends for keys, from terminfo; each begins with Esc. They come before the
  ///     usual ones.
  ///   - decoder: for a locale whose characters are not UTF-8.
  package init(sequences: [[UInt8]: Key] = [:], decoder: @escaping Decoder = KeyParser.decodeUTF8) {
    let known = sequences.filter { $0.key.count > 1 && $0.key[0] == Byte.escape }
    self.sequences = known.merging(KeyParser.unusualSequences) { ours, _ in ours }
    self.prefixes = Set(self.sequences.keys.flatMap { key in (1..<key.count).map { Array(key[..<$0]) } })
    self.decoder = decoder
  }

  /// Whether an Esc came that may begin a sequence: call `flush()` if nothing more comes within the escape delay.
  package var isWaiting: Bool { pasted == nil && pending.first == Byte.escape && pending.count <= 2 }

  /// The keys that are complete with these bytes.
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

  /// What is meant when nothing more comes: a lone Esc is the key Esc, and Esc with a character is that one with Alt.
  package mutating func flush() -> [Key] {
    guard isWaiting else { return [] }
    defer { pending = [] }
    guard pending.count == 2, let scalar = KeyParser.altered(pending[1]) else {
      return [.escape]
    }
    return [.alt(scalar)]
  }

  /// Takes one key; 0 where more bytes are needed.
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

  /// Takes pasted bytes up to the end of the paste; 0 where that may have begun.
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

  /// Passes on what was pasted, made of characters, ESC, `\n` and `\t`.
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

/// Bytes with a meaning of their own.
enum Byte {
  /// ESC, which begins every sequence.
  static let escape: UInt8 = 0x1b
  /// What ends a bracketed paste.
  static let pasteEnd = Array("\u{1b}[201~".utf8)
}
