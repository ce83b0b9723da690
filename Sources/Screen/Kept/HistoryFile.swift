import Basics
import CLinux
import CommandCore
import Glibc
import Monitor
import PayloadText
import Plumbing
import UDPCore

/// The history of the screen's lines, at `$XDG_STATE_HOME/udpeek/history`: one entry a line, its kind before a tab.
/// Only its owner can read it, as messages may be private. Several instances share it.
final class HistoryFile {
  /// The most lines kept of each kind.
  private static let limit = 500
  /// The longest line, in bytes: the text of the largest datagram with each of its bytes written as `\xNN`.
  private static let longestLine = 4 << 16
  /// The most bytes read, from the end of the file.
  private static let longestFile = 2 << 20

  /// The reason why the file was not read, to be reported at the start.
  let mistake: Phrase?
  /// The reason why a line was not saved, to be reported after the screen has closed.
  private(set) var problem: Phrase?
  /// The lines at the start, oldest first.
  let lines: [HistoryKind: [String]]
  /// The path of the file; `nil` if no history is kept.
  private let path: String?

  /// Reads the file at `path`; without a path no history is kept.
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

  /// Saves a line for later runs.
  func append(_ line: String, kind: HistoryKind) {
    // Once a line is lost, the mistake reported at the start is reported again.
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

  /// Shortens the file to its newest lines, including those that other instances have added meanwhile.
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

  /// Formats an entry: a line feed becomes `\n`, a backslash is doubled.
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

  /// Parses the lines of each kind and skips entries longer than `longestLine`.
  private static func parse(_ content: KeptFile.Content) -> [HistoryKind: [String]] {
    var lines: [HistoryKind: [String]] = [:]
    let records = content.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // The first entry may be cut at its beginning.
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
