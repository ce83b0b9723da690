/// The lines of a text that are rows of a hex dump: an offset, bytes, and their ASCII, in the formats of udpeek, xxd,
/// hexdump -C, tcpdump -X and Wireshark.
struct HexDumpLines {
  /// The bytes of a row.
  struct Line {
    var bytes: [UInt8]
    /// The end of the row, one past its last scalar.
    var end: Int
  }

  /// The rows by the position of their first scalar.
  private(set) var lines: [Int: Line] = [:]

  /// The most bytes in a row.
  private static let widest = 64
  /// The number of bytes in a row of most programs, after which the ASCII begins.
  private static let usual = 16
  /// The largest offset in a datagram.
  private static let lastOffset = 0xffff

  /// Finds the rows of a text.
  init(_ scalars: [Unicode.Scalar]) {
    var rows: [(start: Int, end: Int, row: Row)] = []
    var start = 0
    while start <= scalars.count {
      let end = scalars[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.count
      if let row = Row(scalars[start..<end]) { rows.append((start, end, row)) }
      start = end + 1
    }
    for (index, (start, end, row)) in rows.enumerated() {
      // The next offset shows how many bytes this row has.
      let next = index + 1 < rows.count ? rows[index + 1].row.offset - row.offset : 0
      let count = (1...Self.widest).contains(next) ? next : nil
      lines[start] = Line(bytes: row.bytes(of: scalars, count: count), end: end)
    }
  }

  /// A row whose offset has been parsed.
  private struct Row {
    let offset: Int
    /// The scalars after the offset.
    let rest: Range<Int>

    /// Parses an offset: four to eight digits, then a colon and a space, or two spaces and a byte. Returns `nil` if the
    /// line has none.
    init?(_ line: ArraySlice<Unicode.Scalar>) {
      var place = line.startIndex
      while place < line.endIndex, Self.isBlank(line[place]) { place += 1 }
      let isPrefixed = place + 1 < line.endIndex && line[place] == "0" && line[place + 1] == "x"
      if isPrefixed { place += 2 }
      let first = place
      var value = 0
      while place < line.endIndex, place - first < 9, let digit = HexSyntax.digit(line[place]) {
        value = value << 4 | Int(digit)
        place += 1
      }
      guard (4...8).contains(place - first), value <= HexDumpLines.lastOffset else { return nil }
      let hasColon = place < line.endIndex && line[place] == ":"
      if hasColon { place += 1 }
      let gap = line[place...].prefix(while: Self.isBlank).count
      guard hasColon ? gap > 0 : gap > 1 && !isPrefixed && value % 4 == 0 else { return nil }
      rest = place + gap..<line.endIndex
      offset = value
      let digits = line[rest].prefix { HexSyntax.digit($0) != nil }.count
      guard digits == 2 || (hasColon && digits > 0 && digits % 2 == 0) else { return nil }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    /// Returns the row's bytes, without the ASCII after them.
    /// - Parameter count: the number of bytes; `nil` if it is unknown.
    func bytes(of scalars: [Unicode.Scalar], count: Int?) -> [UInt8] {
      var bytes: [UInt8] = []
      var place = rest.lowerBound
      while place < rest.upperBound, bytes.count < count ?? HexDumpLines.widest {
        let digits = scalars[place..<rest.upperBound].prefix { HexSyntax.digit($0) != nil }.compactMap(HexSyntax.digit)
        guard !digits.isEmpty, digits.count % 2 == 0 else { break }
        for index in stride(from: 0, to: digits.count, by: 2) { bytes.append(digits[index] << 4 | digits[index + 1]) }
        place += digits.count
        let gap = scalars[place..<rest.upperBound].prefix(while: Self.isBlank).count
        guard gap > 0, gap < 3 else { break }
        place += gap
        if gap == 2, isText(of: bytes, scalars[place..<rest.upperBound]) { break }
        if gap == 2, count == nil, bytes.count >= HexDumpLines.usual, !goesOn(scalars, at: place) { break }
      }
      return bytes
    }

    /// Whether the scalars are these bytes as a dump shows them in ASCII, with a dot for every other byte.
    private func isText(of bytes: [UInt8], _ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
      scalars.count == bytes.count
        && zip(scalars, bytes).allSatisfy { $0 == ((0x20...0x7e).contains($1) ? Unicode.Scalar($1) : ".") }
    }

    /// Whether more bytes follow, as in a row of 32: eight of them, or fewer and then three spaces, which ASCII never
    /// looks like.
    private func goesOn(_ scalars: [Unicode.Scalar], at start: Int) -> Bool {
      var place = start
      for _ in 0..<8 {
        let token = scalars[place..<rest.upperBound].prefix { !Self.isBlank($0) }
        guard token.count == 2, token.allSatisfy({ HexSyntax.digit($0) != nil }) else { return false }
        let gap = scalars[token.endIndex..<rest.upperBound].prefix(while: Self.isBlank).count
        if gap > 2 { return true }
        place = token.endIndex + gap
      }
      return true
    }
  }
}
