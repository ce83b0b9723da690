extension TOMLOutline {
  /// The name of a key for a person: `rule[2].when`, counted from 1.
  static func text(_ path: [String]) -> String {
    path.enumerated().reduce("") { text, part in
      if let index = Int(part.element), part.offset > 0 { return text + "[\(index + 1)]" }
      return text + (text.isEmpty ? "" : ".") + TOMLNode.key(part.element)
    }
  }

  /// The position of a scalar of a string's text; that of the value where the text does not stand there as it is.
  func position(of offset: Int?, in place: Location) -> Position? {
    guard let offset else { return place.begin }
    let bytes = source(of: place)
    let isLiteral = bytes.first == UInt8(ascii: "'")
    guard isLiteral || bytes.first == UInt8(ascii: "\"") && !bytes.contains(UInt8(ascii: "\\")) else {
      return place.begin
    }
    let quotes = bytes.prefix(3).allSatisfy { $0 == bytes.first } && bytes.count >= 6 ? 3 : 1
    var (line, column) = (place.begin.line, place.begin.column + quotes)
    var text = String(decoding: bytes.dropFirst(quotes), as: UTF8.self).unicodeScalars[...]
    // The line end behind three quotation marks is not part of the text.
    if quotes == 3 {
      if text.first == "\r" { text = text.dropFirst() }
      if text.first == "\n" {
        text = text.dropFirst()
        (line, column) = (line + 1, 1)
      }
    }
    for scalar in text.prefix(offset) {
      if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
    return Position(line: line, column: column)
  }
}
