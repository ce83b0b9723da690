/// Where the keys and values of a TOML document are in its source.
struct TOMLOutline: Hashable, Sendable {
  /// A spot in the source: line and column, both from 1; columns count Unicode scalars.
  struct Spot: Hashable, Sendable {
    var line: Int
    var column: Int
  }

  /// A key and its value.
  struct Place: Hashable, Sendable {
    /// The line of the key, from 1; an element of a list has no key, and this is where its value begins.
    var line: Int
    /// Where the value begins, and the spot behind it.
    var begin: Spot
    var end: Spot
  }

  /// By path; the elements of lists are called `0`, `1`, …
  private(set) var places: [[String]: Place] = [:]
  /// The lines of `[table]` headings, from 1, by path.
  private(set) var headings: [[String]: Int] = [:]

  private let bytes: [UInt8]
  /// The offset at which each line begins.
  private let lineStarts: [Int]

  /// An outline of `source` without any place yet.
  init(_ source: String) {
    bytes = Array(source.utf8)
    let feeds = bytes.indices.lazy.filter { [bytes] in bytes[$0] == UInt8(ascii: "\n") }
    lineStarts = [0] + feeds.map { $0 + 1 }
  }

  /// Adds a value of the document.
  /// - Parameter isHeading: whether a line of its own, `[path]`, begins it.
  mutating func add(_ place: Place, at path: [String], isHeading: Bool) {
    places[path] = place
    if isHeading { headings[path] = place.begin.line }
  }

  /// The line of a key, or of the nearest thing around it that has one; 1 where there is none.
  func line(of path: [String]) -> Int {
    var path = path[...]
    while !path.isEmpty {
      if let place = places[Array(path)] { return place.line }
      path.removeLast()
    }
    return 1
  }

  /// The bytes of a value in the source.
  func bytes(of place: Place) -> Range<Int> {
    let start = offset(of: place.begin)
    return start..<max(start, offset(of: place.end))
  }

  /// The byte at a spot; the end of the source where there is none.
  func offset(of spot: Spot) -> Int {
    guard lineStarts.indices.contains(spot.line - 1) else { return bytes.count }
    var offset = lineStarts[spot.line - 1]
    for _ in 1..<max(1, spot.column) where offset < bytes.count {
      offset += 1
      // The bytes of a scalar that follow its first one are 10xxxxxx.
      while offset < bytes.count, bytes[offset] & 0xc0 == 0x80 { offset += 1 }
    }
    return offset
  }

  /// Whether a table that begins at a spot does so with a heading's bracket.
  func hasBracket(at spot: Spot) -> Bool {
    let offset = offset(of: spot)
    return offset < bytes.count && bytes[offset] == UInt8(ascii: "[")
  }
}
