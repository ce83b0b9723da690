/// Why a capture file cannot be read at all.
package struct CaptureFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence for a person.
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
