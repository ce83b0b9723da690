import ArgumentParser
import Basics
import CLinux
import CaptureFile
import Configuration
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// What the commands that read capture files share.
struct CaptureOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Capture files: pcap, pcapng, JSON Lines or CSV of udpeek, plain, .gz or .zst; - is standard input.",
      valueName: "file"), completion: Completions.captures)
  var files: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Only what matches.", valueName: "expr"), completion: Completions.filters)
  var filter: String?

  func validate() throws { try Self.checkStandardInput(files) }

  /// - Throws: when standard input is named twice.
  static func checkStandardInput(_ files: [String]) throws {
    if files.filter({ $0 == "-" || $0 == "/dev/stdin" }).count > 1 {
      throw ValidationError("standard input can be read once only; give other pipes as /dev/fd/3")
    }
  }

  /// What it takes to read the files.
  /// - Parameters:
  ///   - encoding: what a flag says; what the configuration says counts without it.
  ///   - undecided: the same for what is written to peers whose encoding is not known.
  ///   - takesFilter: whether the configuration's filter counts where no flag says one, as it does on a screen.
  func capture(
    encoding: String? = nil, undecided: String? = nil, takesFilter: Bool = false
  ) throws(Failure) -> Capture {
    try Capture(files: files, filter: filter, encoding: encoding, undecided: undecided, takesFilter: takesFilter)
  }
}

/// Capture files that are open, and what is looked for in them.
struct Capture {
  /// The paths of `readers`.
  let files: [String]
  let readers: [CaptureReader]
  let filter: DisplayFilter
  /// How peers write, as far as that was chosen.
  let encodings: ChosenEncodings
  let interfaces: InterfaceNames
  let configuration: Configuration

  /// Judges what a command line says, and opens the files.
  init(
    files: [String], filter source: String?, encoding: String? = nil, undecided: String? = nil,
    takesFilter: Bool = false
  ) throws(Failure) {
    interfaces = InterfaceNames.current()
    configuration = ConfigurationFile.load(interfaces: interfaces)
    let settings = configuration.settings
    if let source {
      filter = try ReceptionOptions.filter(source, interfaces: interfaces, aliases: settings.aliases)
    } else {
      filter = takesFilter ? settings.filter : .everything
    }
    let writing = try ReceptionOptions.undecided(undecided, settings)
    encodings =
      if let encoding {
        ChosenEncodings(fixed: try ReceptionOptions.encoding(encoding), undecided: writing)
      } else {
        ChosenEncodings(fixed: settings.encoding, byAddress: settings.encodings, undecided: writing)
      }
    self.files = files
    readers = try Self.readers(files)
  }

  /// Opens each file.
  /// - Throws: a sentence for each that cannot be read.
  static func readers(_ files: [String]) throws(Failure) -> [CaptureReader] {
    try makeRoom(for: files.count)
    var readers: [CaptureReader] = []
    var mistakes: [String] = []
    for file in files {
      do throws(CaptureFileError) { readers.append(try CaptureReader(path: file)) } catch {
        mistakes.append(error.description)
      }
    }
    if !mistakes.isEmpty { throw Failure(Phrase(verbatim: mistakes.joined(separator: "\n"))) }
    return readers
  }
}

extension Capture {
  /// Descriptors that are needed beside those of files: terminal, signals, sockets, a second look at a file.
  private static let otherDescriptors = 64

  /// Raises the limit of open files where so many are to be open at once; twice as many while their notes are read ahead.
  private static func makeRoom(for files: Int) throws(Failure) {
    let limit = clinux_descriptor_limit(Int32(clamping: files * 2 + otherDescriptors))
    guard Int(limit) < files + otherDescriptors else { return }
    throw Failure(
      "\(files) files are more than this process may have open, which is \(limit); raise the limit (ulimit -Hn), or take fewer at a time"
    )
  }
}

extension [CaptureReader] {
  /// - Throws: when something that is surely in one of the files was not read. A file that merely ends early may still be
  ///   growing, and is none of these.
  func checkWhole() throws(Failure) {
    let names = filter { $0.tally.isIncomplete }.map(\.name)
    guard !names.isEmpty else { return }
    throw Failure("part of \(names.joined(separator: " and of ")) could not be read")
  }
}

extension CaptureReader {
  /// What was wrong with the file, a sentence each.
  var sentences: [Phrase] {
    let tally = tally
    var sentences: [Phrase] = tally.warnings.map { "\(name): \($0)" }
    let more = tally.warningCount - tally.warnings.count
    if more > 0 { sentences.append("\(name): and \(more) more") }
    return sentences
  }
}
