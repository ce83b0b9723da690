import Basics

/// The template of a format's summary: `DNS {qr} {qtype} {qname}[ → {address*, }]`. `{name}` is the text of the first
/// field of that name, `{name*, }` those of all with a text between them; what stands in brackets is left out where it
/// names a field that the datagram lacks. Doubled, braces and brackets stand for themselves.
struct SummaryTemplate: Sendable {
  /// The most characters of a summary.
  private static let limit = 500
  /// The most fields that are joined.
  private static let joinLimit = 16

  private indirect enum Piece: Sendable {
    case text(String)
    case field(String, joiner: String?)
    case optional([Piece])
  }

  private let pieces: [Piece]

  /// Parses a template.
  init(_ source: String) throws(FormatError) {
    let scalars = Array(source.unicodeScalars)
    var position = 0
    pieces = try Self.pieces(scalars, &position, isInside: false)
  }

  private static func pieces(
    _ scalars: [Unicode.Scalar], _ position: inout Int, isInside: Bool
  ) throws(FormatError) -> [Piece] {
    let start = position
    var pieces: [Piece] = []
    var text = String.UnicodeScalarView()
    func flush() {
      if !text.isEmpty { pieces.append(.text(String(text))) }
      text = String.UnicodeScalarView()
    }
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      if "{}[]".unicodeScalars.contains(scalar), position < scalars.count, scalars[position] == scalar {
        text.append(scalar)
        position += 1
        continue
      }
      switch scalar {
      case "{":
        flush()
        guard let end = scalars[position...].firstIndex(of: "}") else {
          throw FormatError(offset: position - 1, reason: "this '{' is not closed: add '}'")
        }
        let inside = scalars[position..<end]
        let name = inside.prefix { $0 != "*" }
        let joiner =
          name.count < inside.count ? String(String.UnicodeScalarView(inside.dropFirst(name.count + 1))) : nil
        guard !name.isEmpty else {
          throw FormatError(offset: position, reason: "expected the name of a field in braces")
        }
        pieces.append(.field(String(String.UnicodeScalarView(name)), joiner: joiner))
        position = end + 1
      case "[":
        flush()
        guard !isInside else {
          throw FormatError(offset: position - 1, reason: "brackets cannot stand in brackets")
        }
        pieces.append(.optional(try Self.pieces(scalars, &position, isInside: true)))
      case "]":
        flush()
        guard isInside else {
          throw FormatError(offset: position - 1, reason: "this ']' has no '[' before it")
        }
        return pieces
      case "}": throw FormatError(offset: position - 1, reason: "this '}' has no '{' before it")
      default: text.append(scalar)
      }
    }
    flush()
    guard !isInside else { throw FormatError(offset: start - 1, reason: "this '[' is not closed: add ']'") }
    return pieces
  }

  /// The names of the fields.
  var names: [String] { Self.names(pieces) }

  private static func names(_ pieces: [Piece]) -> [String] {
    pieces.flatMap { piece -> [String] in
      switch piece {
      case .text: []
      case .field(let name, _): [name]
      case .optional(let inner): names(inner)
      }
    }
  }

  /// Returns the summary of some fields.
  func text(_ fields: [Dissection.Field], title: String) -> String {
    var text = ""
    for piece in pieces { text += Self.text(piece, fields) ?? "" }
    return text.count > Self.limit ? String(text.prefix(Self.limit)) : text
  }

  /// Returns the text of a piece; `nil` if the fields lack one.
  private static func text(_ piece: Piece, _ fields: [Dissection.Field]) -> String? {
    switch piece {
    case .text(let text): return text
    case .field(let name, let joiner):
      guard let joiner else { return fields.first { $0.name == name }?.text }
      let found = fields.filter { $0.name == name }.prefix(joinLimit)
      return found.isEmpty ? nil : found.map(\.text).joined(separator: joiner)
    case .optional(let pieces):
      var text = ""
      for piece in pieces {
        guard let part = Self.text(piece, fields) else { return nil }
        text += part
      }
      return text
    }
  }
}
