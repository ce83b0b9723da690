package import Basics

/// A file to write to, and the form of its records.
package struct WriteRequest: Hashable, Sendable {
  /// The form of the records.
  package enum Form: Hashable, Sendable {
    case csv
    /// JSON Lines.
    case json
    case text
    /// A capture file, with notes and marks.
    case pcapng
  }

  /// The path as it was typed; `~/` begins the home folder.
  package var path: String
  package var form: Form
  /// Whether a file that is there may be replaced.
  package var replaces: Bool
  /// Whether only the marked rows are written, those that are not shown too; otherwise the rows that are shown.
  package var isOfMarked = false
  /// Whether CSV begins with a byte order mark.
  package var hasByteOrderMark = false
  /// Whether cells of CSV that spreadsheets take for formulas get an apostrophe.
  package var guardsFormulas = false

  /// The reason for which a line is no request, as a sentence.
  enum Problem: String, Error {
    case empty = "the name of the file is missing"
    case noMarks = "no row is marked"
    case notCSV = "--bom and --no-formulas are for a name that ends with .csv"
    case unknownForm = "the name must end with .pcapng, .csv, .jsonl, .json or .txt, which decides the format"
  }

  /// A capture file of the marked rows.
  init(marked path: String, replaces: Bool) {
    self.path = path
    self.replaces = replaces
    form = .pcapng
    isOfMarked = true
  }

  /// A new capture file of the rows that are shown.
  package init(capture path: String) {
    self.path = path
    replaces = false
    form = .pcapng
  }

  /// Reads a path, with `!` behind it where a file may be replaced, with `--marked` for the marked rows alone, and with the
  /// options of `udpeek convert` for CSV.
  init(_ line: String) throws(Problem) {
    var name = line[...]
    while name.first == " " { name.removeFirst() }
    func take(_ ending: String) -> Bool {
      while name.last == " " { name.removeLast() }
      guard name.hasSuffix(ending) else { return false }
      name.removeLast(ending.count)
      return true
    }
    replaces = false
    while true {
      if take(" --bom") {
        hasByteOrderMark = true
      } else if take(" --no-formulas") {
        guardsFormulas = true
      } else if take(" --marked") {
        isOfMarked = true
      } else if !replaces, take("!") {
        replaces = true
      } else {
        break
      }
    }
    guard let last = name.split(separator: "/", omittingEmptySubsequences: false).last, !last.isEmpty else {
      throw .empty
    }
    let parts = last.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, !(parts.dropLast().allSatisfy { $0.isEmpty }) else { throw .unknownForm }
    switch parts[parts.count - 1].lowercased() {
    case "pcapng": form = .pcapng
    case "csv": form = .csv
    case "jsonl", "json", "ndjson": form = .json
    case "txt", "text", "log": form = .text
    default: throw .unknownForm
    }
    path = String(name)
    if form != .csv, hasByteOrderMark || guardsFormulas { throw .notCSV }
  }
}

/// The contents of what is written.
package enum WrittenContents: Hashable, Sendable {
  /// The rows that are shown.
  case shown
  /// The marked rows.
  case marked
  /// The rows that are shown, and what else belongs to a bundle, in a folder; so many peers are in it.
  case bundle(peers: Int)
}

/// The progress of a request to write.
package enum WriteProgress: Hashable, Sendable {
  /// Nothing was begun: a file is there already.
  case exists
  /// Nothing was begun, for a reason in words.
  case refused(Phrase)
  /// It has begun; so many rows are to be written.
  case begun(path: String, rows: Int, of: WrittenContents = .shown)
  /// So many rows are written so far.
  case written(Int)
  /// It is over: rows written, rows that were evicted before, and in words what stopped it; then no file is left.
  case ended(written: Int, missed: Int, failure: Phrase?)
}
