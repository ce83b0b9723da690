extension [String] {
  /// The longest beginning that all have; `nil` where there is none of them.
  var sharedPrefix: String? {
    guard var prefix = first else { return nil }
    for text in self {
      while !text.hasPrefix(prefix) { prefix.removeLast() }
    }
    return prefix
  }
}
