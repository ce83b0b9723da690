import ArgumentParser
import CaptureFile
import DisplayFilter
import Glibc
import PayloadText
import UDPCore

/// `udpeek convert`.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write captures in another form: pcapng, pcap, CSV, JSON Lines.",
    usage: "udpeek convert [options] IN ... OUT",
    discussion: """
      Several captures become one, in the order of time. The form goes by the ending of OUT: .pcapng, .pcap, .csv, \
      .jsonl; - is standard output and needs --format. Only UDP datagrams are written; in pcap and pcapng their headers \
      are made anew.

      Programs read CSV as it is written. For Excel add --bom, and --no-formulas where others may choose what is in the \
      datagrams: a cell that begins with =, +, -, @, tab or CR would be calculated. udpeek reads both back.

      Ends with 1 where part of a capture could not be read, what came before it being written; a capture that only ends \
      too early may still be growing, and is no such case.

      Examples:
        udpeek convert night.pcap.gz night.csv --filter 'port 5000'
        udpeek convert night-*.pcapng all.pcapng
        udpeek convert night.pcapng night.csv --bom --no-formulas
        udpeek convert night.pcapng - --format pcap | gzip > night.pcap.gz
      """)

  @Argument(
    help: ArgumentHelp(
      "Capture files, - being standard input; the last one is to be written, is there once it is whole, and - is standard output.",
      valueName: "file"), completion: Completions.captures)
  var files: [String]

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

  @Flag(help: "Begin CSV with a byte order mark, by which Excel knows UTF-8.")
  var bom = false

  @Flag(help: "Put an apostrophe before cells of CSV that a spreadsheet would calculate.")
  var noFormulas = false

  func validate() throws {
    guard files.count > 1 else { throw ValidationError("name what to read, and what to write: udpeek convert IN OUT") }
    try CaptureOptions.checkStandardInput(Array(files.dropLast()))
  }

  func run() throws {
    let output = files[files.count - 1]
    guard let format = format ?? CaptureFormat(fileName: output) else {
      throw Failure(
        ConversionTarget.isStandardOutput(output)
          ? "standard output has no ending that tells the form: add --format pcapng, pcap, csv or jsonl"
          : "'\(output)', which is to be written, has no ending that tells the form: .pcapng, .pcap, .csv or .jsonl; or add --format",
        .usage)
    }
    if let (_, packer) = [(".gz", "gzip"), (".zst", "zstd")].first(where: { output.lowercased().hasSuffix($0.0) }) {
      throw Failure(
        "udpeek writes no compressed files; pipe it: udpeek convert IN - --format \(format.rawValue) | \(packer) > \(output)",
        .usage)
    }
    if ConversionTarget.isStandardOutput(output), format.isBinary, StandardOutput.isTerminal {
      throw Failure("\(format.rawValue) is not for terminals; name a file, or pipe it", .usage)
    }
    if bom || noFormulas, format != .csv {
      throw Failure("--bom and --no-formulas are for CSV, and this becomes \(format.rawValue)", .usage)
    }
    let capture = try Capture(files: Array(files.dropLast()), filter: filter, encoding: encoding)
    let signals = try SignalRelay(endsOnSecondInterrupt: true)
    let target = try ConversionTarget(output, replaces: force, signals: signals)
    let style = CSVStyle(hasByteOrderMark: bom, guardsFormulas: noFormulas)
    try Conversion(capture, to: format, style, target, signals).run()
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
