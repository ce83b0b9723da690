/// Short names for several capture files, for a narrow column.
enum CaptureLabels {
  /// The number of columns that fit without being cut.
  private static let width = 15
  private static let endings = [
    ".gz", ".zst", ".pcapng", ".ntar", ".pcap", ".cap", ".dmp", ".csv", ".jsonl", ".ndjson", ".json",
  ]
  private static let separators: Set<Character> = ["-", "_", ".", " "]

  /// Returns a label for each path: its last component, after the folder if two are the same. Long labels lose the file
  /// extension and the words that all labels with the same first word share, so that the times remain for a rotation.
  static func labels(of paths: [String]) -> [String] {
    let parts = paths.map { $0.split(separator: "/").map(String.init) }
    let names = zip(paths, parts).map { $1.last ?? $0 }
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    let full = zip(names, parts).map { name, parts in
      counts[name] == 1 ? name : parts.suffix(2).joined(separator: "/")
    }
    guard full.contains(where: { $0.count > width }) else { return full }
    let bare = full.map(withoutEndings)
    guard Set(bare).count == Set(full).count, !bare.contains("") else { return full }
    let short = withoutCommonWords(bare)
    return Set(short).count == Set(bare).count ? short : bare
  }

  private static func withoutCommonWords(_ names: [String]) -> [String] {
    let groups = Dictionary(grouping: names) { $0.prefix { !separators.contains($0) } }
    return names.map { name in
      let group = groups[name.prefix { !separators.contains($0) }] ?? []
      return group.contains { $0.count > width } ? String(name.dropFirst(commonWords(group))) : name
    }
  }

  private static func withoutEndings(_ name: String) -> String {
    var name = name
    for ending in endings where name.lowercased().hasSuffix(ending) { name = String(name.dropLast(ending.count)) }
    return name
  }

  /// Returns the length of the common prefix of all names, up to a separator.
  private static func commonWords(_ names: [String]) -> Int {
    guard names.count > 1, let first = names.first else { return 0 }
    let shared = names.dropFirst().reduce(Substring(first)) { shared, name in
      shared.prefix(zip(shared, name).prefix { $0 == $1 }.count)
    }
    guard let end = shared.lastIndex(where: { separators.contains($0) }) else { return 0 }
    let count = shared.distance(from: shared.startIndex, to: end) + 1
    return names.allSatisfy { $0.count > count } ? count : 0
  }
}
