extension DisplayFilter {
  /// All words of the language, each with its help.
  package static let vocabulary = FilterField.allCases

  /// A completion that Tab offers for the word being typed.
  package struct Completion: Hashable, Sendable {
    /// The range to replace, in scalars of the source: the word up to the cursor, or an empty range at the cursor.
    package var range: Range<Int>
    /// The part of the word typed so far.
    package var prefix: String
    /// The words that begin with `prefix`, in the order of the vocabulary.
    package var words: [FilterField]
    /// The names of fields that begin with `prefix`.
    package var names: [String] = []
  }

  /// Returns the completion of the word that ends at `offset`, counted in scalars; `nil` inside a string. The caller
  /// adds addresses and ports that begin with `prefix`.
  /// - Parameter fields: the fields of formats; `nil` where none are known.
  package static func completion(
    of source: String, at offset: Int, fields: (any FieldSource)? = nil
  ) -> Completion? {
    let typed = String(String.UnicodeScalarView(source.unicodeScalars.prefix(max(offset, 0))))
    let end = typed.unicodeScalars.count
    guard let tokens = try? FilterLexer.tokens(of: typed) else { return nil }
    guard let last = tokens.last, last.range.upperBound == end else {
      return Completion(range: end..<end, prefix: "", words: vocabulary)
    }
    switch last.kind {
    case .word, .and, .or, .not:
      let prefix = String(String.UnicodeScalarView(typed.unicodeScalars.suffix(last.range.count)))
      // A name that is not begun would be one of hundreds.
      let names = prefix.isEmpty ? [] : fields?.fieldNames.filter { $0.hasPrefix(prefix) } ?? []
      return Completion(
        range: last.range, prefix: prefix, words: vocabulary.filter { $0.word.hasPrefix(prefix) }, names: names)
    case .string: return nil
    default: return Completion(range: end..<end, prefix: "", words: vocabulary)
    }
  }
}
