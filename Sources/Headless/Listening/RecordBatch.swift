import Plumbing

/// Objects of JSON that are joined into arrays, one a line (`--json-batch`): a program that reads them takes in a whole
/// batch with one call.
package struct RecordBatch {
  /// The conditions that end an array.
  package struct Limits: Hashable, Sendable {
    /// The most objects in it.
    package var rows: Int
    /// The time after which its first object is written, in nanoseconds; `nil` to write as soon as nothing more waits.
    package var time: Int64?

    /// Creates limits.
    package init(rows: Int, time: Int64?) { (self.rows, self.time) = (rows, time) }
  }

  /// The bytes of a line that none exceeds. A single object is always smaller, unless it has Wireshark's tree.
  private static let mostBytes = 1_000_000

  private let limits: Limits
  /// The number of objects in the open array.
  private var rows = 0
  /// The place at which the open array begins.
  private var start = 0
  /// The time of the monotonic clock at which the open array is to be written; `nil` if none is open, or no time is set.
  private(set) var due: Int64?

  /// Creates an empty batch.
  init(_ limits: Limits) { self.limits = limits }

  /// The number of bytes that are complete lines.
  func complete(of bytes: [UInt8]) -> Int { rows == 0 ? bytes.count : start }

  /// Takes in the line that `write` appends to `bytes`, if it appends one.
  mutating func add(to bytes: inout [UInt8], _ write: (inout [UInt8]) -> Void) {
    let place = bytes.count
    bytes.append(UInt8(ascii: ","))
    write(&bytes)
    guard bytes.count > place + 1 else { return bytes.removeLast(1) }
    bytes.removeLast(1)
    if rows > 0, bytes.count - start >= Self.mostBytes - 2 {
      bytes.replaceSubrange(place..<place + 1, with: Array("]\n[".utf8))
      begin(at: place + 2)
    } else if rows == 0 {
      bytes[place] = UInt8(ascii: "[")
      begin(at: place)
    }
    rows += 1
    if rows >= limits.rows { close(&bytes) }
  }

  /// Ends the open array if it is due, or if no time is set and nothing more waits.
  mutating func closeIfDue(_ bytes: inout [UInt8], isCaughtUp: Bool) {
    if let due { if SystemClock.monotonic >= due { close(&bytes) } } else if isCaughtUp { close(&bytes) }
  }

  /// Ends the open array.
  mutating func close(_ bytes: inout [UInt8]) {
    guard rows > 0 else { return }
    bytes += Array("]\n".utf8)
    (rows, due) = (0, nil)
  }

  /// Says that so many bytes at the beginning were written and removed.
  mutating func forget(_ count: Int) { start -= count }

  private mutating func begin(at place: Int) {
    start = place
    rows = 0
    due = limits.time.map { SystemClock.monotonic + $0 }
  }
}
