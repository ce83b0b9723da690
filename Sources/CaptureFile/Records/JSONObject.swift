import Basics
import PayloadText

/// One JSON object on one line, with keys in the order in which they are added (RFC 8259).
package struct JSONObject {
  private var bytes = ByteBuffer()

  /// Creates an empty object.
  package init() { bytes.append(UInt8(ascii: "{")) }

  /// Creates an object of values.
  init(_ members: [(name: String, value: DatagramDescription.Value)]) {
    self.init()
    for (name, value) in members { add(member: name, value) }
  }

  /// Removes all members and keeps the memory.
  mutating func removeAll() {
    bytes.removeAll()
    bytes.append(UInt8(ascii: "{"))
  }

  package mutating func add(_ key: String, _ value: Int) {
    addKey(key)
    bytes.append(decimal: value)
  }

  package mutating func add(_ key: String, _ value: Bool) {
    addKey(key)
    bytes.append(value ? "true" : "false")
  }

  package mutating func add(_ key: String, _ value: String) {
    addString(key) { $0.append(escaping: value) }
  }

  /// Adds a string. Characters that must not be shown are written as JSON escapes, so that a reader gets the exact
  /// string.
  package mutating func add(_ key: String, whole value: String) {
    addString(key) { $0.append(whole: value) }
  }

  /// Adds a string, or null.
  package mutating func add(_ key: String, _ value: String?) {
    if let value { return add(key, value) }
    addKey(key)
    bytes.append("null")
  }

  /// Adds an array of strings.
  package mutating func add(_ key: String, _ values: [String]) {
    addKey(key)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(escaping: value)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Adds an object of numbers.
  package mutating func add(_ key: String, _ numbers: [(name: String, number: Int)]) {
    addKey(key)
    bytes.append(UInt8(ascii: "{"))
    for (index, (name, number)) in numbers.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(escaping: name)
      bytes.append("\":")
      bytes.append(decimal: number)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Adds a dissector's tree as an array of objects: `text`, `name`, `offset` and `size` in the payload, `children`.
  mutating func add(_ key: String, _ tree: ProtocolTree) {
    addKey(key)
    bytes.append(UInt8(ascii: "["))
    var depth = 0
    for (index, node) in tree.nodes.enumerated() {
      if index > 0, node.depth <= depth { close(depth - node.depth) }
      depth = node.depth
      bytes.append("{\"text\":\"")
      bytes.append(escaping: SafeText(node.label).description)
      bytes.append("\"")
      if !node.name.isEmpty {
        bytes.append(",\"name\":\"")
        bytes.append(escaping: SafeText(node.name).description)
        bytes.append("\"")
      }
      if let range = node.bytes {
        bytes.append(",\"offset\":")
        bytes.append(decimal: range.lowerBound)
        bytes.append(",\"size\":")
        bytes.append(decimal: range.count)
      }
      bytes.append(node.end > index + 1 ? ",\"children\":[" : "}")
    }
    if !tree.nodes.isEmpty { for _ in 0..<depth { bytes.append("]}") } }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Closes so many nodes of a tree before another one.
  private mutating func close(_ count: Int) {
    for _ in 0..<count { bytes.append("]}") }
    bytes.append(UInt8(ascii: ","))
  }

  /// Adds a value of any kind.
  package mutating func add(_ key: String, _ value: DatagramDescription.Value) {
    addKey(key)
    append(value)
  }

  /// Adds a value, or null, with a key that may hold any character.
  mutating func add(member name: String, _ value: DatagramDescription.Value?) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    append(whole: name)
    bytes.append(UInt8(ascii: ":"))
    if let value { append(value) } else { bytes.append("null") }
  }

  /// Adds an object of values.
  package mutating func add(_ key: String, _ members: [(name: String, value: DatagramDescription.Value)]) {
    addKey(key)
    append(members)
  }

  private mutating func append(_ members: [(name: String, value: DatagramDescription.Value)]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, (name, value)) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(whole: name)
      bytes.append(UInt8(ascii: ":"))
      append(value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func append(_ value: DatagramDescription.Value) {
    switch value {
    case .number(let text): bytes.append(text)
    case .text(let text): append(whole: text)
    case .flag(let value): bytes.append(value ? "true" : "false")
    case .object(let members): append(members)
    case .list(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(value)
      }
      bytes.append(UInt8(ascii: "]"))
    }
  }

  /// Appends a string. Characters that must not be shown are written as JSON escapes.
  private mutating func append(whole value: String) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(whole: value)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a string that `append` writes, with the escapes of JSON.
  fileprivate mutating func addString(_ key: String, _ append: (inout ByteBuffer) -> Void) {
    addKey(key)
    bytes.append(UInt8(ascii: "\""))
    append(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// The object and a line feed.
  package var line: [UInt8] {
    var line: [UInt8] = []
    appendLine(to: &line)
    return line
  }

  /// The object as text.
  var text: String { String(decoding: line.dropLast(), as: UTF8.self) }

  /// Appends the object and a line feed.
  func appendLine(to output: inout [UInt8]) {
    bytes.append(to: &output)
    output.append(UInt8(ascii: "}"))
    output.append(UInt8(ascii: "\n"))
  }

  private mutating func addKey(_ key: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(key)
    bytes.append("\":")
  }
}

extension ByteBuffer {
  /// Appends a string with the escapes of JSON; characters that must not be shown are escaped too.
  fileprivate mutating func append(whole value: String) {
    for scalar in value.unicodeScalars {
      let text = String(scalar)
      if scalar.isASCII || SafeText(text).description == text {
        append(escaping: text)
      } else {
        for unit in text.utf16 { append(escape: unit) }
      }
    }
  }

  /// Appends a string with the escapes of JSON.
  fileprivate mutating func append(escaping text: String) {
    var text = text
    text.withUTF8 { bytes in
      for offset in 0..<bytes.count { append(escaping: unsafe bytes[offset]) }
    }
  }

  private mutating func append(escaping byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      append(UInt8(ascii: "\\"))
      append(byte)
    case 0..<0x20, 0x7f: append(escape: UInt16(byte))
    default: append(byte)
    }
  }

  fileprivate mutating func append(escape unit: UInt16) {
    append("\\u")
    append(Int(unit), hexDigits: 4)
  }
}

extension JSONObject {
  /// Adds a number by field; the functions below do so for other types.
  mutating func add(_ field: RecordField, _ value: Int) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, _ value: Bool) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, _ value: String) { add(field.rawValue, value) }

  mutating func add(_ field: RecordField, whole value: String) { add(field.rawValue, whole: value) }

  mutating func add(_ field: RecordField, _ tree: ProtocolTree) { add(field.rawValue, tree) }

  mutating func add(_ field: RecordField, _ value: String?) { add(field.rawValue, value) }

  /// Adds a number, or null.
  mutating func add(_ field: RecordField, optional value: Int?) {
    if let value { add(field, value) } else { add(field, nil as String?) }
  }

  /// Adds a string that `append` writes, with the escapes of JSON.
  mutating func add(_ field: RecordField, _ append: (inout ByteBuffer) -> Void) { addString(field.rawValue, append) }

  /// Adds a time in nanoseconds since the Unix epoch, or null.
  mutating func add(_ field: RecordField, time: Int64?) {
    guard let time else { return add(field, nil as String?) }
    add(field) { $0.append(time: time) }
  }
}
