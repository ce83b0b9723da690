import Basics
import CLinux
import CommandCore
import Glibc
import Monitor
import PayloadText
import Plumbing
import UDPCore

/// The remembered lines of the screen, at `$XDG_STATE_HOME/udpeek/history`: a line each, its kind before a tab.
/// Readable by its owner alone: messages may be private. Several instances share it.
final class HistoryFile {
  /// Lines of a kind that are kept.
  private static let limit = 500
  /// The longest line, in bytes: the text of the largest datagram with each of its bytes written as `\xNN`.
  private static let longestLine = 4 << 16
  /// How much of the file is read, in bytes from its end.
  private static let longestFile = 2 << 20

  /// Why the file was not read, as a sentence to be said at the start.
  let mistake: Phrase?
  /// Why a line is not kept, as a sentence to be said after the screen has closed.
  private(set) var problem: Phrase?
  /// The lines at the start, oldest first.
  let lines: [HistoryKind: [String]]
  /// `nil` where nothing is kept.
  private let path: String?

  /// Reads the file at `path`; without a path nothing is kept.
  init(_ path: String? = StateFolder.path(of: "history")) {
    do throws(KeptFile.Problem) {
      let content = try path.flatMap { path throws(KeptFile.Problem) in
        try KeptFile.read(path, limit: Self.longestFile)
      }
      let all = content.map(Self.parse) ?? [:]
      (lines, mistake, self.path) = (all.mapValues { Array($0.suffix(Self.limit)) }, nil, path)
      if content?.isCut == true || all.contains(where: { $0.value.count > Self.limit * 2 }) { shorten() }
    } catch {
      (lines, self.path) = ([:], nil)
      mistake = "the history cannot be saved in \(path ?? ""): \(error.reason)"
    }
  }

  /// Remembers a line for later runs.
  func append(_ line: String, kind: HistoryKind) {
    // What was said at the start is said again where something is lost by it.
    guard let path else { return problem = problem ?? mistake }
    guard problem == nil else { return }
    let record = Array(Self.record(line, kind: kind).utf8)
    do throws(KeptFile.Problem) {
      guard record.count <= Self.longestLine else {
        throw KeptFile.Problem("a line has \(record.count) bytes, more than the limit of \(Self.longestLine)")
      }
      try KeptFile.append(record, to: path)
    } catch {
      problem = "the history cannot be saved in \(path): \(error.reason)"
    }
  }

  /// Keeps the newest lines of the file alone, those included that other instances have added meanwhile.
  private func shorten() {
    guard let path else { return }
    do throws(KeptFile.Problem) {
      try KeptFile.withLock(path, O_RDONLY | O_NOFOLLOW) { descriptor throws(KeptFile.Problem) in
        let lines = Self.parse(try KeptFile.read(descriptor, limit: Self.longestFile))
        let records = lines.flatMap { kind, lines in
          lines.suffix(Self.limit).map { Self.record($0, kind: kind) }
        }
        try KeptFile.replace(path, with: Array(records.joined().utf8))
      }
    } catch {
      problem = "the history cannot be saved in \(path): \(error.reason)"
    }
  }

  /// A line feed inside a line is written as `\n`, a backslash doubled.
  private static func record(_ line: String, kind: HistoryKind) -> String {
    var text = kind.rawValue + "\t"
    for scalar in line.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\n"
  }

  /// The lines of each kind. One that is longer than any that is written is passed over.
  private static func parse(_ content: KeptFile.Content) -> [HistoryKind: [String]] {
    var lines: [HistoryKind: [String]] = [:]
    let records = content.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // The first one begins before what was read.
    for record in records.dropFirst(content.isCut ? 1 : 0) where record.count <= longestLine {
      let parts = record.split(separator: UInt8(ascii: "\t"), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let kind = HistoryKind(rawValue: String(decoding: parts[0], as: UTF8.self)) else {
        continue
      }
      var line = ""
      var isEscaped = false
      for scalar in String(decoding: parts[1], as: UTF8.self).unicodeScalars {
        if !isEscaped, scalar == "\\" {
          isEscaped = true
          continue
        }
        line.unicodeScalars.append(isEscaped && scalar == "n" ? "\n" : scalar)
        isEscaped = false
      }
      lines[kind, default: []].append(line)
    }
    return lines
  }
}
