extension DisplayFilter {
  /// The words of the language, each with its help.
  package static let vocabulary = FilterField.allCases

  /// What Tab may put in place of the word that is being typed.
  package struct Completion: Hashable, Sendable {
    /// What is replaced, in scalars of the source: the word up to the cursor, or an empty range at the cursor.
    package var range: Range<Int>
    /// What has been typed of the word.
    package var prefix: String
    /// The words that begin so, in the order of the table.
    package var words: [FilterField]
  }

  /// The completion of the word that ends at `offset`, counted in scalars; `nil` inside a string. Addresses and ports
  /// that begin with `prefix` are the caller's to add.
  package static func completion(of source: String, at offset: Int) -> Completion? {
    let typed = String(String.UnicodeScalarView(source.unicodeScalars.prefix(max(offset, 0))))
    let end = typed.unicodeScalars.count
    guard let tokens = try? FilterLexer.tokens(of: typed) else { return nil }
    guard let last = tokens.last, last.range.upperBound == end else {
      return Completion(range: end..<end, prefix: "", words: vocabulary)
    }
    switch last.kind {
    case .word, .and, .or, .not:
      let prefix = String(String.UnicodeScalarView(typed.unicodeScalars.suffix(last.range.count)))
      return Completion(range: last.range, prefix: prefix, words: vocabulary.filter { $0.word.hasPrefix(prefix) })
    case .string: return nil
    default: return Completion(range: end..<end, prefix: "", words: vocabulary)
    }
  }
}
