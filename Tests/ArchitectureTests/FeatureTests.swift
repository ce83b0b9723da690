import Testing

/// Checks the structure of Monitor: a folder for each feature, a state made of sub-states, views that hold only the
/// values they show.
struct FeatureTests {
  private static let monitor = "Sources/Monitor"

  /// The most stored properties that the state may have: one sub-state for each feature.
  private static let most = 17

  @Test func `every file of Monitor is in the folder of a feature, or in Core`() throws {
    let folders = try SourceFile.folders(in: Self.monitor)
    #expect(Set(["Core", "Look", "Table", "Detail", "Compose"]).isSubset(of: folders))
    for file in try SourceFile.all(below: Self.monitor, endings: [".swift"]) {
      let parts = file.path.split(separator: "/")
      #expect(parts.count > 3, "\(file.path) is in no feature's folder")
    }
  }

  @Test func `the state is a handful of sub-states`() throws {
    let file = try SourceFile(Self.monitor + "/Core/State.swift")
    let stored = Self.storedProperties(of: "struct State {", in: file)
    #expect(stored.count > 8 && stored.count <= Self.most, "\(stored.joined(separator: ", "))")
  }

  @Test func `no view and no sub-state holds the whole state`() throws {
    for file in try SourceFile.all(below: Self.monitor, endings: [".swift"]) {
      for (number, line) in file.code.enumerated() where line.contains(#/\b(let|var) \w+: State\b/#) {
        Issue.record("\(file.path):\(number + 1): \(line): it takes its sub-state and a Look")
      }
    }
  }

  @Test func `the state makes no view but to draw it`() throws {
    for file in try SourceFile.all(below: Self.monitor, endings: [".swift"]) {
      for (number, line) in file.code.enumerated() where line.contains(#/\b\w+View\([^)]*\)\s*\.(?!draw)\w/#) {
        Issue.record("\(file.path):\(number + 1): \(line): what is asked belongs to a model that the view draws")
      }
    }
  }

  /// The names of a type's stored properties: those at its first level that have no body.
  private static func storedProperties(of beginning: String, in file: SourceFile) -> [String] {
    let code = file.code
    guard let start = code.firstIndex(where: { $0.holds(beginning) }) else { return [] }
    let end = code[start...].firstIndex { $0 == "}" } ?? code.endIndex
    return code[start..<end].compactMap { line in
      guard
        let match = line.firstMatch(
          of: #/^  (?:package |internal\(set\) |private\(set\) |private )*(?:var|let) (\w+)/#),
        !line.hasSuffix("{"), !line.hasSuffix("}")
      else { return nil }
      return String(match.1)
    }
  }
}
