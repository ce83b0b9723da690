package import Basics
package import UDPCore

/// An alarm that was raised: what it is about, and what became of it.
package struct AlarmRecord: Hashable, Sendable {
  /// The number, counted from 1 in the order in which alarms were raised.
  package let number: UInt64
  /// The index of its rule in the engine's list; `nil` if the rule was removed since.
  package internal(set) var rule: Int?
  /// The name of its rule.
  package let name: String
  /// The peer that it is about; with port 0 an address, and `nil` for all datagrams together.
  package let peer: Endpoint?
  /// What is wrong.
  package let text: Phrase
  /// The time at which it began, in nanoseconds since the Unix epoch.
  package let begin: Int64
  /// The time at which its condition was met last, in nanoseconds since the Unix epoch.
  package internal(set) var last: Int64
  /// The time at which it was over, in nanoseconds since the Unix epoch; `nil` while it is in force.
  package internal(set) var ended: Int64?
  /// How often its condition was met since it began.
  package internal(set) var count = 1
  /// What ended it; `nil` while it is in force.
  package internal(set) var ending: Phrase?
  /// Whether somebody acknowledged it: it neither rings nor runs a program any more.
  package internal(set) var isAcknowledged = false

  /// Creates the record of an alarm that begins.
  package init(number: UInt64, rule: Int?, name: String, peer: Endpoint?, text: Phrase, begin: Int64) {
    self.number = number
    self.rule = rule
    self.name = name
    self.peer = peer
    self.text = text
    self.begin = begin
    last = begin
  }

  /// Whether it is in force.
  package var isInForce: Bool { ending == nil }

  /// The note of its row.
  package var note: AlarmNote { AlarmNote(name: name, text: text.english) }

  /// The sentence at its beginning: `alarm meters: 10.0.3.17:5000 silent for 90s`.
  /// - Parameter endpoint: returns the name of an endpoint.
  package func beginning(_ endpoint: (Endpoint) -> String) -> Phrase {
    guard let subject = subject(endpoint) else { return "alarm \(name): \(text)" }
    return "alarm \(name): \(subject) \(text)"
  }

  /// The sentence at its end: `alarm meters is over: 10.0.3.17:5000 spoke again after 95s`; `nil` while it is in force.
  /// - Parameter endpoint: returns the name of an endpoint.
  package func end(_ endpoint: (Endpoint) -> String) -> Phrase? {
    guard let ending else { return nil }
    guard let subject = subject(endpoint) else { return "alarm \(name) is over: \(ending)" }
    return "alarm \(name) is over: \(subject) \(ending)"
  }

  /// The peer or the address for a person; `nil` for all datagrams together.
  /// - Parameter endpoint: returns the name of an endpoint.
  package func subject(_ endpoint: (Endpoint) -> String) -> String? {
    peer.map { $0.port == 0 ? "\($0.address)" : endpoint($0) }
  }
}

/// The alarms of one rule, counted.
package struct AlarmTally: Hashable, Sendable {
  /// The name of the rule.
  package let name: String
  /// The alarms that began since the rule is in force.
  package let begun: Int
  /// The alarms in force now: one for each peer that it is about.
  package let inForce: Int

  /// Creates a tally.
  package init(name: String, begun: Int, inForce: Int) {
    self.name = name
    self.begun = begun
    self.inForce = inForce
  }
}

/// Something that an engine reports.
package enum AlarmEvent: Hashable, Sendable {
  /// An alarm begins; `local` is our side of the datagram that it is about.
  case began(AlarmRecord, local: LocalPath)
  /// An alarm is over.
  case ended(AlarmRecord)
  /// Something was left out, which a person should know.
  case limited(Phrase)
}
