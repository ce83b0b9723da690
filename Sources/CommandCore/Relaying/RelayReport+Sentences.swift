package import Basics
import Impairment
package import UDPCore

extension RelayReport {
  /// The sentences for the end of a run: both directions, and how many clients there were.
  package var sentences: [Phrase] {
    var sentences: [Phrase] = [
      "up, to the target: \(flows.up.sentence)", "down, to the clients: \(flows.down.sentence)",
    ]
    var clients: Phrase = clientCount == 1 ? "1 client" : "\(clientCount) clients"
    if endedCount > 0 { clients += ", \(endedCount) ended idle" }
    if refused == 1 { clients += "; 1 datagram of others not passed on: too many clients (--clients)" }
    if refused > 1 { clients += "; \(refused) datagrams of others not passed on: too many clients (--clients)" }
    sentences.append(clients)
    return sentences
  }

  /// A line for each target where there are several: what became of the datagrams to it.
  package func targetSentences(_ interfaces: InterfaceNames) -> [Phrase] {
    guard targets.count > 1 else { return [] }
    return zip(targets, targetCounts).map { target, counts in
      var sentence: Phrase = "to \(target.text(interfaces)): \(counts.sent) out"
      if counts.refused > 0 { sentence += ", \(counts.refused) refused by the network" }
      if counts.failed > 0 { sentence += ", \(counts.failed) not sent" }
      return sentence
    }
  }

  /// A line for each client, the busiest first, and how many more there are.
  package func clientSentences(limit: Int, _ interfaces: InterfaceNames) -> [Phrase] {
    let all = (clients + ended).sorted { ($1.busyness, $0.ordinal) < ($0.busyness, $1.ordinal) }
    var sentences = all.prefix(limit).map { client -> Phrase in
      "\(client.peer.text(interfaces)): up \(client.flows.up.sentence); down \(client.flows.down.sentence)"
    }
    if clientCount > min(limit, all.count) {
      sentences.append("and \(clientCount - min(limit, all.count)) more clients")
    }
    return sentences
  }
}

extension RelayReport.Client {
  fileprivate var busyness: Int { flows.up.counts.received + flows.down.counts.received }
}

extension RelayReport.Flow {
  /// The counts in a line: `100 in, 97 out, 3 lost on purpose, delayed p50 80 ms, p99 81 ms`.
  package var sentence: Phrase {
    var sentence: Phrase = "\(counts.received) in, \(counts.sent) out"
    for (number, phrase) in parts where number > 0 { sentence += phrase }
    if let median, let late { sentence += ", delayed p50 \(Self.text(median)), p99 \(Self.text(late))" }
    return sentence
  }

  private var parts: [(Int, Phrase)] {
    [
      (counts.lost, ", \(counts.lost) lost on purpose"),
      (counts.dropped, ", \(counts.dropped) dropped"),
      (counts.overflowed, ", \(counts.overflowed) for which the queue was full"),
      (counts.unbuffered, ", \(counts.unbuffered) for which the kernel had no buffer"),
      (counts.failed, ", \(counts.failed) not sent"),
      (counts.refused, ", \(counts.refused) refused by the network"),
      (counts.copies, ", \(counts.copies) copies"),
      (counts.injected, ", \(counts.injected) injected"),
      (counts.waiting, ", \(counts.waiting) still waiting"),
      (counts.duplicated, ", \(counts.duplicated) duplicated"),
      (counts.corrupted, ", \(counts.corrupted) corrupted"),
      (counts.truncated, ", \(counts.truncated) truncated"),
      (counts.reordered, ", \(counts.reordered) reordered"),
      (counts.rewritten, ", \(counts.rewritten) rewritten"),
    ]
  }

  /// A time: `812 µs`, `80.4 ms`, `1.25 s`.
  private static func text(_ nanoseconds: Int64) -> String {
    if nanoseconds < 1_000_000 { return "\(nanoseconds / 1_000) µs" }
    let (value, unit) = nanoseconds < 1_000_000_000 ? (nanoseconds / 100_000, "ms") : (nanoseconds / 100_000_000, "s")
    return value % 10 == 0 ? "\(value / 10) \(unit)" : "\(value / 10).\(value % 10) \(unit)"
  }
}

extension RelayPlan {
  /// The sentences for the start of a run.
  package func beginning(_ interfaces: InterfaceNames) -> [Phrase] {
    let names = targets.map { $0.peer.text(interfaces) }.joined(separator: ", ")
    var sentences: [Phrase] = [passesAnswers ? "relaying to \(names)" : "relaying to \(names), without answers"]
    for direction in ImpairmentDirection.allCases {
      let timeline = profile[direction]
      if timeline.start.isNone, timeline.steps.isEmpty { continue }
      let settings = timeline.start.description
      let words: Phrase = direction == .up ? "impaired up: \(settings)" : "impaired down: \(settings)"
      switch timeline.steps.count {
      case 0: sentences.append(words)
      case 1: sentences.append(words + ", and 1 change by time")
      case let count: sentences.append(words + ", and \(count) changes by time")
      }
    }
    for (option, text) in judged { sentences.append("\(option): \(text)") }
    if profile != .none { sentences.append("for the same decisions again: --seed \(String(seed))") }
    return sentences
  }
}
