import Basics

/// Translation of the errors that ArgumentParser finds in a command line.
enum ParserMessage {
  /// The templates of ArgumentParser's sentences, and of our own that it passes on with a value in them.
  private static let forms = [
    "Error: %1", "Help:  %1  %2", "Usage: %1", "See '%1' for more information.",
    "Unknown option '%1'. Did you mean '%2'?",
    "Unknown option '%1'", "Unexpected argument '%1'", "%1 unexpected arguments: '%2'", "Missing value for '%1'",
    "Missing expected argument '%1'", "The value '%1' is invalid for '%2'. Please provide one of %3.",
    "The value '%1' is invalid for '%2': %3", "The value '%1' is invalid for '%2'",
    "The option '%1' does not take any value, but '%2' was specified.", "a time is at most %1 seconds", "a time is %1",
    "--memory needs at least %1, such as 64MiB", "%1 is for the screen, and --json shows none",
    "%1 needs a file; standard output is one stream", "--allow-folder needs a folder that is there, and '%1' is none",
    "%1 reads no answers and prints no datagrams; leave out %2",
    "%1 sends one message; for --lines use --interval and --repeat", "%1 goes with --check",
    "%1 is for the screen; leave out --headless, or %2", "%1 goes with --headless",
  ]

  /// Translates a message of one or more lines.
  static func phrase(_ message: String) -> Phrase {
    message.split(separator: "\n", omittingEmptySubsequences: false).map { line -> Phrase in
      let indent = line.prefix { $0 == " " }
      return Phrase(verbatim: String(indent)) + sentence(String(line.dropFirst(indent.count)))
    }.joined(separator: "\n")
  }

  private static func sentence(_ text: String) -> Phrase {
    if let list = list(text) { return list }
    for form in forms {
      if let phrase = Phrase(text, like: form, part: sentence) { return phrase }
    }
    return Phrase(text)
  }

  /// The words of `'exact', 'varying' or 'text'`; `nil` for anything else.
  private static func list(_ text: String) -> Phrase? {
    let words = text.replacing(" or '", with: ", '").split(separator: ", ")
    guard words.count > 1, words.allSatisfy({ $0.count > 2 && $0.hasPrefix("'") && $0.hasSuffix("'") }) else {
      return nil
    }
    let values = words.map { String($0.dropFirst().dropLast()) }
    let last: Phrase = "'\(values[values.count - 2])' or '\(values[values.count - 1])'"
    return values.dropLast(2).reversed().reduce(last) { "'\($1)', \($0)" }
  }
}
