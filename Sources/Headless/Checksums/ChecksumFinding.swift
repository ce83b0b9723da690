package import Basics
import CaptureFile
package import CommandCore
import PayloadText
import Templates

/// Runs `checksums` with bytes: names the checksums at the end of datagrams.
package struct ChecksumFinding {
  private let datagrams: [[UInt8]]

  /// Parses datagrams in hexadecimal.
  /// - Throws: a failure that names the first mistake.
  package init(_ texts: [String]) throws(CommandFailure) {
    var datagrams: [[UInt8]] = []
    for text in texts {
      do throws(MessageSyntaxError) { datagrams.append(try Message.bytes(hex: text)) } catch {
        throw CommandFailure("bad datagram '\(text)': \(error)", .usage)
      }
    }
    self.datagrams = datagrams
  }

  /// Returns the checksums that all datagrams have: a line, or a JSON object, for each.
  /// - Throws: a failure if there is none.
  package func lines(isJSON: Bool) throws(CommandFailure) -> [UInt8] {
    let matches = ChecksumSearch.matches(in: datagrams)
    guard !matches.isEmpty else {
      throw CommandFailure(
        datagrams.count == 1
          ? "no checksum that has a name matches the end of this datagram"
          : "no checksum that has a name matches the end of all \(datagrams.count) datagrams")
    }
    let columns = (matches.map(\.field.utf8.count).max() ?? 0) + 2
    return matches.flatMap { isJSON ? json($0) : Array((line($0, columns) + "\n").utf8) }
  }

  /// The notice that a match proves little; `nil` if it proves enough.
  package var doubt: Phrase? {
    guard let best = ChecksumSearch.matches(in: datagrams).first, best.byteCount * datagrams.count < 4 else {
      return nil
    }
    return "so few bytes may agree by chance: give more datagrams of the same kind"
  }

  private func line(_ match: ChecksumMatch, _ columns: Int) -> String {
    let field = match.field + String(repeating: " ", count: columns - match.field.utf8.count)
    guard datagrams.count == 1, let count = datagrams.first?.count else {
      return field + (match.trailing == 0 ? "at the end" : "then \(match.trailing) more")
    }
    let place = match.place(in: count)
    return field + "\(Self.bytes(match.start..<place)), in \(Self.bytes(place..<place + match.byteCount))"
  }

  private static func bytes(_ range: Range<Int>) -> String {
    range.count == 1 ? "byte \(range.lowerBound)" : "bytes \(range.lowerBound) to \(range.upperBound - 1)"
  }

  private func json(_ match: ChecksumMatch) -> [UInt8] {
    var object = JSONObject()
    object.add("field", match.field)
    object.add("name", match.algorithm.name)
    object.add("order", match.order.rawValue)
    object.add("from", match.start)
    object.add("size", match.byteCount)
    object.add("after", match.trailing)
    object.add("datagrams", datagrams.count)
    return object.line
  }
}
