/// Reading of one JSON object on a line, as other programs write it.
package enum JSONMembers {
  /// Returns the members that are strings, numbers or literals, as text, by name; `nil` if the line is not one complete
  /// object (RFC 8259) in UTF-8. Of two members with one name, the later counts.
  package static func read(_ line: [UInt8]) -> [String: String]? {
    guard String(validating: line, as: UTF8.self) != nil else { return nil }
    var members: [String: String] = [:]
    let bytes = unsafe line.span.bytes
    var scanner = JSONScanner(bytes, line.indices)
    let isWhole = scanner.readObject(bytes) { name, value in members[name.text(bytes)] = value.text(bytes) }
    return isWhole ? members : nil
  }
}
