/// Bytes of a stream as lines. Of a line that is longer than a limit, the rest is dropped.
package struct LineSplitter {
  private let limit: Int
  private var line: [UInt8] = []
  private var isCut = false

  /// Creates a splitter of lines of at most `limit` bytes.
  package init(limit: Int) { self.limit = limit }

  /// Takes bytes and hands over each line that they complete, without its line end.
  package mutating func take(_ bytes: some Sequence<UInt8>, _ body: (_ line: [UInt8], _ isCut: Bool) -> Void) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        finish(body)
      } else if line.count < limit {
        line.append(byte)
      } else {
        isCut = true
      }
    }
  }

  /// Whether the line that is not complete is longer than the limit already.
  package var isOverLimit: Bool { isCut }

  /// Hands over the last line if the stream ended without a line end.
  package mutating func end(_ body: (_ line: [UInt8], _ isCut: Bool) -> Void) {
    if !line.isEmpty { finish(body) }
  }

  private mutating func finish(_ body: ([UInt8], Bool) -> Void) {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    body(line, isCut)
    line.removeAll(keepingCapacity: true)
    isCut = false
  }
}
