import Glibc
import Testing

/// Checks that the README and the pages in Resources/docs match in English and Chinese and that their links lead
/// somewhere.
struct ReadmeTests {
  private static let pages = "Resources/docs"

  /// The paths of the documents in English.
  private static var english: [String] {
    get throws { try ["README.md"] + pagePaths.filter { !$0.hasSuffix(".zh-CN.md") } }
  }

  private static var pagePaths: [String] {
    get throws { try SourceFile.all(below: pages, endings: [".md"]).map(\.path) }
  }

  /// The path of a document's Chinese version.
  private static func chinese(_ path: String) -> String { path.dropLast(".md".count) + ".zh-CN.md" }

  @Test func `each Chinese document has the examples, headings, tables and words of the English one`() throws {
    var blocks = 0
    var words = 0
    for path in try Self.english {
      let english = try Document(path)
      let chinese = try Document(Self.chinese(path))
      for (english, chinese) in zip(english.blocks, chinese.blocks) { #expect(chinese == english, "\(path)") }
      #expect(chinese.blocks.count == english.blocks.count, "\(path)")
      #expect(chinese.headings == english.headings, "\(path)")
      #expect(chinese.cells == english.cells, "\(path)")
      #expect(chinese.words == english.words, "\(path)")
      blocks += english.blocks.count
      words += english.words.count
    }
    #expect(blocks > 20 && words > 200)
    #expect(try Set(Self.english + Self.english.map(Self.chinese)).isSuperset(of: Self.pagePaths))
  }

  @Test func `every link to a file of the project leads to one`() throws {
    for path in try Self.english + Self.english.map(Self.chinese) {
      let folder = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
      for link in try Document(path).links where !link.holds("://") {
        let file = SourceFile.root + "/" + folder + link.prefix { $0 != "#" }
        #expect(access(file, F_OK) == 0, "\(path) links to \(link)")
      }
    }
  }

  @Test func `the README is short, and links to every page`() throws {
    let words = try SourceFile("README.md").lines.map { $0.split(separator: " ").count }.reduce(0, +)
    #expect(words > 500 && words <= 1_900)
    let links = try Document("README.md").links
    #expect(try Set(links).isSuperset(of: Self.english.filter { $0.hasPrefix(Self.pages) }))
  }
}

/// The parts of a document that are the same in every language.
private struct Document {
  /// The code examples, without the comments at the ends of lines.
  var blocks: [String] = []
  /// The level of each heading.
  var headings: [Int] = []
  /// The number of cells in each line of a table.
  var cells: [Int] = []
  /// The words between backquotes, sorted, since word order differs between languages.
  var words: [String] = []
  /// The targets of the links.
  var links: [String] = []

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
      if line.hasPrefix("|") { cells.append(line.count { $0 == "|" }) }
      prose += line + " "
    }
    words = prose.matches(of: #/`([^`]+)`/#).map { String($0.1) }.sorted()
    links = prose.matches(of: #/\]\(([^)]+)\)/#).map { String($0.1) }
  }
}
