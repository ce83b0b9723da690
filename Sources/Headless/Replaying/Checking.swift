package import Basics
import CLinux
import CaptureFile
package import CommandCore
package import Conversation
import Glibc
import Plumbing
package import UDPCore

/// Runs `replay --check`: sends the recorded requests to a server, and compares its answers with the recorded ones.
///
/// Each client of the recording has a socket of its own, and waits for the answers to one request before it sends the
/// next, so that it is never in doubt which request an answer belongs to.
package struct Checking {
  /// The parameters of a check.
  package struct Options {
    /// The server of the recording; `nil` if it has only one.
    package var device: DeviceChoice?
    /// The sense in which answers are equal to recorded ones.
    package var match = MessageMatch.varying
    /// The speed of the requests.
    package var pace = ReplayPace.Speed.speed(1)
    /// The time to wait for an answer beyond its recorded delay.
    package var patience = TimeSpan(nanoseconds: 1_000_000_000)
    /// The most sockets; `nil` for one for each client.
    package var peerLimit: Int?
    /// The form of the report on standard output; `nil` for the differences alone.
    package var report: TestReport?
    /// The path of a JUnit report; `nil` for none.
    package var junit: String?

    /// Creates the parameters of a check at the recorded speed.
    package init() {}
  }

  /// The name of the run in reports.
  private static let program = "udpeek replay --check"
  /// The log's limit in bytes.
  private static let memory = 64 << 20

  private let files: [String]
  private let goal: Destination
  private let from: EndpointArgument?
  private let options: Options
  private let setup: Setup

  /// Prepares to check a server against recordings.
  package init(
    _ files: [String], to goal: Destination, from: EndpointArgument? = nil, _ options: Options, _ setup: Setup
  ) {
    self.files = files
    self.goal = goal
    self.from = from
    self.options = options
    self.setup = setup
  }

  /// Sends all requests and reports.
  /// - Throws: the exit status, unless it is 0.
  package func run() throws { try run(Console(forceUTF8: options.report != nil)) }

  /// Sends all requests and reports to a console.
  /// - Throws: the exit status, unless it is 0.
  func run(_ console: Console) throws {
    let recorded = try DeviceRecording(files, options.device, setup, console)
    recorded.notices.forEach(console.say)
    let device = recorded.device
    let clients = Set(device.exchanges.map(\.client))
    let sockets = try PeerSockets(
      peers: clients.count, limit: options.peerLimit, to: goal.peer, from: from, memory: Self.memory,
      interfaces: setup.interfaces)
    if let notice = sockets.notice { console.say(notice) }
    let file = try options.junit.map { path throws(CommandFailure) in try ReportFile(path) }
    let start = SystemClock.wall
    var run = try CheckRun(device, sockets, goal, options, memory: Self.memory, console)
    let isInterrupted = try !run.run()
    let results = run.stop()
    var suite = TestSuite(
      name: files.count == 1 ? files[0] : "\(files.count) files", start: start,
      duration: max(0, SystemClock.wall - start))
    let comparison = AnswerComparison(device, options.match, interfaces: setup.interfaces)
    let tests = results.enumerated().map { comparison.test($0, $1, patience: options.patience) }
    suite.cases = tests.map(\.0)
    suite.wasStopped = isInterrupted
    try report(suite, console)
    try file?.write(TestReport.junit.bytes([suite], of: Self.program))
    try end(Dictionary(tests.map { ($1, 1) }, uniquingKeysWith: +), isInterrupted: isInterrupted, console)
    try recorded.readers.checkWhole()
  }

  private func report(_ suite: TestSuite, _ console: Console) throws(CommandFailure) {
    if let report = options.report {
      try console.output.print(report.bytes([suite], of: Self.program))
    } else {
      try console.output.print(CheckLines(console).bytes(suite))
    }
  }

  private func end(
    _ counts: [AnswerComparison.Verdict: Int], isInterrupted: Bool, _ console: Console
  ) throws {
    let count = { counts[$0, default: 0] }
    let (total, target) = (counts.values.reduce(0, +), goal.peer.text(setup.interfaces))
    let (same, different, unsent) = (count(.asRecorded), count(.different), count(.unsent))
    var text: Phrase =
      isInterrupted
      ? "stopped: sent \(total - unsent) of \(Self.requests(total)) to \(target): \(same) as recorded, \(different) different"
      : "checked \(Self.requests(total)) to \(target): \(same) as recorded, \(different) different"
    if count(.unrecorded) > 0 { text += ", without a recorded answer \(count(.unrecorded))" }
    if count(.unanswered) > 0 { text += ", not answered yet \(count(.unanswered))" }
    if unsent > 0 { text += ", not sent \(unsent)" }
    console.say(text)
    if different > 0 { throw ExitStatus.testFailed }
    if isInterrupted { throw ExitStatus.failed }
  }

  private static func requests(_ count: Int) -> Phrase { count == 1 ? "1 request" : "\(count) requests" }
}
