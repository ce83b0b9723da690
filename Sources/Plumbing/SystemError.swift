package import Basics
import CLinux
import Glibc

/// A descriptor that the kernel refused to create.
package struct SystemError: Error, Hashable, Sendable {
  /// The English name of what was wanted: `a wake-up`.
  package let name: String
  /// The `errno` value.
  package let code: Int32

  /// The refusal of `name`, for the reason that `errno` holds now.
  init(_ name: String) {
    self.name = name
    code = errno
  }
}

extension SystemError: Phrased {
  /// `cannot open a wake-up: too many open files`.
  package var phrase: Phrase { "cannot open \(name): \(errorPhrase(code))" }
}

/// The text of `strerror` with a lower-case first letter: `address already in use`.
package func errorText(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  let words = unsafe String(cString: text)
  return words.prefix(1).lowercased() + words.dropFirst()
}

/// The text of `errorText` as a phrase; the catalogue translates the usual ones.
package func errorPhrase(_ code: Int32) -> Phrase { Phrase(errorText(code)) }
