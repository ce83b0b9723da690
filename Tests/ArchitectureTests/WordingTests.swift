import Testing

/// Checks rules for the English of comments.
struct WordingTests {
  /// Words that lean on a neighbour or leave the subject out; a doc comment begins with a noun phrase or a verb.
  private static let unwanted = ["What", "How", "Where", "Why", "Those", "By", "Of"]

  @Test func `fewer than 2 % of the doc comments begin with a question word or a preposition`() throws {
    var count = 0
    var odd: [String] = []
    for file in try SourceFile.all(below: "Sources", endings: [".swift"]) {
      var isInside = false
      for (number, line) in file.lines.enumerated() {
        let text = line.drop { $0 == " " }
        defer { isInside = text.hasPrefix("///") }
        guard text.hasPrefix("/// "), !isInside else { continue }
        count += 1
        let word = text.dropFirst(4).prefix { $0.isLetter }
        if Self.unwanted.contains(String(word)) { odd.append("\(file.path):\(number + 1): \(text)") }
      }
    }
    #expect(count > 3_000)
    #expect(odd.count * 100 < count * 2, "\(odd.joined(separator: "\n"))")
  }
}
