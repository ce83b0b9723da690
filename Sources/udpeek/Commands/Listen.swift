import ArgumentParser
import Basics
import CaptureFile
import CommandCore
import Configuration
import DisplayFilter
import Headless
import UDPCore

/// The command `udpeek listen`.
struct Listen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "listen",
    abstract: "Receive without a screen: one line per datagram on standard output.",
    discussion: """
      Every run ends with a summary on standard error, unless the reader of its output goes away. Ctrl-C ends the run; \
      a second one ends it at once.

      Examples:
        udpeek listen 8080 --encoding gbk
        udpeek listen 127.0.0.1:8080 --reply 'got it\\n'
        udpeek listen 514 --json --filter 'net 10.0.0.0/8' | jq '.text // empty'
      """)

  @OptionGroup var reception: ReceptionOptions
  @OptionGroup var output: ListenOptions
  @OptionGroup var confinement: ConfinementOptions

  @Flag(
    help: """
      With --write -: take requests to send as lines of JSON on standard input, report on standard error, and end with \
      standard input; udpeek open ssh://… uses it.
      """)
  var control = false

  func validate() throws {
    if reception.undecided != nil, !reception.answers {
      throw ValidationError("--undecided goes with --reply, --reply-if, --rules or --exec")
    }
    if control, reception.recording.write != "-" { throw ValidationError("--control goes with --write -") }
  }

  func run() throws {
    try ArgumentValue.checkUndecided(reception.undecided, beside: reception.decoding.encoding)
    let reception = try reception.reception(ConfigurationFile.load())
      .confined(as: .listen, confinement.needs, dissects: output.dissect)
    var options = try output.options(reception.setup)
    options.takesRequests = control
    try Listening(reception, options).run()
  }
}

/// The options that only `listen` has.
struct ListenOptions: ParsableArguments {
  @Flag(help: "One JSON object per line.")
  var json = false

  @OptionGroup var selection: FieldsOption

  @Option(
    name: .customLong("json-batch"),
    help: ArgumentHelp(
      "JSON arrays of up to this many objects, one array per line, for programs that take in many rows with one call.",
      valueName: "n"))
  var jsonBatch: Int?

  @Option(
    name: .customLong("json-batch-time"),
    help: ArgumentHelp("Write an array of --json-batch that is not full after this time (1s).", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parsePositive)
  var jsonBatchTime: TimeSpan?

  @Flag(help: "Payloads as hex.")
  var hex = false

  @Flag(
    help: """
      Add Wireshark's tree of each datagram, by sharkd where it is installed: below its line, or as "wireshark" in JSON.
      """)
  var dissect = false

  @Flag(help: "Print the date before each time; after midnight it is always printed.")
  var date = false

  @Option(
    name: [.customShort("c", allowingJoined: true), .long],
    help: ArgumentHelp("End after showing this many received datagrams.", valueName: "n"))
  var count: Int?

  @Option(
    help: ArgumentHelp("End after this time: 30s, 5m, 1h; a number without a unit means seconds.", valueName: "time"),
    completion: Completions.times, transform: TimeArgument.parsePositive)
  var duration: TimeSpan?

  @Option(
    help: ArgumentHelp("End after the first datagram that matches; exit status 5 if none did.", valueName: "expr"),
    completion: Completions.filters)
  var until: String?

  @Flag(name: .customLong("until-alarm"), help: "End after the first alarm, with exit status 6.")
  var untilAlarm = false

  @Flag(name: .shortAndLong, help: "Print no datagrams, only the summary.")
  var quiet = false

  func validate() throws {
    if json && hex { throw ValidationError("--json and --hex exclude each other; JSON has the payload as hex already") }
    if jsonBatchTime != nil, jsonBatch == nil { throw ValidationError("--json-batch-time goes with --json-batch") }
    try selection.check(isJSON: json, isQuiet: quiet)
    try BatchArgument.check(jsonBatch, isJSON: json, isQuiet: quiet)
    if quiet && hex { throw ValidationError("--hex and --quiet exclude each other: no payload is printed") }
    if quiet && dissect { throw ValidationError("--dissect and --quiet exclude each other: no datagram is printed") }
    if quiet && date { throw ValidationError("--date and --quiet exclude each other: no time is printed") }
    if json && date { throw ValidationError("--json and --date exclude each other; JSON has the date in each time") }
    if let count, count < 1 { throw ValidationError("--count needs a number from 1") }
  }

  /// The name of the first option given; `nil` if none was.
  var given: String? {
    let options = [
      ("--json", json), ("--fields", selection.fields != nil), ("--json-batch", jsonBatch != nil), ("--hex", hex),
      ("--dissect", dissect), ("--date", date), ("--count", count != nil),
      ("--duration", duration != nil), ("--until", until != nil), ("--until-alarm", untilAlarm), ("--quiet", quiet),
    ]
    return options.first { $0.1 }?.0
  }

  /// The options of the run.
  func options(_ setup: Setup) throws(CommandFailure) -> Listening.Options {
    var options = Listening.Options()
    options.form = json ? .json : hex ? .hex : .text
    options.selection = try setup.selection(selection.fields)
    options.batch = jsonBatch.map {
      RecordBatch.Limits(rows: $0, time: Int64(jsonBatchTime?.nanoseconds ?? BatchArgument.time))
    }
    options.showsDates = date
    options.count = count
    options.duration = duration
    options.until = try until.map { source throws(CommandFailure) in
      try ArgumentValue.filter(
        source, interfaces: setup.interfaces, aliases: setup.configuration.settings.aliases,
        fields: setup.library, knowing: .arriving)
    }
    if untilAlarm, setup.alarms.isEmpty {
      throw CommandFailure("--until-alarm needs an alarm: --alarm, or [[alarm]] in the configuration", .usage)
    }
    options.endsWithAlarm = untilAlarm
    options.dissects = dissect
    options.isQuiet = quiet
    return options
  }
}
