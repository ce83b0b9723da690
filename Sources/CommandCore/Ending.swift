package import Basics

/// The exit statuses of the program. Scripts rely on the values.
package enum Ending: Int32, Error {
  case done = 0
  case failed = 1
  case usage = 2
  case noAnswer = 3
  case unreachable = 4
  case untilNotMet = 5
  case interruptedTwice = 130
}

/// An exit status with a message for standard error.
package struct Failure: Error {
  package let message: Phrase
  package let ending: Ending

  /// Creates a failure that ends the program with `ending`.
  package init(_ message: Phrase, _ ending: Ending = .failed) {
    self.message = message
    self.ending = ending
  }
}
