package import Basics
package import PayloadText
package import UDPCore

/// Writes a choice into the text of a configuration file; comments and everything else stay as they are.
package enum ConfigurationEdit {
  /// Why it cannot be done, with what a person can do.
  package struct Refusal: Error, Hashable, Phrased {
    package let phrase: Phrase
  }

  /// `source` with the encoding of a target in `[encodings]`: its line replaced, or one added; `nil` is auto.
  package static func keeping(
    _ encoding: TextEncoding?, for target: AddressTarget, in source: String
  ) throws(Refusal) -> String {
    try keeping(encoding?.name ?? "auto", at: target.description, of: "encodings", in: source) {
      AddressTarget($0) == target
    }
  }

  /// `source` with a message in `[messages]`: its line replaced, or one added.
  package static func saving(message text: String, as name: String, in source: String) throws(Refusal) -> String {
    try keeping(text, at: name, of: "messages", in: source) { $0 == name }
  }

  /// `source` with a string in a section, in place of the entry whose key `isKey` is true of.
  private static func keeping(
    _ text: String, at key: String, of section: String, in source: String, isKey: (String) -> Bool
  ) throws(Refusal) -> String {
    if let error = TOMLDocument(source).errors.first {
      throw Refusal(phrase: "line \(error.line) of the file is no TOML; mend that first: udpeek config")
    }
    let value = TOMLNode.quoted(text)
    let line = "\(TOMLNode.key(key)) = \(value)"
    let outline = TOMLOutline(source)
    var bytes = Array(source.utf8)
    let known = outline.places.first { path, _ in path.count == 2 && path[0] == section && isKey(path[1]) }
    if let range = known?.value.value {
      bytes.replaceSubrange(range, with: value.utf8)
    } else if let heading = outline.headings[[section]] {
      let entries = outline.places.filter { $0.key.count == 2 && $0.key[0] == section }
      // The last of those below the heading: dotted keys may stand elsewhere.
      let last = entries.values.filter { $0.line > heading }.max { $0.value.upperBound < $1.value.upperBound }
      let place = last.map { endOfLine(after: $0.value.upperBound, in: bytes) } ?? endOfLine(number: heading, in: bytes)
      bytes.insert(contentsOf: "\n\(line)".utf8, at: place)
    } else {
      if !bytes.isEmpty, bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
      bytes += "\(bytes.isEmpty ? "" : "\n")[\(section)]\n\(line)\n".utf8
    }
    let result = String(decoding: bytes, as: UTF8.self)
    // A file that writes the section in a way of its own must not be spoilt.
    let after = TOMLDocument(result)
    guard after.errors.isEmpty, case .table(let entries) = after.root[section],
      entries.contains(where: { isKey($0.key) && $0.value == .string(text) })
    else { throw Refusal(phrase: "the file has [\(section)] in a way that is not edited here; add: \(line)") }
    return result
  }

  /// The end of the line that `position` stands in.
  private static func endOfLine(after position: Int, in bytes: [UInt8]) -> Int {
    bytes[min(position, bytes.count)...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  private static func endOfLine(number: Int, in bytes: [UInt8]) -> Int {
    var position = 0
    for _ in 1..<max(1, number) { position = min(bytes.count, endOfLine(after: position, in: bytes) + 1) }
    return endOfLine(after: position, in: bytes)
  }
}
