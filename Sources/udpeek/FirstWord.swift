import Basics
import Configuration
import UDPCore

/// Checks the first word before parsing: the default command would take a misspelled command for an endpoint, and its
/// error would not help.
enum FirstWord {
  /// The error in the first word; `nil` if it is an option, a command or an endpoint.
  static func mistake(in words: [String], commands: [String]) -> Phrase? {
    guard let word = words.first, !word.hasPrefix("-"), !commands.contains(word) else { return nil }
    if word == "help" {
      guard words.count > 1, !words[1].hasPrefix("-"), !(commands + ["help"]).contains(words[1]) else { return nil }
      return "unknown command '\(words[1])'\(hint(for: words[1], among: commands))"
    }
    if (try? EndpointArgument(word)) != nil || word.contains(where: { ":.@[".contains($0) || $0.isNumber }) {
      return nil
    }
    return "unknown command or endpoint '\(word)'\(hint(for: word, among: commands))"
  }

  /// A suggestion of the intended command, or of the place to look.
  private static func hint(for word: String, among commands: [String]) -> Phrase {
    let hint = Spelling.hint(for: word, among: commands)
    return hint.isEmpty ? "; see: udpeek --help" : hint
  }
}
