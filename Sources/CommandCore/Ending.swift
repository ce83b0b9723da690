package import Basics

/// How the program ends; the values are a contract with scripts.
package enum Ending: Int32, Error {
  case done = 0
  case failed = 1
  case usage = 2
  case noAnswer = 3
  case unreachable = 4
  case untilNotMet = 5
  case interruptedTwice = 130
}

/// An ending with a sentence for standard error.
package struct Failure: Error {
  package let message: Phrase
  package let ending: Ending

  /// A failure that ends the program with `ending`.
  package init(_ message: Phrase, _ ending: Ending = .failed) {
    self.message = message
    self.ending = ending
  }
}
