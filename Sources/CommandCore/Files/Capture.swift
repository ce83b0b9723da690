import Basics
import CLinux
package import CaptureFile

/// Capture files that are open, and how their rows are read.
package struct Capture {
  /// The paths of `readers`.
  package let files: [String]
  package let readers: [CaptureReader]
  package let setup: Setup

  /// Descriptors that are needed beside those of files: terminal, signals, sockets, a second look at a file.
  private static let otherDescriptors = 64

  /// Opens the files.
  /// - Throws: a sentence for each that cannot be read.
  package init(_ files: [String], _ setup: Setup) throws(Failure) {
    self.files = files
    self.setup = setup
    readers = try Self.readers(files)
  }

  /// Opens each file.
  /// - Throws: a sentence for each that cannot be read.
  package static func readers(_ files: [String]) throws(Failure) -> [CaptureReader] {
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

  /// Raises the limit of open files where so many are to be open at once; twice as many while their notes are read ahead.
  private static func makeRoom(for files: Int) throws(Failure) {
    let limit = clinux_descriptor_limit(Int32(clamping: files * 2 + otherDescriptors))
    guard Int(limit) < files + otherDescriptors else { return }
    throw Failure(
      "cannot open \(files) files: this process may open only \(limit); raise the limit (ulimit -Hn), or open fewer at a time"
    )
  }
}

extension [CaptureReader] {
  /// - Throws: when something that is surely in one of the files was not read. A file that merely ends early may still be
  ///   growing, and is none of these.
  package func checkWhole() throws(Failure) {
    let names = filter { $0.tally.isIncomplete }.map(\.name)
    guard !names.isEmpty else { return }
    throw Failure("part of \(names.joined(separator: " and of ")) could not be read")
  }

  /// - Throws: when one of the files turned out to be no capture at all.
  package func checkCaptures() throws(Failure) {
    let failures = compactMap { $0.failure?.description }
    if !failures.isEmpty { throw Failure(Phrase(verbatim: failures.joined(separator: "\n"))) }
  }
}
