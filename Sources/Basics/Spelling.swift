/// Suggestions for misspelt words.
package enum Spelling {
  /// Returns the candidate most similar to `word`, ignoring case; `nil` if none is similar.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let word = word.lowercased()
    let limit = word.unicodeScalars.count < 4 ? 1 : 2
    let near = candidates.map { (name: $0, distance: distance($0.lowercased(), word)) }
      .min { $0.distance < $1.distance }
    return near.flatMap { $0.distance <= limit ? $0.name : nil }
  }

  /// Returns `; did you mean 'memory'?`, or an empty phrase.
  package static func hint(for word: String, among candidates: some Sequence<String>) -> Phrase {
    nearest(to: word, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Returns the Levenshtein distance.
  private static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second.unicodeScalars)
    var row = Array(0...second.count)
    for (index, scalar) in first.unicodeScalars.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in second.indices {
        let substitution = diagonal + (second[column] == scalar ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substitution, row[column] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
