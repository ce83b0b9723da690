import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// A datagram read as JSON, and the rows that it takes on the screen.
struct JSONLayout: Sendable {
  /// The input on which the layout depends.
  struct Source: Sendable, Hashable {
    var number: UInt64
    var encoding: TextEncoding
    var columns: Int
  }

  /// The byte at which the text stops being JSON, and the reason.
  struct SyntaxError: Sendable, Hashable {
    var byte: Int
    var reason: Phrase
  }

  /// A line of the JSON, or a part of one that is too long.
  struct Row: Sendable, Hashable {
    /// An index of the JSON's lines.
    var line: Int
    /// Indices of its units.
    var units: Range<Int>
    /// Columns on its left.
    var indent: Int
  }

  /// The deepest nesting that is indented further; what nests deeper stands there too.
  private static let deepest = 24

  let source: Source
  let json: PrettyJSON
  /// Empty where it is no JSON.
  private(set) var rows: [Row] = []
  let syntaxError: SyntaxError?

  init(_ datagram: Datagram, _ source: Source, _ peers: PeerTexts) {
    self.source = source
    let (json, byte) = datagram.withPayload { payload in
      let json = PrettyJSON(peers.text(payload, as: source.encoding))
      return (json, json.syntaxError.map { peers.byte(ofUnit: $0.place, of: payload, as: source.encoding) })
    }
    self.json = json
    syntaxError = json.syntaxError.flatMap { found in
      byte.map { SyntaxError(byte: $0, reason: Phrase(found.reason.rawValue)) }
    }
    if json.isJSON { for line in json.lines.indices { layOut(line) } }
  }

  private mutating func layOut(_ line: Int) {
    let (depth, pieces) = (json.lines[line].depth, json.pieces[json.lines[line].pieces])
    guard let first = pieces.first, let last = pieces.last else { return }
    let columns = max(1, source.columns)
    let indent = min(min(depth, Self.deepest) * 2, columns / 2)
    // What goes on in a further row is told from a value of its own.
    let further = min(indent + 2, columns / 2)
    var used = indent
    var breaks: [Int] = []
    for piece in pieces {
      breaks += SafeText.breaks(detail: json.units[piece.units], used: &used, indent: further, columns: columns)
      if json.isColon(piece) { used += 1 }
    }
    let starts = [first.units.lowerBound] + breaks
    let ends = breaks + [last.units.upperBound]
    for (index, (start, end)) in zip(starts, ends).enumerated() where start < end {
      rows.append(Row(line: line, units: start..<end, indent: index == 0 ? indent : further))
    }
  }

  /// The pieces of a row, each with what of it stands there.
  func pieces(of row: Row) -> [(kind: PrettyJSON.Kind, units: Range<Int>, text: SafeText)] {
    json.pieces[json.lines[row.line].pieces].compactMap { piece in
      let units = piece.units.clamped(to: row.units)
      guard !units.isEmpty else { return nil }
      let text = SafeText(detail: DecodedText(units: Array(json.units[units])))
      return (piece.kind, units, json.isColon(piece) ? text + " " : text)
    }
  }
}

extension PrettyJSON {
  /// Whether a blank follows.
  fileprivate func isColon(_ piece: Piece) -> Bool {
    piece.kind == .mark && units[piece.units.lowerBound] == .scalar(":")
  }
}
