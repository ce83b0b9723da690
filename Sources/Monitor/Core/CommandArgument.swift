import Basics
import PayloadText

/// What may follow a command's name after `:`.
struct CommandArgument: Sendable {
  /// Why it cannot be done, as a sentence; the range counts scalars of the argument.
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

  /// How help writes it: `TEXT`, `NAME…`.
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

/// The line after `:`, taken apart: a name, and what follows it.
struct CommandWords: Sendable, Hashable {
  let name: String
  /// What follows the name without blanks around it; `nil` while no blank follows it.
  let argument: String?
  /// Where the argument begins, in scalars of the line.
  let argumentStart: Int

  init(_ line: String) {
    let scalars = Array(line.unicodeScalars)
    let start = scalars.firstIndex { $0 != " " } ?? scalars.count
    let end = scalars[start...].firstIndex(of: " ") ?? scalars.count
    let rest = scalars[end...].firstIndex { $0 != " " } ?? scalars.count
    let last = scalars[rest...].lastIndex { $0 != " " }.map { $0 + 1 } ?? rest
    name = Self.string(scalars[start..<end])
    argument = end < scalars.count ? Self.string(scalars[rest..<last]) : nil
    argumentStart = rest
  }

  /// The row that the line is the number of, its digits in groups or not: `98301`, `98,301`.
  var rowNumber: UInt64? {
    guard argument?.isEmpty ?? true, name.first?.isNumber == true, name.utf8.allSatisfy(Self.isDigitOrComma) else {
      return nil
    }
    return UInt64(name.filter { $0 != "," }) ?? .max
  }

  private static func isDigitOrComma(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || (0x30...0x39).contains(byte)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
