import ArgumentParser
import Basics
import CLinux
import Configuration
import Glibc
import Monitor
import PayloadText
import UDPCore

/// The entry point: judges the first word, parses, runs, and ends with the status of cli.md's table.
@main
enum Main {
  static func main() {
    guard !CommandLine.arguments.isEmpty else {
      // Swift reads them from there; without, every command would be taken for the screen.
      StandardError.say("cannot read the arguments in /proc/self/cmdline; is /proc mounted here?")
      exit(Ending.failed.rawValue)
    }
    let words = Array(CommandLine.arguments.dropFirst())
    if let mistake = FirstWord.mistake(in: words, commands: UDPeek.commandNames) {
      StandardError.say(mistake)
      exit(Ending.usage.rawValue)
    }
    StandardOutput.reserveClosedStreams()
    SignalRelay.ignoreSignalsOfWriting()
    _ = CharacterLocale.activate(forceUTF8: false)  // Carets below mistakes need widths.
    do {
      var command = try UDPeek.parseAsRoot(words)
      try command.run()
    } catch let ending as Ending {
      exit(ending.rawValue)
    } catch let failure as Failure {
      StandardError.say(failure.message)
      exit(failure.ending.rawValue)
    } catch {
      end(withParserMessage: error)
    }
  }

  /// Help and version go to standard output and end with 0; a mistake goes to standard error and ends with 2.
  private static func end(withParserMessage error: any Error) -> Never {
    let text = UDPeek.fullMessage(for: error)
    guard UDPeek.exitCode(for: error) == .success else {
      StandardError.say(text)
      exit(Ending.usage.rawValue)
    }
    do throws(Failure) {
      if let page = translatedHelp(error) {
        try StandardOutput().print(page)
      } else {
        try StandardOutput().print(text + "\n")
      }
    } catch {
      StandardError.say(error.message)
      exit(error.ending.rawValue)
    }
    exit(Ending.done.rawValue)
  }

  /// The help that was asked for in the person's language; `nil` where it is in English, or something else was asked for.
  private static func translatedHelp(_ error: any Error) -> [UInt8]? {
    let language = Language(locale: Environment.messages)
    let locale = CharacterLocale.current
    guard language != .english, locale != .ascii else { return nil }
    let english = UDPeek.fullMessage(for: error, columns: HelpPage.unbroken)
    guard english.hasPrefix("OVERVIEW: ") else { return nil }
    let page = HelpPage(catalogue: language.catalogue, columns: HelpPage.terminalColumns)
    return page.lines(english).flatMap { locale.encode($0) + [UInt8(ascii: "\n")] }
  }
}

/// How the program ends; the values are a contract with scripts.
enum Ending: Int32, Error {
  case done = 0
  case failed = 1
  case usage = 2
  case noAnswer = 3
  case unreachable = 4
  case untilNotMet = 5
  case interruptedTwice = 130
}

/// An ending with a sentence for standard error.
struct Failure: Error {
  let message: Phrase
  let ending: Ending

  init(_ message: Phrase, _ ending: Ending = .failed) {
    self.message = message
    self.ending = ending
  }
}

/// A word that is neither a command nor an endpoint would be taken for an endpoint by the default command; it is
/// judged before parsing, so that a slip of the finger gets a better answer.
enum FirstWord {
  /// What is wrong with the first word; `nil` when it is an option, a command or an endpoint.
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
