package import Basics
package import PayloadText

/// Tells at start when this system cannot read what will be needed, with the package that helps.
package enum Converters {
  /// Looks at the encoding asked for, or at the one that auto mode falls back on; a look at all takes 20 ms.
  /// - Returns: the sentence; `nil` when all is well.
  package static func warning(needed encoding: TextEncoding?) -> Phrase? {
    do {
      _ = try TextDecoder(encoding ?? .gb18030)
      return nil
    } catch {
      return error.phrase
    }
  }
}
