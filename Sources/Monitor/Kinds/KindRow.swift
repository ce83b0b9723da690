import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// The texts in a line of the kinds.
struct KindRow {
  /// A byte or a character of the last datagram, and the way to draw it.
  struct Piece {
    let text: SafeText
    let isLit: Bool
    let isNotched: Bool
  }

  let key: KindKey
  let peer: SafeText
  let kind: SafeText
  let pieces: [Piece]
  private let entry: KindEntry
  private let utcOffsets: UTCOffsets
  private let none: SafeText

  /// - Parameters:
  ///   - datagram: the last one of the kind; `nil` if the log gave it up.
  ///   - columns: the columns that the last datagram may take.
  init(_ entry: KindEntry, _ datagram: Datagram?, _ texts: PeerTexts, _ tenth: UInt32, columns: Int, _ look: Look) {
    self.entry = entry
    key = entry.key
    peer = SafeText(look.name(of: entry.key.peer))
    utcOffsets = look.utcOffsets
    none = look.symbols.none
    let isText =
      switch entry.key.shape {
      case .text, .anyText: true
      case .bytes: false
      case .named: datagram.map { Self.isText($0, texts) } ?? false
      }
    kind = Self.name(of: entry, datagram, texts, look)
    if isText, let datagram {
      pieces = Self.characters(entry, datagram, texts, tenth, columns, look)
    } else {
      pieces = Self.bytes(entry, tenth, columns, look)
    }
  }

  private static func isText(_ datagram: Datagram, _ texts: PeerTexts) -> Bool {
    datagram.withPayload { KindText.isText($0, texts.reading(of: datagram), isAmongBytes: false) }
  }

  /// The entry of a column.
  func text(of column: KindColumn) -> SafeText {
    switch column {
    case .peer: peer
    case .kind: kind
    case .count: SafeText(entry.count < 1_000_000 ? Figures.grouped(entry.count) : Figures.rounded(entry.count))
    case .period: entry.times.meanGap.map { SafeText(Figures.span($0)) } ?? none
    case .jitter: entry.times.hasJitter ? SafeText(Figures.span(entry.times.jitter)) : none
    case .last: entry.times.last != 0 ? SafeText(TimeText.clock(entry.times.last, utcOffsets)[1]) : none
    }
  }

  /// A short name of the kind: `14 B 7e 01`, or the beginning of a text.
  static func name(of entry: KindEntry, _ datagram: Datagram?, _ texts: PeerTexts, _ look: Look) -> SafeText {
    switch entry.key.shape {
    case .named(let name): return SafeText(name.text)
    case .bytes(let size, let start, let count):
      var name = "\(size) B"
      for offset in 0..<count {
        let byte = UInt8(truncatingIfNeeded: start >> UInt32(24 - 8 * offset))
        name += " " + byte.digits(2, radix: 16)
      }
      return SafeText(name)
    case .anyText: return look.words("texts")
    case .text:
      guard let datagram else { return look.words("text") }
      let text = texts.text(of: datagram, limit: 24).string
      return SafeText(MaskedText.parts(of: text).map { $0.isNumber ? "#" : $0.text }.joined())
    }
  }

  private static func bytes(_ entry: KindEntry, _ tenth: UInt32, _ columns: Int, _ look: Look) -> [Piece] {
    (0..<min(entry.size, max(0, columns + 1) / 3)).map { offset in
      let isNotched = entry.isNotched(offset)
      return Piece(
        text: SafeText(isNotched ? "··" : entry.byte(offset).digits(2, radix: 16)),
        isLit: entry.isLit(offset, at: tenth),
        isNotched: isNotched)
    }
  }

  private static func characters(
    _ entry: KindEntry, _ datagram: Datagram, _ texts: PeerTexts, _ tenth: UInt32, _ columns: Int, _ look: Look
  ) -> [Piece] {
    let line = texts.rows(0..<1, of: datagram, bytesPerRow: KindEntry.watched).first ?? DumpText()
    var pieces: [Piece] = []
    var width = 0
    for character in line.characters where width < columns {
      let bytes = character.bytes.clamped(to: 0..<KindEntry.watched)
      let isNotched = bytes.contains { entry.isNotched($0) }
      let text = SafeText(table: DecodedText(units: Array(line.text.units[character.units])))
      pieces.append(
        Piece(
          text: isNotched ? SafeText(String(repeating: "·", count: max(1, text.width))) : text,
          isLit: bytes.contains { entry.isLit($0, at: tenth) }, isNotched: isNotched))
      width += text.width
    }
    return pieces
  }

  /// Whether the last datagram is shown as bytes, with blanks between them.
  var isBytes: Bool {
    switch key.shape {
    case .text, .anyText: false
    case .bytes, .named: pieces.allSatisfy { $0.text.width == 2 }
    }
  }
}

/// A column of the kinds before the last datagram.
enum KindColumn: CaseIterable, Sendable {
  case peer, kind, count, period, jitter, last

  /// The heading.
  var heading: Phrase {
    switch self {
    case .peer: "Peer"
    case .kind: "Kind"
    case .count: "Recv"
    case .period: "Every"
    case .jitter: "±"
    case .last: "Last"
    }
  }

  /// Whether it holds figures.
  var isRightAligned: Bool { self != .peer && self != .kind }
}

/// The columns of the kinds that a window shows, and their places.
struct KindLayout {
  struct Place {
    let column: KindColumn
    /// Counted from the pane's left edge.
    let start: Int
    let width: Int
  }

  /// The columns that are dropped as the window narrows, in this order.
  private static let dropOrder: [KindColumn] = [.jitter, .last, .period, .count, .kind]
  /// The columns that the last datagram has at least.
  private static let leastPayload = 26

  let places: [Place]
  /// The first column of the last datagram.
  let payload: Int

  /// - Parameters:
  ///   - peer: the columns that the longest peer in sight needs.
  ///   - kind: the columns that the longest kind in sight needs.
  init(columns: Int, peer: Int, kind: Int) {
    func width(_ column: KindColumn) -> Int {
      switch column {
      case .peer: max(8, min(peer, columns < 60 ? 16 : 24))
      case .kind: max(6, min(kind, columns < 100 ? 16 : 20))
      case .count: 7
      case .period, .jitter: 8
      case .last: 8
      }
    }
    var all = KindColumn.allCases
    for column in Self.dropOrder
    where all.reduce(1, { $0 + width($1) + 2 }) + Self.leastPayload > columns {
      all.removeAll { $0 == column }
    }
    var start = 1
    var places: [Place] = []
    for column in all {
      places.append(Place(column: column, start: start, width: width(column)))
      start += width(column) + 2
    }
    self.places = places
    payload = start
  }
}
