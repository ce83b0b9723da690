import Basics
import CLinux
import Glibc
import Monitor
import PayloadText
import UDPCore

/// The remembered lines of the screen, at `$XDG_STATE_HOME/udpeek/history`: a line each, its kind before a tab.
/// Readable by its owner alone: messages may be private.
final class HistoryFile {
  /// Lines of a kind that are kept.
  private static let limit = 500

  /// What could not be done; said after the screen has closed.
  private(set) var problem: Phrase?
  /// The lines at the start, oldest first.
  let lines: [HistoryKind: [String]]
  private let path: String?

  init() {
    path = StateFolder.path(of: "history")
    let bytes = path.map(StateFolder.read) ?? []
    let all = Self.parse(bytes)
    lines = all.mapValues { Array($0.suffix(Self.limit)) }
    if all.contains(where: { $0.value.count > Self.limit * 2 }) { rewrite() }
  }

  /// Remembers a line for later runs.
  func append(_ line: String, kind: HistoryKind) {
    guard let path, problem == nil else { return }
    do throws(StateFolderError) {
      try StateFolder.write(Self.record(line, kind: kind), to: path, what: "the history", appending: true)
    } catch {
      problem = error.text
    }
  }

  private func rewrite() {
    guard let path else { return }
    let text = lines.flatMap { kind, lines in lines.map { Self.record($0, kind: kind) } }.joined()
    do throws(StateFolderError) { try StateFolder.replace(path, with: text, what: "the history") } catch {
      problem = error.text
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

  private static func parse(_ bytes: [UInt8]) -> [HistoryKind: [String]] {
    var lines: [HistoryKind: [String]] = [:]
    for record in bytes.split(separator: UInt8(ascii: "\n")) {
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
