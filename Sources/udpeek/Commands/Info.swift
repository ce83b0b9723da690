import ArgumentParser
import CommandCore
import Headless

/// The command `udpeek info`.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Summarize capture files: datagrams, bytes, peers, span, drops.",
    discussion: """
      Damage is reported with its place; what precedes it counts. Exits with 1 if part of a file could not be read. A \
      file that merely ends early may still be growing: that is a warning and status 0.

      Examples:
        udpeek info night.pcapng
        udpeek info night.pcapng.gz --filter 'src net 10.0.0.0/8' --json
      """)

  @OptionGroup var capture: CaptureOptions

  @OptionGroup var meaning: FormatOption

  @Flag(help: "One JSON object.")
  var json = false

  func run() throws {
    let configuration = ConfinedCommand.info.loadConfined { $0.files = capture.files + meaning.files }
    let setup = try Setup(
      Setup.Flags(filter: capture.filter ?? "", format: meaning.format, inner: capture.tunnels.inner),
      configuration: configuration)
    try CaptureInfo(Capture(capture.files, setup), isJSON: json).run()
  }
}
