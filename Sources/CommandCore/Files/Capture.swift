import Basics
import CLinux
package import CaptureFile

/// Open capture files, and the settings for reading their rows.
package struct Capture {
  /// The paths of `readers`.
  package let files: [String]
  package let readers: [CaptureReader]
  package let setup: Setup

  /// The number of descriptors that are wanted besides those of the files (terminal, signals, sockets, a second pass over
  /// a file), and the fewest that will do.
  private static let (otherDescriptors, fewestOthers) = (64, 12)

  /// Opens the files.
  /// - Throws: an error with a sentence for each file that cannot be read.
  package init(_ files: [String], _ setup: Setup) throws(CommandFailure) {
    self.files = files
    self.setup = setup
    readers = try Self.readers(files, showsInner: setup.showsInner)
  }

  /// Opens each file.
  /// - Parameter showsInner: whether VXLAN and GENEVE are taken apart.
  /// - Throws: an error with a sentence for each file that cannot be read.
  package static func readers(_ files: [String], showsInner: Bool = false) throws(CommandFailure) -> [CaptureReader] {
    try makeRoom(for: files.count)
    var readers: [CaptureReader] = []
    var mistakes: [Phrase] = []
    for file in files {
      do throws(CaptureFileError) { readers.append(try CaptureReader(path: file, showsInner: showsInner)) } catch {
        mistakes.append(error.phrase)
      }
    }
    if !mistakes.isEmpty { throw CommandFailure(mistakes.joined(separator: "\n")) }
    return readers
  }

  /// Raises the limit on open files if necessary: two per file are needed while notes are read ahead.
  private static func makeRoom(for files: Int) throws(CommandFailure) {
    let limit = clinux_descriptor_limit(Int32(clamping: files * 2 + otherDescriptors))
    guard Int(limit) < files + fewestOthers else { return }
    throw CommandFailure(
      files == 1
        ? "cannot open the file: this process may open only \(limit); raise the limit (ulimit -Hn)"
        : "cannot open \(files) files: this process may open only \(limit); raise the limit (ulimit -Hn), or open fewer at a time"
    )
  }
}

extension [CaptureReader] {
  /// Throws an error if part of a file was certainly left unread. A file that merely ends early may still be growing,
  /// and causes none.
  package func checkWhole() throws(CommandFailure) {
    let names = filter { $0.tally.isIncomplete }.map(\.name)
    guard let first = names.first else { return }
    let all: Phrase = names.dropFirst().reduce(Phrase(verbatim: first)) { "\($0) and of \($1)" }
    throw CommandFailure("part of \(all) could not be read")
  }

  /// Throws an error if a file turned out not to be a capture.
  package func checkCaptures() throws(CommandFailure) {
    let failures = compactMap { $0.failure?.phrase }
    if !failures.isEmpty { throw CommandFailure(failures.joined(separator: "\n")) }
  }
}
