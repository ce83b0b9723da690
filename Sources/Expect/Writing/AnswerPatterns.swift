import Basics
import DisplayFilter

/// The answers of a recording, compared: what differs between answers to the same request, or else between answers of
/// one shape, is what varies, and a script must not insist on it. Of a text that came once, every number may vary, unless
/// its request has it too.
struct AnswerPatterns {
  /// A row of the recording.
  struct Row {
    let payload: [UInt8]
    /// The payload as text; `nil` if it is none.
    let text: String?
    let isSent: Bool
    let endpoint: Int
  }

  /// The property that answers to be compared have in common.
  private enum Key: Hashable {
    case request([UInt8], endpoint: Int, order: Int)
    case text(String, endpoint: Int)
    case bytes(count: Int, first: UInt8, endpoint: Int)
  }

  private let rows: [Row]
  /// The answers that are compared with each row.
  private var groups: [[Int]]
  /// The numbers of the request before each row.
  private var asked: [Set<String>] = []

  init(_ rows: [Row]) {
    self.rows = rows
    groups = Array(repeating: [], count: rows.count)
    var byRequest: [Key: [Int]] = [:]
    var byShape: [Key: [Int]] = [:]
    var request: [UInt8] = []
    var order = 0
    var requests: [Key?] = []
    var numbers: Set<String> = []
    for (index, row) in rows.enumerated() {
      if row.isSent { numbers = Set(Self.pieces(row.text ?? "").filter(\.isNumber).map(\.text)) }
      asked.append(numbers)
      if row.isSent {
        (request, order) = (row.payload, 0)
        requests.append(nil)
        continue
      }
      order += 1
      let key = Key.request(request, endpoint: row.endpoint, order: order)
      requests.append(key)
      byRequest[key, default: []].append(index)
      byShape[Self.shape(row), default: []].append(index)
    }
    for (index, row) in rows.enumerated() where !row.isSent {
      let shape = byShape[Self.shape(row)] ?? []
      let same = (requests[index].flatMap { byRequest[$0] } ?? []).filter(shape.contains)
      groups[index] = same.count > 1 ? same : shape
    }
  }

  private static func shape(_ row: Row) -> Key {
    if let text = row.text { return .text(pieces(text).map(\.mask).joined(), endpoint: row.endpoint) }
    return .bytes(count: row.payload.count, first: row.payload.first ?? 0, endpoint: row.endpoint)
  }

  /// A piece of a text: a number, or what is between numbers.
  private struct Piece {
    let text: String
    let isNumber: Bool

    var mask: String { isNumber ? "\u{1}" : text }
  }

  private static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Array(text.unicodeScalars)[...]
    func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { ("0"..."9").contains($0) } ?? false }
    while let first = rest.first {
      var end = rest.startIndex
      if isDigit(first) {
        while end < rest.endIndex,
          isDigit(rest[end]) || rest[end] == "." && end + 1 < rest.endIndex && isDigit(rest[end + 1])
        {
          end += 1
        }
      } else {
        while end < rest.endIndex, !isDigit(rest[end]) { end += 1 }
      }
      pieces.append(Piece(text: String(String.UnicodeScalarView(rest[..<end])), isNumber: isDigit(first)))
      rest = rest[end...]
    }
    return pieces
  }

  /// The filter of an answer of which something varies; `nil` if it is always the same.
  func filter(at index: Int) -> String? {
    let group = groups[index]
    return rows[index].text == nil ? bytes(of: index, group) : text(of: index, group)
  }

  private func text(of index: Int, _ group: [Int]) -> String? {
    let all = group.compactMap { rows[$0].text.map(Self.pieces) }
    guard let own = rows[index].text.map(Self.pieces) else { return nil }
    var varies = false
    var pattern = "^"
    for (place, piece) in own.enumerated() {
      let isOther =
        all.count > 1
        ? all.contains { $0[place].text != piece.text } : !asked[index].contains(piece.text)
      if piece.isNumber, isOther {
        varies = true
        pattern += #"\d+(?:\.\d+)*"#
      } else {
        pattern += Self.quoted(piece.text)
      }
    }
    let filter = "/" + pattern + #"\z/"#
    return varies && (try? DisplayFilter(filter)) != nil ? filter : nil
  }

  /// Returns a text as part of a regular expression.
  private static func quoted(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if #".\+*?[](){}^$|/-"#.unicodeScalars.contains(scalar) {
          result += "\\" + String(scalar)
        } else if ScriptText.shown(String(scalar)) == String(scalar) || scalar == "\"" || scalar == "'" {
          result.unicodeScalars.append(scalar)
        } else {
          result += "\\x{" + String(scalar.value, radix: 16) + "}"
        }
      }
    }
  }

  private func bytes(of index: Int, _ group: [Int]) -> String? {
    let own = rows[index].payload
    let all = group.map { rows[$0].payload }
    guard all.allSatisfy({ $0.count == own.count }) else { return nil }
    let known = own.indices.map { place in all.allSatisfy { $0[place] == own[place] } }
    guard known.contains(false) else { return nil }
    let words = own.indices.map { known[$0] ? own[$0].digits(2, radix: 16) : "??" }
    return "size = \(own.count) and hex \(words.joined(separator: " "))"
  }
}
