package import Basics
import PayloadText
package import Plumbing

/// What holds of the confinement on this kernel, for `udpeek --version --verbose`.
package struct ConfinementStatus {
  private let report: ConfinementReport

  /// Describes what holds of a process that has confined itself.
  package init(_ report: ConfinementReport) { self.report = report }

  /// What came to Landlock with a version of its interface and of Linux (landlock(7), "Version").
  private static let steps: [(version: Int, linux: String, what: Phrase)] = [
    (1, "5.13", "files outside of the folders that a command was given can be neither opened nor made nor removed"),
    (2, "5.19", "files cannot be moved out of their folder"),
    (3, "6.2", "files outside cannot be emptied"),
    (4, "6.7", "TCP ports that were not asked for can be neither bound nor connected to"),
    (5, "6.10", "devices outside cannot be set up"),
    (6, "6.12", "abstract sockets of other programs cannot be reached"),
  ]

  private static let privileges: Phrase = "programs gain no privileges that this process lacks"
  private static let programs: Phrase =
    "no program is executed, unless --exec, exec of an alarm, or sharkd was asked for"
  private static let calls: Phrase =
    "no system call traces, mounts, loads into the kernel or changes users, and sockets are of UDP and TCP alone"

  /// The sentences, one a line.
  package var lines: [Phrase] {
    var lines: [Phrase] = [
      "confinement on this kernel, in every command but doctor and those that run programs of yours:"
    ]
    lines += landlock + filter + [Self.line(Self.privileges, report.gainsNoPrivileges ? nil : "the kernel refused it")]
    return lines.map { $0 == lines[0] ? $0 : Phrase(verbatim: "  ") + $0 }
  }

  private var filter: [Phrase] {
    let reason = report.unfiltered.map { "seccomp: \(Self.reason($0))" as Phrase }
    return [Self.programs, Self.calls].map { Self.line($0, reason) }
  }

  private var landlock: [Phrase] {
    switch report.landlock {
    case .failure(let absence):
      let reason: Phrase = "Landlock: \(Self.reason(absence))"
      return Self.steps.map { Self.line($0.what, reason) }
    case .success(let version):
      return Self.steps.map { Self.line($0.what, $0.version <= version ? nil : "it needs Linux \($0.linux)") }
    }
  }

  /// A line that says whether something holds.
  /// - Parameter reason: the reason why it does not; `nil` if it does.
  private static func line(_ what: Phrase, _ reason: Phrase?) -> Phrase {
    guard let reason else { return "holds: \(what)" }
    return "does not hold: \(what) (\(reason))"
  }

  private static func reason(_ absence: ConfinementReport.Absence) -> Phrase {
    switch absence {
    case .notWanted: "left out"
    case .missing: "this kernel has none"
    case .switchedOff: "this kernel was started without it"
    case .refused(let code): errorPhrase(code)
    }
  }
}
