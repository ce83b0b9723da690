import ArgumentParser

/// The option of commands that receive to raise alarms.
struct AlarmOption: ParsableArguments {
  @Option(
    name: .customLong("alarm"),
    help: ArgumentHelp(
      "Raise an alarm, as in 'silence 90s when net 10.0.0.0/8'; repeatable; see udpeek-alarms(5).",
      valueName: "words"), completion: Completions.alarms)
  var alarms: [String] = []
}
