package import Basics
package import PayloadText
package import PeerText
package import UDPCore

/// Edits of the text of a configuration file. Comments and everything else stay as they are.
package enum ConfigurationEdit {
  /// A reason why an edit is impossible, and the next step.
  package struct Refusal: Error, Hashable, Phrased {
    /// One sentence with the reason and the next step.
    package let phrase: Phrase
  }

  /// Returns `source` with the encoding of a target in `[encodings]`, in place of an existing entry; `nil` means auto.
  package static func keeping(
    _ encoding: TextEncoding?, for target: AddressTarget, in source: String
  ) throws(Refusal) -> String {
    let name = encoding?.name ?? "auto"
    let names = aliases(in: source)
    return try keeping(.string(name), TOMLNode.quoted(name), at: target.description, of: "encodings", in: source) {
      Self.target($0, names) == target
    }
  }

  /// Returns the encoding that `source` sets for exactly this target; `nil` if it sets none.
  package static func kept(for target: AddressTarget, in source: String) -> PresetEncoding? {
    guard case .table(let entries) = TOMLDocument(source).root["encodings"] else { return nil }
    let names = aliases(in: source)
    guard let entry = entries.first(where: { Self.target($0.key, names) == target }) else { return nil }
    do { return try entry.value.encoding().map { .encoding($0) } ?? .auto } catch { return nil }
  }

  /// Returns `source` without the encoding of a target, which must be on a line of its own.
  package static func removing(encodingOf target: AddressTarget, in source: String) throws(Refusal) -> String {
    let names = aliases(in: source)
    return try removing(target.description, of: "encodings", in: source) { Self.target($0, names) == target }
  }

  /// The names that a file gives to addresses, which its other sections may use.
  private static func aliases(in source: String) -> Aliases {
    var aliases = Aliases()
    guard case .table(let entries) = TOMLDocument(source).root["aliases"] else { return aliases }
    for (key, value) in entries {
      if case .string(let name) = value, let target = AddressTarget(key) { aliases.add(name, for: target) }
    }
    return aliases
  }

  private static func target(_ key: String, _ aliases: Aliases) -> AddressTarget? {
    aliases.target(named: key) ?? AddressTarget(key)
  }

  /// Returns `source` with a message added to `[messages]`. An existing message of that name is replaced only if
  /// `replaces` is set.
  package static func saving(
    message: WrittenMessage, as name: String, replaces: Bool = false, in source: String
  ) throws(Refusal) -> String {
    let node = TOMLNode(message)
    if !replaces, case .table(let messages) = TOMLDocument(source).root["messages"], let old = messages[name],
      (try? old.message()).map({ TOMLNode($0) }) != node
    {
      throw Refusal(phrase: "the file has another message called \(name): \(name)! replaces it")
    }
    return try keeping(node, node.messageText, at: name, of: "messages", in: source) { $0 == name }
  }

  /// Returns `source` without the message of this name, which must be on a line of its own.
  package static func removing(message name: String, in source: String) throws(Refusal) -> String {
    try removing(name, of: "messages", in: source) { $0 == name }
  }

  /// Returns `source` without the entry of a section whose key satisfies `isKey`.
  /// - Parameter name: the entry's name in a sentence.
  private static func removing(
    _ name: String, of section: String, in source: String, isKey: (String) -> Bool
  ) throws(Refusal) -> String {
    let places = TOMLDocument(source).outline.locations
    guard let (path, place) = places.first(where: { $0.key.count == 2 && $0.key[0] == section && isKey($0.key[1]) })
    else { return source }
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.indices.contains(place.line - 1) { lines.remove(at: place.line - 1) }
    let result = lines.joined(separator: "\n")
    let (before, after) = (TOMLDocument(source), TOMLDocument(result))
    guard after.errors.isEmpty, case .table(var entries) = before.root[section] else {
      throw Refusal(phrase: "the file writes \(name) in a form that udpeek does not edit; remove it from [\(section)]")
    }
    entries[path[1]] = nil
    guard after.root[section] ?? .table([:]) == .table(entries) else {
      throw Refusal(phrase: "the file writes \(name) in a form that udpeek does not edit; remove it from [\(section)]")
    }
    return result
  }

  /// Returns `source` with a value in a section, in place of an existing entry whose key satisfies `isKey`.
  /// - Parameter value: the value in TOML syntax.
  private static func keeping(
    _ node: TOMLNode, _ value: String, at key: String, of section: String, in source: String,
    isKey: (String) -> Bool
  ) throws(Refusal) -> String {
    let mark = "\u{feff}"
    let (start, source) =
      source.unicodeScalars.starts(with: mark.unicodeScalars)
      ? (mark, String(source.unicodeScalars.dropFirst())) : ("", source)
    let document = TOMLDocument(source)
    if let error = document.errors.first {
      throw Refusal(
        phrase: "line \(error.line) of the file is not valid TOML; correct it first: udpeek config shows the mistake")
    }
    let line = "\(TOMLNode.key(key)) = \(value)"
    let outline = document.outline
    var bytes = Array(source.utf8)
    let known = outline.locations.first { path, _ in path.count == 2 && path[0] == section && isKey(path[1]) }
    if let range = known.map({ outline.bytes(of: $0.value) }) {
      bytes.replaceSubrange(range, with: value.utf8)
    } else if let heading = outline.headings[[section]] {
      let entries = outline.locations.filter { $0.key.count == 2 && $0.key[0] == section }
      // Only entries below the heading: dotted keys may be elsewhere.
      let last = entries.values.filter { $0.line > heading }.map { outline.offset(of: $0.end) }.max()
      let place = last.map { endOfLine(after: $0, in: bytes) } ?? endOfLine(number: heading, in: bytes)
      bytes.insert(contentsOf: "\n\(line)".utf8, at: place)
    } else {
      if !bytes.isEmpty, bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
      bytes += "\(bytes.isEmpty ? "" : "\n")[\(section)]\n\(line)\n".utf8
    }
    let result = String(decoding: bytes, as: UTF8.self)
    // The file may define the section in an unusual way, which the edit must not break.
    let after = TOMLDocument(result)
    guard after.errors.isEmpty, case .table(let entries) = after.root[section],
      entries.contains(where: { isKey($0.key) && $0.value == node })
    else { throw Refusal(phrase: "the file writes [\(section)] in a form that udpeek does not edit; add: \(line)") }
    return start + result
  }

  /// Returns the end of the line that contains `position`.
  private static func endOfLine(after position: Int, in bytes: [UInt8]) -> Int {
    bytes[min(position, bytes.count)...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  private static func endOfLine(number: Int, in bytes: [UInt8]) -> Int {
    var position = 0
    for _ in 1..<max(1, number) { position = min(bytes.count, endOfLine(after: position, in: bytes) + 1) }
    return endOfLine(after: position, in: bytes)
  }
}
