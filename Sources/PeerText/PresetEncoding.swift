package import PayloadText

/// An encoding set for a peer in advance: by an option, the configuration or a capture file.
package enum PresetEncoding: Hashable, Sendable {
  /// Automatic detection, despite a broader setting that names an encoding.
  case auto
  case encoding(TextEncoding)

  /// The name as written: `gb18030`, `auto`.
  package var name: String { encoding?.name ?? "auto" }

  /// The encoding; `nil` for auto.
  package var encoding: TextEncoding? {
    if case .encoding(let encoding) = self { encoding } else { nil }
  }
}
