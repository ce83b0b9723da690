import Basics
import Configuration
import UDPCore

/// Checks the first word before parsing: the default command would take a misspelled command for an endpoint, and its
/// error would not help.
enum FirstWord {
  /// The error in the first word; `nil` if it is an option, a command or an endpoint.
  static func mistake(in words: [String], commands: [String]) -> String? {
    guard let word = words.first, !word.hasPrefix("-"), !commands.contains(word) else { return nil }
    if word == "help" {
      guard words.count > 1, !words[1].hasPrefix("-"), !(commands + ["help"]).contains(words[1]) else { return nil }
      return unknown("command", words[1], among: commands)
    }
    if (try? EndpointArgument(word)) != nil || word.contains(where: { ":.@[".contains($0) || $0.isNumber }) {
      return nil
    }
    return unknown("command or endpoint", word, among: commands)
  }

  private static func unknown(_ kind: String, _ word: String, among commands: [String]) -> String {
    let hint = Spelling.hint(for: word, among: commands)
    return "unknown \(kind) '\(word)'\(hint.isEmpty ? "; see: udpeek --help" : hint)"
  }
}
