package import Basics
import CLinux
import Glibc

/// The error of a descriptor that the kernel refused to create.
package struct SystemError: Error, Hashable, Sendable {
  /// The English name of the descriptor: `a wake-up`.
  package let name: String
  /// The `errno` value.
  package let code: Int32

  /// Creates the error for `name` from the current `errno`.
  init(_ name: String) {
    self.name = name
    code = errno
  }
}

extension SystemError: Phrased {
  /// The error as a sentence: `cannot open a wake-up: too many open files`.
  package var phrase: Phrase { "cannot open \(name): \(errorPhrase(code))" }
}

/// Returns the text of `strerror` with a lower-case first letter: `address already in use`.
package func errorText(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  let words = unsafe String(cString: text)
  return words.prefix(1).lowercased() + words.dropFirst()
}

/// Returns the text of `errorText` as a phrase; the catalogue translates the common ones. A file that this process's own
/// confinement keeps from being opened has a sentence of its own (`Confinement.code`).
package func errorPhrase(_ code: Int32) -> Phrase { Confinement.phrase(code) ?? Phrase(errorText(code)) }
