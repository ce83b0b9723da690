import ArgumentParser
import Basics
import CaptureFile
import Configuration
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// `udpeek filter`.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Explain a filter: its tree, and its tcpdump and Wireshark equivalents.",
    discussion: """
      A filter that is not understood ends with 2, the mistake pointed at.

      Examples:
        udpeek filter 'src net 10.0.0.0/8 and not port 53'
        udpeek filter 'in and (温度 or /alarm \\d+/i)'
        udpeek filter 'size > 512' --check night.pcapng
      """)

  @Argument(
    help: ArgumentHelp("The filter, as one word or several.", valueName: "expression"), completion: Completions.filters)
  var words: [String] = []

  @Option(
    help: ArgumentHelp("Run it over a capture, and print how many datagrams match.", valueName: "file"),
    completion: Completions.captures)
  var check: String?

  func run() throws {
    let locale = CharacterLocale.activate(forceUTF8: false)
    let interfaces = InterfaceNames.current()
    let aliases = ConfigurationFile.load(interfaces: interfaces).settings.aliases
    let filter = try ReceptionOptions.filter(
      words.joined(separator: " "), interfaces: interfaces, aliases: aliases)
    let tree = filter.tree(interfaces: interfaces)
    var lines = ["filter     \(filter.canonical.isEmpty ? "everything" : filter.canonical)"]
    for (index, line) in tree.enumerated() { lines.append((index == 0 ? "tree       " : "           ") + line) }
    for language in FilterTranslation.Language.allCases {
      let name = language.rawValue + String(repeating: " ", count: 11 - language.rawValue.count)
      let translation = filter.translation(to: language, interfaces: interfaces)
      if let text = translation.text { lines.append(name + text) }
      for (index, gap) in translation.gaps.enumerated() {
        lines.append((index == 0 ? name : "           ") + "none for \(gap.part): \(gap.reason)")
      }
      lines += translation.notes.map { translation.text == nil ? "" : "           (\($0))" }.filter { !$0.isEmpty }
    }
    let checked = try check.map { try Self.count(filter, in: $0) }
    if let checked { lines.append("matches    \(checked.text)") }
    try StandardOutput().print(lines.flatMap { locale.encode(SafeText($0)) + [UInt8(ascii: "\n")] })
    try checked?.readers.checkWhole()
  }

  /// `312 of 98305 datagrams`, and what was read.
  private static func count(_ filter: DisplayFilter, in file: String) throws -> (text: String, readers: [CaptureReader])
  {
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    var run = CaptureRun(try Capture.readers([file]), signals: signals)
    let settings = ConfigurationFile.load().settings
    let encodings = ChosenEncodings(fixed: settings.encoding, byAddress: settings.encodings)
    var walk = CaptureWalk(filter: filter, encodings: encodings, readsTexts: false, signals: signals)
    var matches = 0
    run.run { step in
      walk.read(step) { row, _ in if row.datagram.kind != .failure { matches += 1 } }
    }
    run.sayWarnings()
    if run.wasInterrupted { StandardError.say("stopped before the end: what was read so far counts") }
    walk.failureSentences("they count as matches").forEach(StandardError.say)
    try run.check()
    let counters = run.loader.log.counters
    return ("\(matches) of \(counters.received + counters.sent) datagrams", run.loader.readers)
  }
}
