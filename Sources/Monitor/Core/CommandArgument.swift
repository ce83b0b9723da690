import Basics

/// The argument after a command's name on the command line.
struct CommandArgument: Sendable {
  /// The reason for which an argument is refused, as a sentence; the range counts scalars of the argument.
  struct Problem: Error, Sendable, Hashable {
    var text: Phrase
    var range: Range<Int>

    /// A problem with a part of the argument.
    init(_ text: Phrase, _ range: Range<Int>) {
      self.text = text
      self.range = range
    }

    /// A problem with all of the argument.
    init(_ text: Phrase, all argument: String) {
      self.init(text, 0..<argument.unicodeScalars.count)
    }
  }

  /// The name in the help: `TEXT`, `NAME…`.
  let hint: String
  /// Whether the command does something without one.
  let isOptional: Bool
  /// Whether it is the path of a file: Tab then looks what there is.
  let isPath: Bool
  /// All that the argument's last word can be, whatever is typed of it; the words before it are given.
  let candidates: @Sendable (_ state: State, _ before: [String]) -> [String]
  /// Does it.
  let run: @Sendable (_ state: inout State, _ argument: String, inout [Effect]) throws(Problem) -> Void

  init(
    _ hint: String, isOptional: Bool = true, isPath: Bool = false,
    candidates: @escaping @Sendable (_ state: State, _ before: [String]) -> [String] = { _, _ in [] },
    run: @escaping @Sendable (_ state: inout State, _ argument: String, inout [Effect]) throws(Problem) -> Void
  ) {
    self.hint = hint
    self.isOptional = isOptional
    self.isPath = isPath
    self.candidates = candidates
    self.run = run
  }
}
