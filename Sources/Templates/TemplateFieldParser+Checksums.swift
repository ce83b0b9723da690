import Basics
import PayloadText

/// Checksums and the bytes that they cover.
extension TemplateFieldParser {
  /// Parses the form and the range of a checksum.
  mutating func checksum(_ algorithm: ChecksumAlgorithm) throws(MessageSyntaxError) -> TemplateField.Value {
    var form = TemplateField.ChecksumForm.order(algorithm.order)
    if position < end, scalars[position] == ":" { form = try checksumForm(format()) }
    return .checksum(algorithm, form, try checksumRange())
  }

  /// Parses a checksum by its parameters: `{crc:w=16,poly=0x8005}`.
  mutating func ownChecksum(_ name: Word) throws(MessageSyntaxError) -> TemplateField.Value {
    guard position < end, scalars[position] == ":" else {
      throw failure(
        range, "{crc} needs a name or parameters", "as in {crc16-modbus} or {crc:w=16,poly=0x8005,init=0xffff,refin=1}")
    }
    let parameters = format()
    var values: [String: Word] = [:]
    var start = parameters.range.lowerBound
    for part in parameters.text.split(separator: ",", omittingEmptySubsequences: false) {
      let range = start..<start + part.unicodeScalars.count
      start = range.upperBound + 1
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = sides.first.map { $0 == "width" ? "w" : String($0) } ?? ""
      guard sides.count == 2, Self.parameters.contains(key), values[key] == nil else {
        throw failure(
          range, "'\(String(part))' is not a parameter of a checksum",
          "it takes \(Self.parameters.joined(separator: ", "))")
      }
      values[key] = Word(text: String(sides[1]), range: range)
    }
    let algorithm = ChecksumAlgorithm(try crc(values, parameters))
    let form = try values["order"].map { word throws(MessageSyntaxError) in try checksumForm(word) }
    return .checksum(algorithm, form ?? .order(algorithm.order), try checksumRange())
  }

  private static let parameters = ["w", "poly", "init", "refin", "refout", "xorout", "order"]

  private func crc(_ values: [String: Word], _ whole: Word) throws(MessageSyntaxError) -> CRC {
    guard let width = values["w"], let polynomial = values["poly"] else {
      throw failure(whole.range, "a checksum needs its width and its polynomial", "as in w=16,poly=0x8005")
    }
    func number(_ word: Word) throws(MessageSyntaxError) -> UInt64 {
      let text = word.text
      guard let value = text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text) else {
        throw failure(word.range, "'\(text)' is not a whole number", "as in 16 or 0x8005")
      }
      return value
    }
    func flag(_ name: String) throws(MessageSyntaxError) -> Bool? {
      guard let word = values[name] else { return nil }
      switch word.text {
      case "1", "true", "yes": return true
      case "0", "false", "no": return false
      default: throw failure(word.range, "'\(word.text)' is neither true nor false", "write 1 or 0")
      }
    }
    let input = try flag("refin") ?? false
    let bits = try number(width)
    guard let width = Int(exactly: bits), CRC.widths.contains(width) else {
      throw failure(whole.range, "a checksum has 8 to 64 bits", "as in w=16")
    }
    guard
      let crc = CRC(
        width: width, polynomial: try number(polynomial),
        initial: try values["init"].map { word throws(MessageSyntaxError) in try number(word) } ?? 0,
        reflectsInput: input, reflectsOutput: try flag("refout") ?? input,
        xorOutput: try values["xorout"].map { word throws(MessageSyntaxError) in try number(word) } ?? 0)
    else {
      throw failure(
        whole.range, "a parameter has more than \(width) bits", "write the polynomial without its highest bit")
    }
    return crc
  }

  private func checksumForm(_ word: Word) throws(MessageSyntaxError) -> TemplateField.ChecksumForm {
    if let order = ChecksumAlgorithm.Order(rawValue: word.text) { return .order(order) }
    if word.text != "dec", case .decimal(let digits) = NumberFormat(word.text) { return .decimal(digits) }
    throw failure(
      word.range, "'\(word.text)' is not a form of a checksum", "it is le, be, hex, HEX, or dec5 for 5 digits")
  }

  /// Parses `from 1 to 5`, `to end`.
  private mutating func checksumRange() throws(MessageSyntaxError) -> TemplateField.ChecksumRange {
    let options = try options(["from", "to"])
    var range = TemplateField.ChecksumRange()
    if let word = options["from"] { range.start = try offset(word) }
    if let word = options["to"] { range.end = word.text == "end" ? .message : .offset(try offset(word)) }
    if case .offset(let end) = range.end, end < range.start, let word = options["to"] {
      throw failure(word.range, "the range ends before it begins", "the first byte has the offset 0")
    }
    return range
  }
}
