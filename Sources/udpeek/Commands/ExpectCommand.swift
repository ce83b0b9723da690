import ArgumentParser
import Basics
import CaptureFile
import CommandCore
import Configuration
import Headless
import UDPCore

/// The command `udpeek expect`.
struct ExpectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expect",
    abstract: "Run scripts that send datagrams and check what comes back.",
    discussion: """
      A script names an endpoint (to ENDPOINT, or at ENDPOINT to stand as the server), then sends (> MESSAGE), waits \
      (< FILTER within 1s), watches that something does not come (! FILTER within 1s) and checks (assert t > 10). \
      udpeek-expect(5) describes the language. All sockets are bound before the first line runs, and a datagram that \
      came before its line is not lost.

      Each step is a line with its time. The script ends at the first step that fails, with what was expected and what \
      came instead. The exit status is 0 when all scripts passed, 7 when one failed, and 2 when one has a mistake.

      Examples:
        udpeek expect meter.udp
        udpeek expect tests/*.udp --junit report.xml
        udpeek expect meter.udp --var host=192.0.2.7 --timeout 3s --record meter.pcapng
        printf 'to 127.0.0.1:9000\\n> ping\\n< pong\\n' | udpeek expect -
      """)

  @Argument(
    help: ArgumentHelp("The scripts, run one after the other; - is standard input.", valueName: "file"),
    completion: .file())
  var files: [String]

  @Flag(help: "Print the results in the Test Anything Protocol, version 14.")
  var tap = false

  @Flag(help: "Print the results as JSON Lines, one object for each step and one for all.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write the results as JUnit's XML too, which CI servers read; - prints them instead of the steps.",
      valueName: "file"),
    completion: .file(extensions: ["xml"]))
  var junit: String?

  @Option(
    name: .customLong("var"),
    help: ArgumentHelp("Give a variable its value, in place of let; may be repeated.", valueName: "name=value"))
  var variables: [String] = []

  @Option(
    help: ArgumentHelp("The time in which a datagram has to come where the script names none (1s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parse)
  var timeout: TimeSpan?

  @Option(help: ArgumentHelp("The seed of random fields: the same seed, the same values.", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("Record everything received and sent to a new pcapng file.", valueName: "file"),
    completion: .file(extensions: ["pcapng"]))
  var record: String?

  @Flag(help: "With --record: replace an existing file, as soon as the new one has begun.")
  var force = false

  @Flag(name: .shortAndLong, help: "Print the datagrams below their steps.")
  var verbose = false

  @Flag(help: "Check the scripts only: nothing is bound or sent.")
  var check = false

  @OptionGroup var meaning: FormatOption

  @OptionGroup var confinement: ConfinementOptions

  func validate() throws {
    if files.isEmpty { throw ValidationError("name a script, or - for standard input") }
    try CaptureOptions.checkStandardInput(files)
    try ReportOptions.check(tap: tap, json: json, junit: junit)
    if verbose && (tap || json || junit == "-") {
      throw ValidationError("--verbose prints datagrams where a report is printed: leave one of them out")
    }
    if force && record == nil { throw ValidationError("--force goes with --record") }
    if record != nil && files.count > 1 { throw ValidationError("--record goes with one script") }
    if record == "" || record == "-" { throw ValidationError("--record needs the name of a file") }
    if check && (tap || json || junit != nil || record != nil) {
      throw ValidationError("--check runs nothing, so there is nothing to report or record")
    }
    for text in variables where Self.variable(text) == nil {
      throw ValidationError("--var needs a name and a value: --var host=192.0.2.7")
    }
  }

  /// Splits `name=value`; `nil` if that is no name.
  private static func variable(_ text: String) -> (name: String, value: String)? {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    let name = text[..<sign]
    let isName = name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) || $0 == 0x5f }
    guard isName, let first = name.utf8.first, !(0x30...0x39).contains(first) else { return nil }
    return (String(name), String(text[text.index(after: sign)...]))
  }

  func run() throws {
    let configuration = ConfinedCommand.expect.loadConfined {
      $0 = confinement.needs
      // Messages may take their bytes from files, by paths from the script or from here.
      $0.watched = files
      $0.files = ["."] + meaning.files
      $0.written = [junit, record].compactMap { $0 }
    }
    let setup = try Setup(Setup.Flags(filter: "", format: meaning.format), configuration: configuration)
    setup.configuration.problems.forEach { StandardError.say($0.phrase) }
    var options = Expecting.Options()
    (options.report, options.junit) = ReportOptions.targets(tap: tap, json: json, junit: junit)
    for case let (name, value)? in variables.map(Self.variable) { options.variables[name] = value }
    if let timeout { options.timeout = timeout }
    options.seed = seed
    options.isVerbose = verbose
    options.isCheck = check
    try Expecting(
      files, setup, options, recording: record.map { RecordingRequest(target: .file($0), replaces: force) }
    ).run()
  }
}
