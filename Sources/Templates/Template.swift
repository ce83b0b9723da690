package import PayloadText

/// A message with fields: parts in braces that are made anew for each message, such as `{n}`, `{len:u8}` and
/// `{crc16-modbus}`.
///
/// In text, a `{` that is followed by a letter or a digit begins a field, `{{` is a brace, and any other `{` is itself,
/// so that JSON needs no change. In hexadecimal, a `{` begins a field if a word follows that is not made of bytes; any
/// other one is a separator, as in a C array. A literal message has no fields.
package struct Template: Hashable, Sendable {
  /// A part of the template.
  enum Part: Hashable, Sendable {
    case message(Message)
    case field(TemplateField)
  }

  /// The form of the text.
  package let form: MessageForm
  /// The parts in order; constant fields have become bytes.
  let parts: [Part]

  /// Parses a template.
  /// - Throws: `MessageSyntaxError` at the first mistake.
  package init(
    _ source: String, form: MessageForm = .text, scope: TemplateScope = TemplateScope()
  ) throws(MessageSyntaxError) {
    self.form = form
    let scalars = Array(source.unicodeScalars)
    var parts: [Part] = []
    for part in try Message.parts(of: source, form: form, brace: Self.reader(form, scope)) {
      switch part {
      case .message(let message): parts.append(.message(message))
      case .field(let range):
        var parser = TemplateFieldParser(scalars, range, scope)
        parts.append(try parser.part())
      }
    }
    self.parts = parts
  }

  /// Whether the message is the same each time.
  package var isConstant: Bool {
    parts.allSatisfy { part in
      switch part {
      case .message: true
      case .field(let field):
        switch field.value {
        case .length, .checksum, .text, .file: true
        default: false
        }
      }
    }
  }

  /// Whether the text has no fields.
  package var isPlain: Bool {
    parts.allSatisfy { if case .message = $0 { true } else { false } }
  }

  /// Whether the template counts.
  package var hasCounter: Bool {
    fields.contains { if case .counter = $0.value { true } else { false } }
  }

  /// Whether chance plays a part.
  package var isRandom: Bool {
    fields.contains { field in
      switch field.value {
      case .random, .uuid: true
      default: false
      }
    }
  }

  /// The paths of the files whose bytes the template contains.
  package var files: [String] {
    fields.compactMap { if case .file(let path) = $0.value { path } else { nil } }
  }

  /// The places of the captures that the template contains.
  package var captures: Set<Int> {
    Set(fields.compactMap { if case .capture(let place, _) = $0.value { place } else { nil } })
  }

  /// Whether the message is an empty datagram.
  package var isEmpty: Bool { parts.isEmpty }

  /// The fields in order.
  var fields: [TemplateField] {
    parts.compactMap { if case .field(let field) = $0 { field } else { nil } }
  }

  /// Returns the text with each brace doubled that would begin a field, so that it stands for itself.
  package static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (place, scalar) in scalars.enumerated() {
      result.append(scalar)
      guard scalar == "{", place + 1 < scalars.count, scalars[place + 1] == "{" || isFieldStart(scalars[place + 1])
      else { continue }
      // The brace of \u{…} belongs to its escape.
      if place > 0, scalars[place - 1] == "u", isEscape(scalars, at: place - 1) { continue }
      result.append("{")
    }
    return String(result)
  }

  /// Whether a backslash that is not itself escaped stands before a position.
  private static func isEscape(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    scalars[..<place].reversed().prefix { $0 == "\\" }.count % 2 == 1
  }

  private static func reader(_ form: MessageForm, _ scope: TemplateScope) -> MessageBrace.Reader {
    { scalars, place in
      guard place + 1 < scalars.count else { return .literal }
      let next = scalars[place + 1]
      if form == .text, next == "{" { return .doubled }
      guard isFieldStart(next), form == .text || isWord(scalars[(place + 1)...], scope) else { return .literal }
      return .field(end: fieldEnd(scalars, from: place))
    }
  }

  private static func isFieldStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
  }

  /// Whether a text in hexadecimal begins with a word that is not made of bytes, or with the name of a capture.
  private static func isWord(_ text: ArraySlice<Unicode.Scalar>, _ scope: TemplateScope) -> Bool {
    let word = text.prefix { TemplateFieldParser.isNamePart($0) }
    if scope.captures.contains(String(String.UnicodeScalarView(word))) { return true }
    let isPrefixed = word.count > 1 && word.first == "0" && (word.dropFirst().first?.properties.lowercaseMapping == "x")
    return !isPrefixed && !word.allSatisfy { $0.properties.isASCIIHexDigit || $0 == "-" }
  }

  /// The end of the field that begins at `start`: behind its closing brace, or where the line ends.
  private static func fieldEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    var place = start + 1
    while place < scalars.count, scalars[place] != "\n" {
      switch scalars[place] {
      case "}": return place + 1
      case "\\":
        let isScalar = place + 2 < scalars.count && scalars[place + 1] == "u" && scalars[place + 2] == "{"
        if isScalar, let end = scalars[place...].firstIndex(of: "}") { place = end + 1 } else { place += 2 }
      default: place += 1
      }
    }
    return min(place, scalars.count)
  }
}
