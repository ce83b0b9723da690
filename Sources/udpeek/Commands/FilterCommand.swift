import ArgumentParser
import CommandCore
import DisplayFilter
import Headless
import PayloadText

/// The command `udpeek filter`.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Explain a filter: its tree, and its tcpdump and Wireshark equivalents.",
    discussion: """
      A filter with a mistake is shown with the mistake marked; the exit status is then 2.

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

  @OptionGroup var tunnels: InnerOption

  @OptionGroup var meaning: FormatOption

  func validate() throws {
    if tunnels.inner, check == nil { throw ValidationError("--inner goes with --check") }
  }

  func run() throws {
    let configuration = ConfinedCommand.filter.loadConfined { $0.files = [check].compactMap { $0 } + meaning.files }
    let locale = CharacterLocale.activate(forceUTF8: false)
    let setup = try Setup(
      Setup.Flags(filter: words.joined(separator: " "), format: meaning.format, inner: tunnels.inner),
      configuration: configuration)
    let (filter, interfaces) = (setup.filter, setup.interfaces)
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
    let checked = try check.map { try MatchCount(in: $0, setup) }
    if let checked { lines.append("matches    \(checked.text)") }
    try StandardOutput().print(lines.flatMap { locale.encode(SafeText($0)) + [UInt8(ascii: "\n")] })
    try checked?.checkWhole()
  }
}
