import Basics
import PayloadText

/// A parser of one field: a name, a format after a colon, and options.
struct TemplateFieldParser {
  /// A word of the field and its range.
  struct Word {
    let text: String
    let range: Range<Int>
  }

  let scalars: [Unicode.Scalar]
  /// The field with its braces.
  let range: Range<Int>
  let scope: TemplateScope
  /// The end of the content, before the closing brace.
  let end: Int
  private(set) var position: Int

  /// The names of the fields that are no checksums.
  private static let names =
    ["n", "time", "random", "uuid", "len", "crc", "hex", "text", "repeat", "file", "row"]
    + TemplateField.Address.allCases.map(\.rawValue)

  /// Creates a parser of the field at `range`, which begins with a brace.
  init(_ scalars: [Unicode.Scalar], _ range: Range<Int>, _ scope: TemplateScope) {
    self.scalars = scalars
    self.range = range
    self.scope = scope
    position = range.lowerBound + 1
    let isClosed = range.count > 1 && scalars[range.upperBound - 1] == "}"
    end = isClosed ? range.upperBound - 1 : range.upperBound
  }

  /// Whether a scalar belongs to a name.
  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      || ["-", "_", ".", "/"].contains(scalar)
  }

  /// Parses the field.
  mutating func part() throws(MessageSyntaxError) -> Template.Part {
    let start = position
    while position < end, Self.isNamePart(scalars[position]) { position += 1 }
    let name = Word(text: string(start..<position), range: start..<position)
    guard end < range.upperBound else {
      throw MessageSyntaxError(
        range: range.lowerBound..<position, "the field {\(name.text) is not closed",
        advice: "write } after it, or {{ for a brace")
    }
    guard position == end || scalars[position] == ":" || scalars[position] == " " else {
      throw unknown(name)
    }
    if let place = scope.captures.firstIndex(of: name.text) {
      let format = try numberFormat()
      try finish()
      return part(.capture(place, format))
    }
    if let bytes = try constant(name) { return .message(Message(bytes: bytes)) }
    guard let value = try value(name) else { throw unknown(name) }
    return part(value)
  }

  private func part(_ value: TemplateField.Value) -> Template.Part {
    .field(TemplateField(range: range, value: value))
  }

  /// Parses a field whose bytes are known now; `nil` if it is another one.
  private mutating func constant(_ name: Word) throws(MessageSyntaxError) -> [UInt8]? {
    switch name.text {
    case "hex":
      let rest = rest()
      guard !rest.text.isEmpty else { throw failure(range, "{hex} needs bytes", "as in {hex 7e 01}") }
      return try hexBytes(rest)
    case "repeat": return try repeated(rest())
    default: return nil
    }
  }

  private mutating func value(_ name: Word) throws(MessageSyntaxError) -> TemplateField.Value? {
    switch name.text {
    case "n": return try counter()
    case "time": return try time()
    case "random": return try random(name)
    case "uuid":
      try finish()
      return .uuid
    case "len": return try length()
    case "crc": return try ownChecksum(name)
    case "text":
      let rest = rest()
      guard !rest.text.isEmpty else { throw failure(range, "{text} needs a text", "as in {text hello}") }
      do throws(MessageSyntaxError) {
        return .text(try Message(parsing: rest.text).moved(by: rest.range.lowerBound))
      } catch {
        throw error.moved(by: rest.range.lowerBound)
      }
    case "file":
      let path = rest()
      guard !path.text.isEmpty else { throw failure(range, "{file} needs a path", "as in {file frame.bin}") }
      return .file(path.text)
    case "row":
      guard scope.hasRow else {
        throw failure(range, "there is no row here", "{row} belongs in the answer to a datagram")
      }
      let format = try numberFormat() ?? .decimal(digits: 1)
      try finish()
      return .row(format)
    default:
      if let address = TemplateField.Address(rawValue: name.text) { return try self.address(address) }
      return try ChecksumAlgorithm.named(name.text).map { algorithm throws(MessageSyntaxError) in
        try checksum(algorithm)
      }
    }
  }

  private func unknown(_ name: Word) -> MessageSyntaxError {
    let shown = position == end || scalars[position] == ":" || scalars[position] == " "
    guard shown, Int(name.text) == nil else {
      if shown {
        return failure(range, "there is no capture \(name.text) here", "write {{ for a brace")
      }
      return failure(
        position..<position + 1, "'\(scalars[position])' does not belong in a field", "write {{ for a brace")
    }
    let names = Self.names + scope.captures + ChecksumAlgorithm.all.flatMap { [$0.name] + $0.aliases }
    let near = Spelling.nearest(to: name.text, among: names)
    return failure(
      range, "there is no field {\(name.text)}",
      near.map { "did you mean {\($0)}? A brace is {{" } ?? "write {{ for a brace")
  }

  // MARK: Values

  private mutating func counter() throws(MessageSyntaxError) -> TemplateField.Value {
    let format = try numberFormat() ?? .decimal(digits: 1)
    let options = try options(["from", "step"])
    let first = try options["from"].map { word throws(MessageSyntaxError) in try integer(word) } ?? 1
    let step = try options["step"].map { word throws(MessageSyntaxError) in try integer(word) } ?? 1
    if let word = options["from"], !format.holds(first) {
      throw failure(word.range, "\(first) does not fit into \(format.name)", "choose a larger format")
    }
    return .counter(first: first, step: step, format)
  }

  private mutating func time() throws(MessageSyntaxError) -> TemplateField.Value {
    guard position < end, scalars[position] == ":" else {
      try finish()
      return .time(.iso)
    }
    if position + 1 < end, scalars[position + 1] == "%" || scalars[(position + 1)..<end].contains("%") {
      let pattern = scalars[(position + 1)..<end]
      position = end
      switch TimePattern.parse(pattern) {
      case .success(let pieces): return .time(.pattern(pieces))
      case .failure(let misplaced):
        throw failure(
          misplaced.offset..<min(end, misplaced.offset + 2), "that is not a conversion of a time",
          "as in %Y-%m-%d %H:%M:%S.%L; %% is a percent sign")
      }
    }
    let word = format()
    guard let format = TimeFormat(name: word.text) else {
      if let orders = Self.orders(of: word.text, { TimeFormat(name: $0) != nil }) { throw unordered(word, orders) }
      throw failure(
        word.range, "there is no form of a time called '\(word.text)'",
        Self.near(word.text, TimeFormat.names) ?? "as in {time:%H:%M:%S}, {time:ms} or {time:unix32le}")
    }
    try finish()
    return .time(format)
  }

  private mutating func length() throws(MessageSyntaxError) -> TemplateField.Value {
    let format = try numberFormat() ?? .decimal(digits: 1)
    let options = try options(["from"])
    let start = try options["from"].map { word throws(MessageSyntaxError) in try offset(word) } ?? 0
    return .length(from: start, format)
  }

  private mutating func address(_ address: TemplateField.Address) throws(MessageSyntaxError) -> TemplateField.Value {
    let format: NumberFormat?
    switch address {
    case .peerPort, .localPort: format = try numberFormat() ?? .decimal(digits: 1)
    case .peer, .local, .peerHost, .localHost: format = nil
    }
    try finish()
    return .address(address, format)
  }

  private func hexBytes(_ word: Word) throws(MessageSyntaxError) -> [UInt8] {
    do throws(MessageSyntaxError) {
      return try Message.bytes(hex: word.text)
    } catch {
      throw error.moved(by: word.range.lowerBound)
    }
  }

  /// Parses `8:00`.
  private func repeated(_ word: Word) throws(MessageSyntaxError) -> [UInt8] {
    let parts = word.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), count >= 0 else {
      throw failure(range, "{repeat} needs a number, a colon and bytes", "as in {repeat 8:00}")
    }
    let start = word.range.lowerBound + parts[0].unicodeScalars.count + 1
    let bytes = try hexBytes(Word(text: String(parts[1]), range: start..<word.range.upperBound))
    let (total, isBeyond) = count.multipliedReportingOverflow(by: bytes.count)
    guard !isBeyond, total <= TemplateContext.largest, count <= TemplateContext.largest else {
      throw failure(range, "that is more than a datagram holds", "it holds \(TemplateContext.largest) bytes at most")
    }
    return (0..<count).reduce(into: []) { result, _ in result += bytes }
  }

  // MARK: Words

  /// Parses the format after a colon; `nil` if there is none.
  mutating func numberFormat() throws(MessageSyntaxError) -> NumberFormat? {
    guard position < end, scalars[position] == ":" else { return nil }
    return try numberFormat(format())
  }

  /// Parses the name of a number's format.
  func numberFormat(_ word: Word) throws(MessageSyntaxError) -> NumberFormat {
    if let format = NumberFormat(word.text) { return format }
    if let orders = Self.orders(of: word.text, { NumberFormat($0) != nil }) { throw unordered(word, orders) }
    throw failure(
      word.range, "there is no format '\(word.text)'",
      Self.near(word.text, NumberFormat.names) ?? "as in u8, i16le, u32be, f32le, dec3, hex, HEX4, bcd4")
  }

  /// The names of a format with its byte order; `nil` if the order is not what is missing.
  private static func orders(of name: String, _ exists: (String) -> Bool) -> (little: String, big: String)? {
    let (little, big) = (name + "le", name + "be")
    return exists(little) && exists(big) ? (little, big) : nil
  }

  private func unordered(_ word: Word, _ orders: (little: String, big: String)) -> MessageSyntaxError {
    failure(word.range, "\(word.text) lacks its byte order", "write \(orders.little) or \(orders.big)")
  }

  /// Takes the word after a colon, up to a space.
  mutating func format() -> Word {
    position += 1
    return word()
  }

  private mutating func word() -> Word {
    let start = position
    while position < end, scalars[position] != " " { position += 1 }
    return Word(text: string(start..<position), range: start..<position)
  }

  /// Takes the next word after spaces; `nil` at the end.
  mutating func nextWord() -> Word? {
    while position < end, scalars[position] == " " { position += 1 }
    return position < end ? word() : nil
  }

  /// Takes all that is left, without the space before it.
  private mutating func rest() -> Word {
    let start = position < end ? position + 1 : end
    position = end
    return Word(text: string(start..<end), range: start..<end)
  }

  /// Parses options, each a name and a value.
  mutating func options(_ names: [String]) throws(MessageSyntaxError) -> [String: Word] {
    var options: [String: Word] = [:]
    while let name = nextWord() {
      guard names.contains(name.text), options[name.text] == nil else { throw surplus(name, names) }
      guard let value = nextWord() else { throw failure(name.range, "a number is missing after '\(name.text)'", "") }
      options[name.text] = value
    }
    return options
  }

  /// Checks that nothing is left.
  mutating func finish() throws(MessageSyntaxError) {
    if position < end, scalars[position] == ":" {
      throw failure(position..<end, "this field has no format", "leave it out")
    }
    if let word = nextWord() { throw surplus(word, []) }
  }

  private func surplus(_ word: Word, _ names: [String]) -> MessageSyntaxError {
    if names.isEmpty { return failure(word.range, "'\(word.text)' does not belong in this field", "leave it out") }
    return failure(
      word.range, "'\(word.text)' does not belong in this field",
      "it takes \(names.map { $0 + " N" }.joined(separator: ", "))")
  }

  /// Parses a whole number, decimal or after `0x` hexadecimal.
  func integer(_ word: Word) throws(MessageSyntaxError) -> Int64 {
    let digits = word.text.hasPrefix("0x") ? Int64(word.text.dropFirst(2), radix: 16) : Int64(word.text)
    guard let digits else { throw failure(word.range, "'\(word.text)' is not a whole number", "as in 100, -5 or 0x1f") }
    return digits
  }

  /// Parses an offset in a datagram.
  func offset(_ word: Word) throws(MessageSyntaxError) -> Int {
    guard let offset = Int(word.text), (0...TemplateContext.largest).contains(offset) else {
      throw failure(word.range, "'\(word.text)' is not an offset in bytes", "the first byte has the offset 0")
    }
    return offset
  }

  func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

  func failure(_ range: Range<Int>, _ mistake: Phrase, _ advice: Phrase) -> MessageSyntaxError {
    MessageSyntaxError(range: range, mistake, advice: advice)
  }

  static func near(_ word: String, _ names: [String]) -> Phrase? {
    Spelling.nearest(to: word, among: names).map { "did you mean '\($0)'?" }
  }
}
