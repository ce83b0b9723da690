/// The locations of the keys and values in the source of a TOML document.
struct TOMLOutline: Hashable, Sendable {
  /// A position in the source: line and column, counted from 1; columns count Unicode scalars.
  struct Position: Hashable, Sendable {
    var line: Int
    var column: Int
  }

  /// The location of a key and its value.
  struct Location: Hashable, Sendable {
    /// The line of the key, counted from 1; for a list element, which has no key, the line of its value.
    var line: Int
    /// The start of the value, and the position after its end.
    var begin: Position
    var end: Position
  }

  /// The locations by path; list elements are named `0`, `1`, …
  private(set) var locations: [[String]: Location] = [:]
  /// The lines of `[table]` headings, counted from 1, by path.
  private(set) var headings: [[String]: Int] = [:]

  private let bytes: [UInt8]
  /// The byte offset of the start of each line.
  private let lineStarts: [Int]

  /// Creates an outline of `source` without any locations.
  init(_ source: String) {
    bytes = Array(source.utf8)
    let feeds = bytes.indices.lazy.filter { [bytes] in bytes[$0] == UInt8(ascii: "\n") }
    lineStarts = [0] + feeds.map { $0 + 1 }
  }

  /// Adds the location of a value.
  /// - Parameter isHeading: whether the value is a table that begins with a heading, `[path]`.
  mutating func add(_ location: Location, at path: [String], isHeading: Bool) {
    locations[path] = location
    if isHeading { headings[path] = location.begin.line }
  }

  /// Returns the line of a key, or of its innermost enclosing key with a location; 1 if there is none.
  func line(of path: [String]) -> Int {
    var path = path[...]
    while !path.isEmpty {
      if let location = locations[Array(path)] { return location.line }
      path.removeLast()
    }
    return 1
  }

  /// Returns the byte range of a value in the source.
  func bytes(of location: Location) -> Range<Int> {
    let start = offset(of: location.begin)
    return start..<max(start, offset(of: location.end))
  }

  /// Returns the bytes of a value. A line that was skipped for a mistake is missing before it, so that the file itself has
  /// them elsewhere.
  func source(of location: Location) -> ArraySlice<UInt8> { bytes[bytes(of: location)] }

  /// Returns the byte offset of a position, or the end of the source if the line does not exist.
  func offset(of position: Position) -> Int {
    guard lineStarts.indices.contains(position.line - 1) else { return bytes.count }
    var offset = lineStarts[position.line - 1]
    for _ in 1..<max(1, position.column) where offset < bytes.count {
      offset += 1
      // Continuation bytes of UTF-8 are 10xxxxxx.
      while offset < bytes.count, bytes[offset] & 0xc0 == 0x80 { offset += 1 }
    }
    return offset
  }

  /// Whether a table at this position begins with the bracket of a heading.
  func hasBracket(at position: Position) -> Bool {
    let offset = offset(of: position)
    return offset < bytes.count && bytes[offset] == UInt8(ascii: "[")
  }
}
