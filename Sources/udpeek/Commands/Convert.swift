import ArgumentParser
import Basics
import CaptureFile
import CommandCore
import Headless

/// The command `udpeek convert`.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert captures to another format: pcapng, pcap, CSV, JSON Lines.",
    usage: "udpeek convert [options] IN ... OUT",
    discussion: """
      Several captures are merged by time. The extension of OUT decides the format: .pcapng, .pcap, .csv, .jsonl; - is \
      standard output and needs --format. Only UDP datagrams are written; in pcap and pcapng their headers are \
      rebuilt.

      CSV is written exactly as it is. For Excel, add --bom, and add --no-formulas if you do not trust the senders: a \
      cell that begins with =, +, -, @, tab or CR would be evaluated. udpeek reads either back unchanged.

      Exits with 1 if part of a capture could not be read; what precedes the damage is written. A capture that merely \
      ends early may still be growing: that is a warning and status 0.

      Examples:
        udpeek convert night.pcap.gz night.csv --filter 'port 5000'
        udpeek convert night-*.pcapng all.pcapng
        udpeek convert night.pcapng night.csv --bom --no-formulas
        udpeek convert night.pcapng - --format pcap | gzip > night.pcap.gz
      """)

  @Argument(
    help: ArgumentHelp(
      "Capture files (- is standard input), and last the file to write, which appears once it is complete (- is standard output).",
      valueName: "file"), completion: Completions.captures)
  var files: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Only what matches.", valueName: "expr"), completion: Completions.filters)
  var filter: String?

  @OptionGroup var tunnels: InnerOption

  @OptionGroup var decoding: EncodingOption

  @Option(
    help: ArgumentHelp("pcapng, pcap, csv or jsonl, if the name of OUT does not say which.", valueName: "name"),
    completion: Completions.formats)
  var format: CaptureFormat?

  @OptionGroup var selection: FieldsOption

  @Option(
    name: .customLong("fields-of"),
    help: ArgumentHelp(
      "Add the fields of datagrams to JSON Lines and CSV, by a format: its name, a file of formats, or auto for the first that fits.",
      valueName: "name|file"),
    completion: Completions.dataFormats)
  var fieldsOf: String?

  @Flag(help: "Replace an existing file once the new one is complete.")
  var force = false

  @Flag(help: "Begin CSV with a byte order mark, so that Excel recognizes UTF-8.")
  var bom = false

  @Flag(help: "Put an apostrophe before CSV cells that a spreadsheet would evaluate as formulas.")
  var noFormulas = false

  func validate() throws {
    guard files.count > 1 else {
      throw ValidationError("name the capture to read and the file to write: udpeek convert IN OUT")
    }
    try CaptureOptions.checkStandardInput(Array(files.dropLast()))
  }

  func run() throws {
    let output = files[files.count - 1]
    guard let format = format ?? CaptureFormat(fileName: output) else {
      throw CommandFailure(
        ConversionTarget.isStandardOutput(output)
          ? "standard output has no extension to choose the format by: add --format pcapng, pcap, csv or jsonl"
          : "the file to write, '\(output)', has no extension to choose the format by: .pcapng, .pcap, .csv or .jsonl; or add --format",
        .usage)
    }
    if let (_, packer) = [(".gz", "gzip"), (".zst", "zstd")].first(where: { output.lowercased().hasSuffix($0.0) }) {
      throw CommandFailure(
        "udpeek writes no compressed files; pipe it: udpeek convert IN - --format \(format.rawValue) | \(packer) > \(output)",
        .usage)
    }
    if ConversionTarget.isStandardOutput(output), format.isBinary, StandardOutput.isTerminal {
      throw CommandFailure("\(format.rawValue) is not for terminals; name a file, or pipe it", .usage)
    }
    if bom || noFormulas, format != .csv {
      throw CommandFailure("--bom and --no-formulas are for CSV, and this becomes \(format.rawValue)", .usage)
    }
    if selection.fields != nil, format.isBinary {
      throw CommandFailure("--fields is for CSV and JSON Lines, and this becomes \(format.rawValue)", .usage)
    }
    let configuration = ConfinedCommand.convert.loadConfined {
      $0.files = files.dropLast() + [fieldsOf].compactMap { $0 }
      $0.written = [output]
    }
    let flags = Setup.Flags(filter: filter ?? "", encoding: decoding.encoding, format: fieldsOf, inner: tunnels.inner)
    let capture = try Capture(Array(files.dropLast()), Setup(flags, configuration: configuration))
    let style = CSVStyle(hasByteOrderMark: bom, guardsFormulas: noFormulas)
    let selection = try capture.setup.selection(selection.fields)
    try Conversion(capture, to: format, style, selection, output: output, replaces: force, Console()).run()
  }
}

extension CaptureFormat: ExpressibleByArgument {
  /// Reads `pcapng`, `pcap`, `csv` or `jsonl`, not case-sensitive; `json` means `jsonl`.
  public init?(argument: String) {
    if argument.lowercased() == "json" { self = .jsonLines } else { self.init(rawValue: argument.lowercased()) }
  }

  /// Whether the format is binary rather than text.
  var isBinary: Bool { self == .pcap || self == .pcapng }
}
