package import Basics
import UDPCore

extension ConfigurationEdit {
  /// Adds all keys and sections that `source` does not mention, explained and commented out. The rest stays byte for
  /// byte the same, so the values do not change.
  /// - Parameter translated: returns a comment in the person's language.
  /// - Returns: the new text, and the names that were added.
  package static func completing(
    _ source: String, _ translated: (Phrase) -> String = { $0.english }
  ) throws(Refusal) -> (text: String, added: [String]) {
    let document = TOMLDocument(source)
    if let error = document.errors.first {
      throw Refusal(
        phrase: "line \(error.line) of the file is not valid TOML; correct it first: udpeek config shows the mistake")
    }
    let builtIn = Configuration(
      path: nil, source: nil, variables: { _ in nil }, interfaces: InterfaceNames())
    let comments = Comments(source)
    let settings = Setting.all.filter { document.root[$0.name] == nil && !comments.name(key: $0.name) }
    let sections = Section.all.filter { document.root[$0.name] == nil && !comments.name(section: $0.name) }
    var lines = source.isEmpty ? heading.map { "# \(translated($0))" } : []
    for setting in settings {
      let value = setting.text(builtIn.settings) ?? setting.example
      lines += ["", "# \(translated(Phrase(setting.help)))", "#\(setting.name) = \(value)"]
    }
    var text = source
    if !settings.isEmpty { text = insert(lines, beforeFirstHeadingOf: document.outline, in: source) }
    for section in sections {
      // The heading is commented out too: left empty, it would conflict with another definition of the section later
      // on.
      let block = builtIn.text(of: section, translated).map { $0.hasPrefix("#") ? $0 : "#\($0)" }
      text += (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + ([""] + block).joined(separator: "\n") + "\n"
    }
    let after = TOMLDocument(text)
    guard after.errors.isEmpty, after.root == document.root else {
      throw Refusal(phrase: "the file has a form that udpeek does not edit")
    }
    return (text, settings.map(\.name) + sections.map { "[\($0.name)]" })
  }

  private static let heading: [Phrase] = [
    "The configuration of udpeek. A line that begins with # shows the default, or an example;",
    "to change it, remove the # (also before its [heading]) and edit the value.",
  ]

  /// Inserts lines at the end of the top-level keys: before the first heading and its comment.
  private static func insert(_ new: [String], beforeFirstHeadingOf outline: TOMLOutline, in source: String) -> String {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard let first = outline.headings.values.min() else {
      return (lines + new.dropFirst(lines.isEmpty && new.first?.isEmpty == true ? 1 : 0)).joined(separator: "\n") + "\n"
    }
    var place = min(first - 1, lines.count)
    while place > 0, lines[place - 1].hasPrefix("#") { place -= 1 }
    let isFirst = place == 0
    lines.insert(contentsOf: (isFirst ? Array(new.drop { $0.isEmpty }) : new) + [""], at: place)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The keys and headings mentioned in the comments of a file.
  private struct Comments {
    private var keys: Set<Substring> = []
    private var sections: Set<Substring> = []

    init(_ source: String) {
      for line in source.split(whereSeparator: \.isNewline) {
        let text = line.drop { $0 == " " || $0 == "\t" }
        guard text.hasPrefix("#") else { continue }
        let words = text.drop { $0 == "#" || $0 == " " }
        if words.hasPrefix("[") {
          sections.insert(words.drop { $0 == "[" }.prefix { !".] ".contains($0) })
        } else if let sign = words.firstIndex(of: "=") {
          keys.insert(words[..<sign].prefix { $0 != " " })
        }
      }
    }

    func name(key: String) -> Bool { keys.contains(key[...]) }
    func name(section: String) -> Bool { sections.contains(section[...]) }
  }
}
