import ArgumentParser
import CaptureFile
import DisplayFilter
import PayloadText
import UDPCore

/// What the commands that read capture files share.
struct CaptureOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Capture files: pcap, pcapng, JSON Lines or CSV of udpeek, plain, .gz or .zst; - is standard input.",
      valueName: "file"))
  var files: [String]

  @Option(name: .shortAndLong, help: ArgumentHelp("Only what matches.", valueName: "expr"))
  var filter: String?

  func validate() throws {
    if files.filter({ $0 == "-" || $0 == "/dev/stdin" }).count > 1 {
      throw ValidationError("standard input can be read once only; give other pipes as /dev/fd/3")
    }
  }

  /// What it takes to read the files.
  func capture() throws(Failure) -> Capture {
    let interfaces = InterfaceNames.current()
    let filter = try ReceptionOptions.filter(filter, interfaces: interfaces)
    return Capture(readers: try Self.readers(files), filter: filter, interfaces: interfaces)
  }

  /// Opens each file.
  /// - Throws: a sentence for each that cannot be read.
  static func readers(_ files: [String]) throws(Failure) -> [CaptureReader] {
    var readers: [CaptureReader] = []
    var mistakes: [String] = []
    for file in files {
      do throws(CaptureFileError) { readers.append(try CaptureReader(path: file)) } catch {
        mistakes.append(error.description)
      }
    }
    if !mistakes.isEmpty { throw Failure(mistakes.joined(separator: "\n")) }
    return readers
  }
}

/// Capture files that are open, and what is looked for in them.
struct Capture {
  let readers: [CaptureReader]
  let filter: DisplayFilter
  let interfaces: InterfaceNames
}

extension CaptureReader {
  /// What was wrong with the file, a sentence each.
  var sentences: [String] {
    let tally = tally
    var sentences = tally.warnings.map { "\(name): \($0)" }
    let more = tally.warningCount - tally.warnings.count
    if more > 0 { sentences.append("\(name): and \(more) more") }
    return sentences
  }
}

extension CaptureComment {
  /// The encoding that a recording of ours says its peer writes in; `nil` for another comment, and for a guess, which is
  /// made again.
  var encoding: TextEncoding? {
    guard text.hasPrefix("encoding ") else { return nil }
    return TextEncoding(label: String(text.dropFirst("encoding ".count)))
  }
}
