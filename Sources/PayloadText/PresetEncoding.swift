/// An encoding set for a peer in advance, by an option or the configuration.
package enum PresetEncoding: Hashable, Sendable {
  /// Automatic detection, where a broader setting names an encoding.
  case auto
  case encoding(TextEncoding)

  /// The name as written: `gb18030`, `auto`.
  package var name: String { encoding?.name ?? "auto" }

  /// The encoding; `nil` for auto.
  package var encoding: TextEncoding? {
    if case .encoding(let encoding) = self { encoding } else { nil }
  }
}
