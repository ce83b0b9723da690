package import Basics

/// The exit statuses of the program. Scripts rely on the values.
package enum ExitStatus: Int32, Error {
  case done = 0
  case failed = 1
  case usage = 2
  case noAnswer = 3
  case unreachable = 4
  case untilNotMet = 5
  /// `--until-alarm`: an alarm began.
  case alarm = 6
  /// A test failed: a script of `expect`, or a comparison of `replay --check`.
  case testFailed = 7
  case interruptedTwice = 130
}

/// An exit status with a message for standard error.
package struct CommandFailure: Error {
  package let message: Phrase
  package let status: ExitStatus

  /// Creates a failure that ends the program with `status`.
  package init(_ message: Phrase, _ status: ExitStatus = .failed) {
    self.message = message
    self.status = status
  }
}
