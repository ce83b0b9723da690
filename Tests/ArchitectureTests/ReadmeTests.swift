import Testing

/// README.zh-CN.md says what README.md says.
struct ReadmeTests {
  @Test func `the Chinese README has the examples, headings, tables and words of the English one`() throws {
    let english = try Document("README.md")
    let chinese = try Document("README.zh-CN.md")
    #expect(english.blocks.count > 10)
    for (english, chinese) in zip(english.blocks, chinese.blocks) { #expect(chinese == english) }
    #expect(chinese.blocks.count == english.blocks.count)
    #expect(chinese.headings == english.headings)
    #expect(chinese.cells == english.cells)
    #expect(english.words.count > 100)
    #expect(chinese.words == english.words)
  }
}

/// What of a README needs no translation.
private struct Document {
  /// Its examples, without what a comment behind a line says.
  var blocks: [String] = []
  /// How deep each heading stands.
  var headings: [Int] = []
  /// How many cells each line of a table has.
  var cells: [Int] = []
  /// What stands between backquotes, in the order of the alphabet: the order of a sentence's words is the language's.
  var words: [String] = []

  init(_ path: String) throws {
    var block: [String] = []
    var isFenced = false
    var prose = ""
    for line in try SourceFile(path).lines {
      let isFence = line.hasPrefix("```")
      if isFence || isFenced || line.hasPrefix("    ") {
        block.append(line.replacing(#/ +# .*/#, with: ""))
        if isFence { isFenced.toggle() }
        continue
      }
      if !block.isEmpty { blocks.append(block.joined(separator: "\n")) }
      block = []
      if line.hasPrefix("#") { headings.append(line.prefix { $0 == "#" }.count) }
      if line.hasPrefix("|") || line.hasPrefix("  |") { cells.append(line.count { $0 == "|" }) }
      prose += line + " "
    }
    words = prose.matches(of: #/`([^`]+)`/#).map { String($0.1) }.sorted()
  }
}
