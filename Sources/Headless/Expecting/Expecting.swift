package import Basics
import CLinux
import CaptureFile
package import CommandCore
import Configuration
import DisplayFilter
import Expect
import Formats
import Glibc
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// Runs `expect`: scripts, one after the other, and reports what became of their steps.
package struct Expecting {
  /// Options of a run; by default each step is a line.
  package struct Options {
    /// The form of the report on standard output; `nil` for a line a step.
    package var report: TestReport?
    /// The path of a JUnit report; `nil` for none.
    package var junit: String?
    /// Values of variables, which take precedence over `let`.
    package var variables: [String: String] = [:]
    /// The time in which a datagram has to come unless the script says it.
    package var timeout = TimeSpan(nanoseconds: 1_000_000_000)
    /// Makes what is random repeatable; `nil` takes the system's source of chance.
    package var seed: UInt64?
    /// Whether datagrams are printed below their steps.
    package var isVerbose = false
    /// Whether the scripts are only parsed.
    package var isCheck = false

    /// Creates the defaults.
    package init() {}
  }

  /// The name of the run in reports.
  static let program = "udpeek expect"

  let files: [String]
  let setup: Setup
  let options: Options
  private let recording: RecordingRequest?
  private let recorder = Recording()

  /// Prepares to run the scripts at paths; `-` is standard input.
  package init(_ files: [String], _ setup: Setup, _ options: Options, recording: RecordingRequest? = nil) {
    self.files = files
    self.setup = setup
    self.options = options
    self.recording = recording
  }

  /// Runs all scripts.
  /// - Throws: the exit status, unless it is 0.
  package func run() throws { try run(Console(forceUTF8: options.report != nil, recording: recorder)) }

  /// Runs all scripts and prints to a console.
  /// - Throws: the exit status, unless it is 0.
  func run(_ console: Console) throws {
    let scripts = try ScriptLoading(setup, options, console).load(files)
    if options.isCheck {
      console.say(scripts.count == 1 ? "1 script, no mistake" : "\(scripts.count) scripts, no mistake")
      return
    }
    let file = try options.junit.map { path throws(CommandFailure) in try ReportFile(path) }
    var suites: [TestSuite] = []
    var outcome: ScriptOutcome? = .passed
    do throws(StandardOutput.Problem) {
      for script in scripts {
        let (suite, end) = try run(script, console)
        suites.append(suite)
        if outcome != nil, end != .passed { outcome = end }
        if end == .interrupted { break }
      }
      if let report = options.report { try console.output.write(report.bytes(suites, of: Self.program)) }
    } catch {
      if let lost = error.lost { throw lost }
    }
    try file?.write(TestReport.junit.bytes(suites, of: Self.program))
    try end(suites, outcome, console)
  }

  /// Reports the end.
  /// - Parameter outcome: `nil` if a script could not begin.
  private func end(_ suites: [TestSuite], _ outcome: ScriptOutcome?, _ console: Console) throws {
    let counts = TestCounts(suites.flatMap(\.cases))
    if outcome == .interrupted { throw CommandFailure("stopped: \(counts.passed) of \(counts.total) steps passed") }
    let isFailed = suites.contains { $0.counts.failed > 0 }
    if options.report == nil {
      console.say(
        isFailed
          ? "failed: \(counts.passed) of \(counts.total) steps passed"
          : counts.total == 1 ? "passed: 1 step" : "passed: \(counts.total) steps")
    }
    if outcome == nil { throw ExitStatus.failed }
    if isFailed { throw ExitStatus.testFailed }
  }

  // MARK: One script

  /// Runs a script.
  /// - Returns: the results, and how it ended; `nil` if it could not begin.
  private func run(
    _ script: Script, _ console: Console
  ) throws(StandardOutput.Problem) -> (TestSuite, ScriptOutcome?) {
    var tally = StepTally(script)
    let sockets: ScriptSockets
    do throws(ScriptSockets.Problem) {
      var reception = ReceiveOptions(setup.configuration.settings)
      reception.memory = max(reception.memory, 64 << 20)
      sockets = try ScriptSockets(script, options: reception, interfaces: setup.interfaces)
      try startRecording(sockets.exchange.receiver)
    } catch {
      let place = error.line.map { "\(script.path):\($0): " } ?? ""
      let reason: Phrase = Phrase(verbatim: place) + error.reason
      console.say(reason)
      return (tally.suite(failing: reason), nil)
    }
    for endpoint in sockets.bound(setup.interfaces) where options.report == nil {
      console.say("\(script.path): listening on \(endpoint)")
    }
    var runOptions = ScriptRun.Options()
    runOptions.encodings = setup.encodings
    runOptions.seed = options.seed
    runOptions.interfaces = setup.interfaces
    runOptions.utcOffset = LocalTime().offset(at: SystemClock.wall / 1_000_000_000)
    let run = ScriptRun(script, sockets, runOptions, signals: RelayedSignals(console.signals))
    var lines = StepLines(script, console, setup, isVerbose: options.isVerbose)
    var problem: StandardOutput.Problem?
    let outcome = run.run { report in
      tally.add(report)
      guard options.report == nil, problem == nil else { return }
      do throws(StandardOutput.Problem) { try lines.print(report, sockets.exchange.receiver) } catch { problem = error }
    }
    sockets.exchange.stop()
    if let status = recorder.finish() {
      console.say(status.sentence)
      if let problem = status.problem { console.say(problem) }
    }
    for notice in sockets.exchange.receiver.takeNotices() { console.say(notice.sentence(setup.interfaces)) }
    if let problem { throw problem }
    return (tally.suite(ending: outcome), outcome)
  }

  private func startRecording(_ receiver: Receiver) throws(ScriptSockets.Problem) {
    guard let recording else { return }
    do throws(RecordingError) {
      try recorder.start(
        recording, of: receiver, from: 1, encodingSnapshot: setup.encodings.texts.snapshot,
        interfaces: setup.interfaces)
    } catch {
      throw ScriptSockets.Problem(line: nil, reason: error.phrase)
    }
  }
}

/// The signals of a console, for a run.
private struct RelayedSignals: ScriptSignals {
  private let relay: SignalRelay

  init(_ relay: SignalRelay) { self.relay = relay }

  var isEndRequested: Bool { relay.isEndRequested }
  var wake: WakeUp? { relay.wake }
}
