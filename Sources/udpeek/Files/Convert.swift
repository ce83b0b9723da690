import ArgumentParser
import CaptureFile
import DisplayFilter
import Glibc
import PayloadText
import UDPCore

/// `udpeek convert`.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a capture in another form: pcapng, pcap, CSV, JSON Lines.",
    discussion: """
      The form goes by the ending of OUT: .pcapng, .pcap, .csv, .jsonl; - is standard output and needs --format. Only \
      UDP datagrams are written; in pcap and pcapng their headers are made anew.

      Examples:
        udpeek convert night.pcap.gz night.csv --filter 'port 5000'
        udpeek convert night.jsonl night.pcapng
        udpeek convert night.pcapng - --format pcap | gzip > night.pcap.gz
      """)

  @Argument(
    help: ArgumentHelp("A capture file; - is standard input.", valueName: "in"), completion: Completions.captures)
  var input: String

  @Argument(
    help: ArgumentHelp(
      "The file to be written, which is there once it is whole; - is standard output.", valueName: "out"),
    completion: .file(extensions: CaptureFormat.allCases.map(\.rawValue)))
  var output: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Only what matches.", valueName: "expr"), completion: Completions.filters)
  var filter: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("One encoding for all, instead of auto; see: udpeek encodings.", valueName: "name"),
    completion: Completions.encodings)
  var encoding: String?

  @Option(
    help: ArgumentHelp("pcapng, pcap, csv or jsonl, where the name of OUT does not say it.", valueName: "name"),
    completion: Completions.formats)
  var format: CaptureFormat?

  @Flag(help: "Replace a file of that name, in the end.")
  var force = false

  func run() throws {
    guard let format = format ?? CaptureFormat(fileName: output) else {
      throw Failure(
        ConversionTarget.isStandardOutput(output)
          ? "standard output has no ending that tells the form: add --format pcapng, pcap, csv or jsonl"
          : "'\(output)' has no ending that tells the form: .pcapng, .pcap, .csv or .jsonl; or add --format", .usage)
    }
    if let (_, packer) = [(".gz", "gzip"), (".zst", "zstd")].first(where: { output.lowercased().hasSuffix($0.0) }) {
      throw Failure(
        "udpeek writes no compressed files; pipe it: udpeek convert IN - --format \(format.rawValue) | \(packer) > \(output)",
        .usage)
    }
    if ConversionTarget.isStandardOutput(output), format.isBinary, StandardOutput.isTerminal {
      throw Failure("\(format.rawValue) is not for terminals; name a file, or pipe it", .usage)
    }
    let capture = try Capture(files: [input], filter: filter, encoding: encoding)
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    let target = try ConversionTarget(output, replaces: force, signals: signals)
    try Conversion(capture, to: format, target, signals).run()
  }
}

extension CaptureFormat: ExpressibleByArgument {
  /// `pcapng`, `pcap`, `csv`, `jsonl`, whatever case; `json` means `jsonl`.
  public init?(argument: String) {
    if argument.lowercased() == "json" { self = .jsonLines } else { self.init(rawValue: argument.lowercased()) }
  }

  /// Whether it is no text.
  var isBinary: Bool { self == .pcap || self == .pcapng }
}
