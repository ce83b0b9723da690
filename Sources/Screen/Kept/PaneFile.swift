import Basics
import CLinux
import CommandCore
import Glibc
import Monitor
import Plumbing
import UDPCore

/// The open panes and their heights, at `$XDG_STATE_HOME/udpeek/panes`: a line `open NAME …`, and a line `height NAME
/// THOUSANDTHS` for each height that the user chose.
final class PaneFile {
  /// The arrangement saved by the previous run.
  let arrangement: PaneArrangement
  /// The reason why the file was not read, to be reported at the start.
  let mistake: Phrase?
  /// The reason why the arrangement was not saved; reported after the screen has closed.
  private(set) var problem: Phrase?
  /// The path of the file; `nil` if no arrangement is kept.
  private let path: String?
  /// The most bytes read: far more than are ever written.
  private static let limit = 1 << 16

  /// Reads the file at `path`; without a path no arrangement is kept.
  init(_ path: String? = StateFolder.path(of: "panes")) {
    do throws(KeptFile.Problem) {
      let content = try path.flatMap { path throws(KeptFile.Problem) in try KeptFile.read(path, limit: Self.limit) }
      let known = Self.parse(String(decoding: content?.bytes ?? [], as: UTF8.self))
      (arrangement, self.path) = (known ?? PaneArrangement(), path)
      mistake =
        known != nil
        ? nil
        : "\(path ?? "") does not hold a layout of panes: it is ignored, and written anew when the panes change"
    } catch {
      (arrangement, self.path) = (PaneArrangement(), nil)
      mistake = "the layout of the panes cannot be saved in \(path ?? ""): \(error.reason)"
    }
  }

  /// Saves an arrangement for later runs.
  func save(_ arrangement: PaneArrangement) {
    guard let path else { return problem = problem ?? mistake }
    guard problem == nil else { return }
    var text = (["open"] + arrangement.open.map(\.rawValue).sorted()).joined(separator: " ") + "\n"
    for (pane, height) in arrangement.heights.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      text += "height \(pane.rawValue) \(height)\n"
    }
    do throws(KeptFile.Problem) { try KeptFile.replace(path, with: Array(text.utf8)) } catch {
      problem = "the layout of the panes cannot be saved in \(path): \(error.reason)"
    }
  }

  /// Parses the file; `nil` if a line is not valid.
  private static func parse(_ text: String) -> PaneArrangement? {
    var arrangement = PaneArrangement()
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let first = words.first else { continue }
      let panes = words.dropFirst().prefix(first == "open" ? .max : 1).map { Pane(rawValue: String($0)) }
      guard panes.allSatisfy({ $0.map(PaneArrangement.remembered.contains) ?? false }) else { return nil }
      switch first {
      case "open": arrangement.open.formUnion(panes.compactMap { $0 })
      case "height":
        guard words.count == 3, let pane = panes[0], let height = Int(words[2]), (0...1_000).contains(height) else {
          return nil
        }
        arrangement.heights[pane] = height
      default: return nil
      }
    }
    return arrangement
  }
}
