package import Basics
import Plumbing
import UDPCore

/// A line of a report, before it is wrapped and styled.
package struct ReportLine: Sendable, Hashable {
  /// The part that a line has in the report.
  package enum Role: Sendable, Hashable {
    case heading
    /// The cause itself.
    case cause(Likelihood)
    case evidence
    /// A command to be pasted into a shell, which is never broken by ours.
    case command
    case advice
    /// Something that is in order.
    case good
    /// Something that is not, or could not be looked at.
    case bad
    case blank
  }

  package var role: Role
  package var text: Phrase
  /// The columns before the text.
  package var indent: Int

  init(_ role: Role, _ text: Phrase, indent: Int = 0) {
    self.role = role
    self.text = text
    self.indent = indent
  }
}

extension Diagnosis {
  /// The report: causes with evidence and cure, what was in order, what could not be looked at, and the probes.
  package var lines: [ReportLine] {
    var lines = verdict
    for (index, finding) in findings.enumerated() {
      lines += [ReportLine(.blank, "")] + Self.lines(finding, index + 1, isRoot)
    }
    if !inOrder.isEmpty {
      lines += [ReportLine(.blank, ""), ReportLine(.heading, "looked at, and in order")]
      lines += inOrder.map { ReportLine(.good, "\($0.phrase) (\($0.source))", indent: 3) }
    }
    if !unread.isEmpty {
      lines += [ReportLine(.blank, ""), ReportLine(.heading, "not looked at")]
      for part in unread {
        lines.append(ReportLine(.bad, "\(part.subject.phrase): \(part.reason)", indent: 3))
        if let command = part.command { lines.append(ReportLine(.command, Phrase(verbatim: command), indent: 3)) }
      }
    }
    if !probes.isEmpty {
      lines += [ReportLine(.blank, ""), ReportLine(.heading, "a datagram to itself")]
      lines += probes.map { ReportLine($0.hasArrived || $0.isKeptByFirewall ? .good : .bad, $0.sentence, indent: 3) }
    }
    return lines
  }

  /// The first line: whether anything was found.
  private var verdict: [ReportLine] {
    if let first = findings.first {
      switch first.likelihood {
      case .certain: return [ReportLine(.heading, "why nothing arrives at \(place), the most likely cause first")]
      case .rising, .possible:
        return [ReportLine(.heading, "what can keep datagrams from \(place), the most likely cause first")]
      }
    }
    if isHealthy, !unread.isEmpty {
      return [
        ReportLine(
          .heading,
          "what was looked at is in order, but not all could be looked at: something else may keep datagrams from \(place)"
        )
      ]
    }
    if isHealthy, target.single?.isLoopback == true {
      return [
        ReportLine(
          .heading,
          "all that was looked at is in order: datagrams to \(place) should arrive from this host, and from no other")
      ]
    }
    if isHealthy {
      return [ReportLine(.heading, "all that was looked at is in order: datagrams to \(place) should arrive")]
    }
    return [ReportLine(.heading, "no cause was found, but a datagram to itself did not arrive")]
  }

  /// The endpoint, with the sender if one was named.
  private var place: Phrase { sender.map { "\(target.text) (from \($0))" } ?? Phrase(verbatim: target.text) }

  private static func lines(_ finding: Finding, _ number: Int, _ isRoot: Bool) -> [ReportLine] {
    let cause: Phrase =
      switch finding.likelihood {
      case .certain: "\(number). \(finding.summary)"
      case .rising: "\(number). likely: \(finding.summary)"
      case .possible: "\(number). possible: \(finding.summary)"
      }
    var lines = [ReportLine(.cause(finding.likelihood), cause)]
    lines += finding.evidence.map {
      ReportLine(.evidence, Phrase(verbatim: $0.source + ": " + $0.reading), indent: 3)
    }
    if let line = finding.cure.line(isRoot: isRoot) {
      lines.append(ReportLine(.command, Phrase(verbatim: line), indent: 3))
    }
    if !finding.cure.advice.isEmpty { lines.append(ReportLine(.advice, finding.cure.advice, indent: 3)) }
    return lines
  }
}

extension Diagnosis.Probe {
  /// The outcome as a sentence.
  package var sentence: Phrase {
    let place = "\(interface)  \(target.port == 0 ? target.address.description : target.description)"
    switch outcome {
    case .arrived(let time):
      let tenths = max(1, time / 10_000)
      let figure = "\(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100)"
      return "\(place)  arrived after \(figure) ms"
    case .lost where isKeptByFirewall:
      return "\(place)  did not arrive: the firewall drops datagrams to other ports"
    case .lost: return "\(place)  did not arrive within 0.3 s"
    case .refused(let code): return "\(place)  could not be sent: \(errorPhrase(code))"
    }
  }
}
