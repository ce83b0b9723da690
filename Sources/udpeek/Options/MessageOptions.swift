import ArgumentParser
import CommandCore
import Configuration
import Headless
import PayloadText
import PeerText
import Templates
import UDPCore

/// The message of a command that asks others, and how their answers are read.
struct MessageOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("What to send.", valueName: "message"))
  var message: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The encoding of MESSAGE (utf-8) and of the answers (auto).", valueName: "name"),
    completion: Completions.encodings)
  var encoding: String?

  @Flag(help: "MESSAGE is bytes as hex: '7e 01 05'.")
  var hex = false

  @Flag(help: "MESSAGE has no escapes: a backslash is a backslash.")
  var raw = false

  @Option(help: ArgumentHelp("The hop limit, 1 to 255.", valueName: "n"))
  var ttl: Int?

  func validate() throws {
    if hex && raw { throw ValidationError("--hex and --raw exclude each other") }
    if let ttl, !(1...255).contains(ttl) { throw ValidationError("--ttl needs a number from 1 to 255") }
  }

  /// The files from which the message takes bytes.
  var files: [String] { (try? Template(message, form: hex ? .hex : raw ? .raw : .text))?.files ?? [] }

  /// The encoding of the answers; `nil` detects it.
  func reading() throws(CommandFailure) -> TextEncoding? { try ArgumentValue.encoding(encoding) }

  /// The encoding for peers that have only sent ASCII.
  func undecided(_ settings: Settings) throws(CommandFailure) -> UndecidedEncoding {
    var undecided = try ArgumentValue.undecided(nil, settings)
    undecided.locale = .utf8
    return undecided
  }

  /// Returns the message as a source of payloads.
  /// - Parameters:
  ///   - context: the endpoints and the limit.
  ///   - seed: makes what is random in it repeatable; `nil` takes the system's source of chance.
  func source(
    _ context: TemplateContext, seed: UInt64? = nil, _ settings: Settings, _ console: Console
  ) throws(CommandFailure) -> any PayloadSource {
    let (reading, undecided) = (try reading(), try undecided(settings))
    let encoding = reading ?? undecided.encoding
    let form: MessageForm = hex ? .hex : raw ? .raw : .text
    return try GeneratedMessage(message, form: form, as: encoding, context, seed: seed, console).source()
  }
}
