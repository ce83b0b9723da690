package import Basics
package import Configuration
import PayloadText
package import Plumbing
package import Rules
package import UDPCore

/// The parameters of a reception, ready to be started.
package struct Reception {
  package let setup: Setup
  package let endpoints: [EndpointArgument]
  package let options: ReceiveOptions
  /// The rules that answer datagrams; `nil` for none.
  package let answers: Answers?
  /// The recording to start with the reception; `nil` for none.
  package let recording: RecordingRequest?
  /// Where everything is passed on to; `nil` for nowhere.
  package let relay: RelayPlan?
  /// Where the figures are to be read by other programs; `nil` for nowhere.
  package let metrics: MetricsRequest?

  /// What this process confines itself to once its sockets are open; `nil` for nothing.
  package var confinement: ConfinementPolicy?

  /// The rules that answer datagrams.
  package struct Answers: Sendable {
    package let source: RuleSource
    package let limits: ReplyLimits
    /// Makes what is random in answers repeatable; `nil` takes the system's source of chance.
    package let seed: UInt64?
    /// The command line of a program that answers beside the rules; `nil` for none.
    package let program: String?
    /// Something else that answers beside the rules; `nil` for none.
    package let companion: (any RuleCompanion)?

    /// Creates the parameters of answering.
    package init(
      _ source: RuleSource, limits: ReplyLimits, seed: UInt64? = nil, program: String? = nil,
      companion: (any RuleCompanion)? = nil
    ) {
      self.companion = companion
      self.source = source
      self.limits = limits
      self.seed = seed
      self.program = program
    }
  }

  /// A reception that has started.
  package struct Started {
    package let receiver: Receiver
    /// The engine that answers by rules; `nil` without rules.
    package let rules: RuleEngine?
    /// The figures for other programs; `nil` without `--metrics`.
    package let metrics: Metrics?
    /// The notices to print at the start.
    package let notices: [Phrase]
  }

  /// Creates the parameters of a reception at `endpoints`.
  /// - Parameters:
  ///   - answers: the rules that answer datagrams.
  ///   - relay: where everything is passed on to; a relay answers nothing by itself.
  ///   - metrics: where the figures are to be read by other programs.
  package init(
    _ setup: Setup, at endpoints: [EndpointArgument], options: ReceiveOptions, answers: Answers? = nil,
    recording: RecordingRequest? = nil, relay: RelayPlan? = nil, metrics: MetricsRequest? = nil
  ) {
    self.metrics = metrics
    self.relay = relay
    self.setup = setup
    self.endpoints = endpoints
    self.options = options
    self.answers = answers
    self.recording = recording
  }

  /// Binds all endpoints, confines this process, and starts to receive.
  /// - Parameter signals: the relay that waits until the process is confined, because its thread is the first.
  /// - Throws: an error with a sentence for each endpoint that failed, or for each problem of the rules.
  package func start(_ signals: SignalRelay? = nil) throws(CommandFailure) -> Started {
    let set = try ruleSet()
    let rules = try set.flatMap { set throws(CommandFailure) in try engine(set) }
    do {
      let sockets = try SocketSet(endpoints, options: options, interfaces: setup.interfaces)
      try relay?.checkTargets(sockets.sockets)
      // Before there is a second thread; and who has a port that is taken can only be found before.
      if let confinement { _ = Confinement.begin(confinement) }
      signals?.start()
      let receiver = try Receiver(sockets: sockets.sockets, options: options, responder: rules, relay: relay)
      let metrics = try metrics.map { request throws(CommandFailure) in
        try Metrics(request, of: receiver, rules: rules, interfaces: setup.interfaces)
      }
      return Started(
        receiver: receiver, rules: rules, metrics: metrics, notices: sockets.notices + notices(of: set))
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(Phrase(error))
    }
  }

  /// The rules to begin with; `nil` if nothing answers.
  private func ruleSet() throws(CommandFailure) -> RuleSet? {
    guard let answers else { return nil }
    do throws(RuleProblems) { return try answers.source.load() } catch {
      throw CommandFailure(error.sentences.joined(separator: "\n"), .usage)
    }
  }

  /// The notices about the messages of the rules.
  private func notices(of set: RuleSet?) -> [Phrase] {
    guard let answers, let set else { return [] }
    let own = answers.source.options.notices
    return own.isEmpty && answers.source.path != nil ? AutoReply.notices(set, setup.encodings) : own
  }

  /// What answers beside the rules; `nil` for nothing.
  private func companion(_ answers: Answers) throws(SystemError) -> (any RuleCompanion)? {
    if let companion = answers.companion { return companion }
    guard let command = answers.program else { return nil }
    return try Coprocess(command, setup)
  }

  private func engine(_ set: RuleSet) throws(CommandFailure) -> RuleEngine? {
    guard let answers else { return nil }
    do throws(SystemError) {
      return try RuleEngine(
        set, limits: answers.limits, encodings: setup.encodings, seed: answers.seed, reload: answers.source.reload,
        companion: try companion(answers))
    } catch {
      throw CommandFailure(Phrase(error))
    }
  }
}

extension ReceiveOptions {
  /// Creates the options that the settings specify.
  package init(_ settings: Settings) {
    self.init()
    memory = settings.memory
    receiveBuffer = settings.rcvbuf
    if let snap = settings.snap { snapLength = snap }
    joinsDatagrams = settings.gro
  }
}

extension Reception {
  /// Returns the same reception with something that answers.
  package func answering(_ answers: Answers) -> Reception {
    var reception = Reception(
      setup, at: endpoints, options: options, answers: answers, recording: recording, relay: relay, metrics: metrics)
    reception.confinement = confinement
    return reception
  }
}

extension RelayPlan {
  /// Refuses targets that are the relay itself.
  fileprivate func checkTargets(_ sockets: [BoundSocket]) throws(CommandFailure) {
    for target in targets where RelayPlan.isLoop(target.peer, sockets: sockets) {
      throw CommandFailure(
        "--to \(target.peer.description) is where the relay itself receives: give the server another port", .usage)
    }
  }
}
