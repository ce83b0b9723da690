import Basics
import DisplayFilter
import PayloadText
import PeerText
import UDPCore

/// What came instead of what was expected.
extension ScriptRun {
  /// The most datagrams that are shown.
  private static let mostShown = 3
  /// The most datagrams that are compared.
  private static let mostCompared = 200

  /// The failure of an expectation that was not met.
  /// - Parameter taken: the rows that other expectations of the same block got.
  func missing(_ waiting: Waiting, from start: Int64, besides taken: Set<UInt64> = []) -> StepFailure {
    let rows = rows(of: waiting.expectation.endpoint).filter { !taken.contains($0.number) }
    let others = rows.filter { $0.kind == .incoming }
    var details: [Phrase] = ["expected: \(expected(waiting))"]
    details += explanation(of: others, waiting, from: start)
    details += rows.filter { $0.kind == .failure }.suffix(Self.mostShown).map { sentence(about: $0, from: start) }
    if let failure = waiting.unjudged { details.append(failure.phrase) }
    exchange.receiver.refreshDrops()
    let lost = exchange.receiver.drops.total
    if lost > 0 {
      details.append(
        lost == 1
          ? "the kernel dropped 1 datagram, as it does while the receive buffer is full"
          : "the kernel dropped \(lost) datagrams, as it does while the receive buffer is full")
    }
    return StepFailure(reason(waiting, rows, from: start, isAlone: taken.isEmpty), details)
  }

  private func reason(_ waiting: Waiting, _ rows: [Datagram], from start: Int64, isAlone: Bool) -> Phrase {
    let span = TimeSpan(nanoseconds: UInt64(max(0, waiting.expectation.limit)))
    if let late = rows.first(where: { time(of: $0) > waiting.deadline && meets($0, waiting) }) {
      return "it came after \(Elapsed.text(time(of: late) - start)), later than \(span)"
    }
    if rows.contains(where: { $0.kind == .incoming }) { return "nothing that matches came within \(span)" }
    if let refused = rows.last { return "nothing came within \(span): \(refusal(refused))" }
    return isAlone ? "nothing came within \(span)" : "nothing else came within \(span)"
  }

  private func expected(_ waiting: Waiting) -> String {
    let canonical = waiting.judge.filter.source
    return canonical.isEmpty ? "*" : canonical
  }

  /// The rows of a channel that no step has consumed.
  private func rows(of index: Int) -> [Datagram] {
    let snapshot = look()
    let first = max(channels[index].cursor, snapshot.firstNumber)
    guard first < snapshot.endNumber else { return [] }
    return (first..<snapshot.endNumber).suffix(10_000).compactMap { snapshot[$0] }.filter {
      channels[index].owns($0) && $0.kind != .outgoing
    }
  }

  /// Describes datagrams that came instead, the nearest first.
  func explanation(of datagrams: [Datagram], _ waiting: Waiting, from start: Int64) -> [Phrase] {
    let index = waiting.expectation.endpoint
    let context = channels[index].context
    let compared = datagrams.suffix(Self.mostCompared).map { datagram in
      (datagram, Mismatch(datagram, waiting.judge.filter, context, options.interfaces))
    }
    let nearest = compared.enumerated().sorted { one, other in
      let (first, second) = (one.element.1.nearness, other.element.1.nearness)
      return first == second ? one.offset < other.offset : first > second
    }
    var lines: [Phrase] = []
    for (_, (datagram, mismatch)) in nearest.prefix(Self.mostShown) {
      lines.append(sentence(about: datagram, waiting, from: start))
      lines += mismatch.lines
    }
    let more = datagrams.count - min(datagrams.count, Self.mostShown)
    if more > 0 { lines.append(more == 1 ? "and 1 more datagram" : "and \(more) more datagrams") }
    return lines
  }

  private func sentence(about datagram: Datagram, _ waiting: Waiting, from start: Int64) -> Phrase {
    let size: Phrase = datagram.size == 1 ? "1 byte" : "\(datagram.size) bytes"
    let encoding = channels[waiting.expectation.endpoint].context.texts.choice(of: datagram).encoding.name
    let peer = datagram.peer.text(options.interfaces)
    let came: Phrase = "came from \(peer), \(moment(of: datagram, from: start)), \(size), \(encoding):"
    if !channels[waiting.expectation.endpoint].accepts(datagram) { return "\(came) another host" }
    let late = time(of: datagram) - waiting.deadline
    return late > 0 ? "\(came) \(Elapsed.text(late)) too late" : came
  }

  private func sentence(about failure: Datagram, from start: Int64) -> Phrase {
    "\(refusal(failure)), \(moment(of: failure, from: start))"
  }

  /// The sentence about a message that the network returned.
  private func refusal(_ datagram: Datagram) -> Phrase {
    let peer = datagram.peer.text(options.interfaces)
    guard let failure = datagram.failure else { return Phrase(verbatim: peer) }
    return failure.isConnectionRefused ? "connection refused by \(peer)" : "\(peer): \(failure.explanation)"
  }

  /// The time of a row beside the beginning of the step.
  func moment(of datagram: Datagram, from start: Int64) -> Phrase {
    let after = time(of: datagram) - start
    return after < 0 ? "\(Elapsed.text(-after)) before this step" : "\(Elapsed.text(after)) after this step began"
  }
}
