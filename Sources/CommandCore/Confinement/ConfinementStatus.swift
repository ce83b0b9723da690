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

  /// The sentences, one a line.
  package var lines: [Phrase] {
    var lines: [Phrase] = [
      "confinement on this kernel, in every command but doctor and those that run programs of yours:"
    ]
    lines.append(
      report.gainsNoPrivileges
        ? "  holds: no new privileges" : "  does not hold: no new privileges (the kernel refused)")
    lines += fileLines
    if let absence = report.unfiltered {
      lines.append("  does not hold: denied system calls, and no other programs (seccomp: \(Self.reason(absence)))")
    } else {
      lines.append("  holds: no other programs, unless --exec, exec of an alarm, or sharkd was asked for")
      lines.append(
        "  holds: no system calls that trace, mount, load into the kernel or change users; sockets of UDP and TCP alone"
      )
    }
    return lines
  }

  private var fileLines: [Phrase] {
    switch report.landlock {
    case .failure(let absence):
      return ["  does not hold: files and folders (Landlock: \(Self.reason(absence)))"]
    case .success(let version):
      return Self.steps.map { step in
        step.version <= version
          ? "  holds: \(step.what)" : "  does not hold: \(step.what) (needs Linux \(step.linux))"
      }
    }
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
