import Basics
import CaptureFile
package import CommandCore
import Configuration
package import Conversation
import Plumbing
package import UDPCore

/// Runs `mock`: reads a recording, then answers like the device in it, and prints what arrives as `listen` does.
package struct Mocking {
  /// The parameters of a mock.
  package struct Options {
    /// The device; `nil` if the recording has only one.
    package var device: DeviceChoice?
    /// The sense in which requests are equal to recorded ones.
    package var match = MessageMatch.varying
    /// The factor by which delays are shortened.
    package var speed = 1.0
    /// The most conversations of the recording that are used.
    var conversations = ConversationIndex.limit
    /// The limits of answering.
    package var limits = ReplyLimits()

    /// Creates the parameters of a mock of the only device.
    package init() { limits.largeReplies = .onLoopback }
  }

  private let files: [String]
  private let reception: Reception
  private let options: Options
  private let listening: Listening.Options

  /// Prepares a mock of a device in `files`.
  /// - Parameter reception: where to receive, without rules.
  package init(
    _ files: [String], at reception: Reception, _ options: Options, printing listening: Listening.Options
  ) {
    self.files = files
    self.reception = reception
    self.options = options
    self.listening = listening
  }

  /// Runs to the end.
  /// - Throws: the exit status, unless it is 0.
  package func run() throws {
    let recording = Recording()
    // Reading the recording may take long, and a signal has to end that.
    try run(Console(forceUTF8: listening.form == .json, recording: recording), recording)
  }

  /// Runs to the end, printing to a console.
  /// - Throws: the exit status, unless it is 0.
  func run(_ console: Console, _ recording: Recording = Recording()) throws {
    let setup = reception.setup
    let recorded = try DeviceRecording(
      files, options.device, setup, conversations: options.conversations, console)
    recorded.notices.forEach(console.say)
    let name = recorded.device.endpoint.text(setup.interfaces)
    let mock: Mock
    do throws(SystemError) {
      mock = try Mock(AnswerBook(recorded.device, options.match), speed: options.speed, summary: name)
    } catch {
      throw CommandFailure(Phrase(error))
    }
    let aliases = setup.configuration.settings.aliases
    let rules = try AutoReply(
      reply: nil, conditional: [], RuleSource.scope(aliases, setup.interfaces), setup.encodings)
    let answers = Reception.Answers(
      RuleSource(options: rules, path: nil, aliases: aliases, interfaces: setup.interfaces), limits: options.limits,
      companion: mock)
    var listening = listening
    listening.verdicts = mock
    try Listening(reception.answering(answers), listening, recording).run(console)
  }
}
