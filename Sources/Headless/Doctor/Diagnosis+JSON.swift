import Basics
import CaptureFile
import Diagnosis
import UDPCore

/// The report for scripts; keys and names of causes do not change.
extension Diagnosis {
  /// The object that `doctor --json` prints.
  var object: JSONObject {
    var object = JSONObject()
    object.add("endpoint", target.text)
    object.add("from", sender.map(\.description))
    // Of what could not be looked at, nobody knows.
    if isHealthy, !unread.isEmpty {
      object.add("healthy", nil as String?)
    } else {
      object.add("healthy", isHealthy)
    }
    object.add("findings", .list(findings.map(value)))
    object.add("in_order", inOrder.map(\.rawValue))
    object.add("not_read", .list(unread.map(Self.value)))
    object.add("probes", .list(probes.map(Self.value)))
    return object
  }

  private func value(_ finding: Finding) -> DatagramDescription.Value {
    .object([
      ("cause", .text(finding.cause)), ("likelihood", .text(finding.likelihood.rawValue)),
      ("summary", .text(finding.summary.english)),
      (
        "evidence",
        .list(finding.evidence.map { .object([("source", .text($0.source)), ("reading", .text($0.reading))]) })
      ),
      ("cure", .text(finding.cure.line(isRoot: isRoot) ?? "")), ("advice", .text(finding.cure.advice.english)),
    ])
  }

  private static func value(_ unread: Unread) -> DatagramDescription.Value {
    .object([
      ("subject", .text(unread.subject.rawValue)), ("reason", .text(unread.reason.english)),
      ("command", .text(unread.command ?? "")),
    ])
  }

  private static func value(_ probe: Probe) -> DatagramDescription.Value {
    var members: [(name: String, value: DatagramDescription.Value)] = [
      ("interface", .text(probe.interface)), ("address", .text(probe.target.address.description)),
      ("arrived", .flag(probe.hasArrived)),
    ]
    switch probe.outcome {
    case .arrived(let time): members.append(("microseconds", .number("\(time / 1_000)")))
    case .lost: break
    case .refused(let code): members.append(("errno", .number("\(code)")))
    }
    return .object(members)
  }
}
