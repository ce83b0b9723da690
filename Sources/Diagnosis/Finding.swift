package import Basics

/// The certainty with which a finding explains missing datagrams; the order of findings.
package enum Likelihood: String, Sendable, Hashable, CaseIterable, Comparable {
  /// It concerns just this endpoint, and datagrams cannot arrive, or arrive elsewhere.
  case certain
  /// A counter of losses grew while the host was examined.
  case rising
  /// A setting or an old loss that can matter.
  case possible

  package static func < (left: Likelihood, right: Likelihood) -> Bool {
    allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
  }
}

/// A cause for which a datagram may not arrive, with the evidence and the cure.
package struct Finding: Sendable, Hashable {
  /// The name for scripts: `taken`, `interface-down`.
  package var cause: String
  package var likelihood: Likelihood
  /// The cause as a sentence.
  package var summary: Phrase
  package var evidence: [Evidence]
  package var cure: Cure

  init(
    _ cause: String, _ likelihood: Likelihood, _ summary: Phrase, _ evidence: [Evidence], cure: Cure
  ) {
    self.cause = cause
    self.likelihood = likelihood
    self.summary = summary
    self.evidence = evidence
    self.cure = cure
  }

  /// A finding that is certain.
  init(_ cause: String, _ summary: Phrase, _ evidence: [Evidence], cure: Cure) {
    self.init(cause, .certain, summary, evidence, cure: cure)
  }
}

/// A figure that was read, and where.
package struct Evidence: Sendable, Hashable {
  /// The file or the call: `/proc/net/udp`, `RTM_GETROUTE`.
  package var source: String
  /// The figures, as the system names them.
  package var reading: String

  init(_ source: String, _ reading: String) {
    self.source = source
    self.reading = reading
  }
}

/// The remedy of a finding.
package struct Cure: Sendable, Hashable {
  /// The commands, to be run one after the other in a shell; none where only the other end can help.
  package var commands: [String]
  /// Whether they ask for root.
  package var needsRoot: Bool
  /// The advice beside the commands; empty for none.
  package var advice: Phrase

  init(_ commands: [String], asRoot needsRoot: Bool = false, _ advice: Phrase = "") {
    self.commands = commands
    self.needsRoot = needsRoot
    self.advice = advice
  }

  /// The line to paste into a shell; `nil` without a command.
  package func line(isRoot: Bool) -> String? {
    guard !commands.isEmpty else { return nil }
    return commands.map { needsRoot && !isRoot ? "sudo " + $0 : $0 }.joined(separator: " && ")
  }
}
