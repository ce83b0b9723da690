import ArgumentParser
import Basics
import CLinux
import CommandCore
import Configuration
import Glibc
import Monitor
import PayloadText
import Plumbing

/// The entry point: checks the first word, parses, runs, and exits with the status of `ExitStatus`.
@main
enum Main {
  /// Runs the program.
  static func main() {
    guard !CommandLine.arguments.isEmpty else {
      // Swift reads the arguments from there; without them every command would start the screen.
      StandardError.say("cannot read the arguments in /proc/self/cmdline; is /proc mounted here?", .error)
      exit(ExitStatus.failed.rawValue)
    }
    StandardOutput.reserveClosedStreams()
    SignalRelay.ignoreWriteSignals()
    _ = CharacterLocale.activate(forceUTF8: false)  // Carets below mistakes need widths.
    let words = Array(CommandLine.arguments.dropFirst())
    if words == ["--version"] { sayVersion() }
    if Set(words) == ["--version", "--verbose"] { describe() }
    if let mistake = FirstWord.mistake(in: words, commands: UDPeek.commandNames) {
      StandardError.say(mistake, .error)
      exit(ExitStatus.usage.rawValue)
    }
    do {
      var command = try UDPeek.parseAsRoot(words)
      try command.run()
    } catch let ending as ExitStatus {
      exit(ending.rawValue)
    } catch let failure as CommandFailure {
      StandardError.say(failure.message, .error)
      exit(failure.status.rawValue)
    } catch {
      end(withParserMessage: error)
    }
  }

  /// Prints the version, without a parser: package managers and scripts ask for it.
  private static func sayVersion() -> Never {
    do throws(CommandFailure) { try StandardOutput().print(Program.version + "\n") } catch {
      StandardError.say(error.message, .error)
      exit(error.status.rawValue)
    }
    exit(ExitStatus.done.rawValue)
  }

  /// Prints the version, and what holds of the confinement here, which this process tries by confining itself.
  private static func describe() -> Never {
    let locale = CharacterLocale.current
    let wording = Wording.environment(in: locale)
    let configuration = ConfigurationFile.load()
    var lines = [Program.version]
    if let policy = ConfinementNeeds().policy(of: .keys, configuration.settings) {
      lines += ConfinementStatus(Confinement.begin(policy)).lines.map(wording.text)
    } else {
      lines.append(wording.text("confinement is switched off in the configuration: confine = false"))
    }
    do throws(CommandFailure) {
      try StandardOutput().print(lines.flatMap { locale.encode(SafeText($0)) + [UInt8(ascii: "\n")] })
    } catch {
      StandardError.say(error.message, .error)
      exit(error.status.rawValue)
    }
    exit(ExitStatus.done.rawValue)
  }

  /// Prints help and version to standard output and exits with 0; prints a mistake to standard error and exits with 2.
  private static func end(withParserMessage error: any Error) -> Never {
    let text = UDPeek.fullMessage(for: error)
    guard UDPeek.exitCode(for: error) == .success else {
      StandardError.say(ParserMessage.phrase(text), .error)
      exit(ExitStatus.usage.rawValue)
    }
    do throws(CommandFailure) {
      if let page = translatedHelp(error) {
        try StandardOutput().print(page)
      } else {
        try StandardOutput().print(text + "\n")
      }
    } catch {
      StandardError.say(error.message, .error)
      exit(error.status.rawValue)
    }
    exit(ExitStatus.done.rawValue)
  }

  /// The requested help in the user's language; `nil` if that is English or no help was requested.
  private static func translatedHelp(_ error: any Error) -> [UInt8]? {
    let locale = CharacterLocale.current
    guard Environment.language != .english, locale != .ascii else { return nil }
    let english = UDPeek.fullMessage(for: error, columns: HelpPage.unbroken)
    guard english.hasPrefix("OVERVIEW: ") else { return nil }
    let page = HelpPage(catalogue: Wording.environment(in: locale).catalogue, columns: HelpPage.terminalColumns)
    return page.lines(english).flatMap { locale.encode($0) + [UInt8(ascii: "\n")] }
  }
}
