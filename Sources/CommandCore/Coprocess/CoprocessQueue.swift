/// The lines that wait for the program to read them: so many and no more.
struct CoprocessQueue {
  /// The most lines that wait.
  static let lineLimit = 1_000
  /// The most bytes that wait.
  static let byteLimit = 1 << 20

  /// The bytes from the first line on that is not written whole.
  private var bytes: [UInt8] = []
  /// The bytes of the first line that were written.
  private var written = 0
  /// The ends of the lines in `bytes`, ascending, from `firstEnd` on.
  private var ends: [Int] = []
  private var firstEnd = 0

  /// Whether no line waits.
  var isEmpty: Bool { firstEnd == ends.count }

  /// Whether another line may be added.
  var hasRoom: Bool { ends.count - firstEnd < Self.lineLimit && bytes.count - start < Self.byteLimit }

  /// Adds the line that `body` appends.
  mutating func add(_ body: (inout [UInt8]) -> Void) {
    body(&bytes)
    ends.append(bytes.count)
  }

  /// Calls `write` with what waits, until it accepts nothing more.
  /// - Parameter write: returns the number of bytes that it accepted.
  mutating func flush(_ write: (RawSpan) -> Int) {
    while !isEmpty {
      let accepted = unsafe write(bytes.span.bytes.extracting(written..<bytes.count))
      guard accepted > 0 else { break }
      written += accepted
      while firstEnd < ends.count, ends[firstEnd] <= written { firstEnd += 1 }
    }
    discardWritten()
  }

  /// Makes the next program begin with a whole line: of a line that was written in part, it gets all.
  mutating func beginAnew() {
    written = start
    discardWritten()
  }

  /// The beginning of the first line that is not written whole.
  private var start: Int { firstEnd == 0 ? 0 : ends[firstEnd - 1] }

  private mutating func discardWritten() {
    guard isEmpty || start > Self.byteLimit / 4 else { return }
    let gone = start
    bytes.removeFirst(gone)
    written -= gone
    ends = ends[firstEnd...].map { $0 - gone }
    firstEnd = 0
  }
}
