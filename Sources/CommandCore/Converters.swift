package import Basics
package import PayloadText

/// A check at the start that this system can convert the encodings that will be needed.
package enum Converters {
  /// Checks the requested encoding, or the one that auto mode falls back on. Takes 20 ms.
  /// - Returns: a warning that names the package to install; `nil` if the converter is available.
  package static func warning(needed encoding: TextEncoding?) -> Phrase? {
    do {
      _ = try TextDecoder(encoding ?? .gb18030)
      return nil
    } catch {
      return error.phrase
    }
  }
}
