package import Basics
package import DisplayFilter
import Impairment
import PayloadText
package import PeerText
import Plumbing
import Synchronization
package import UDPCore

/// What judges the datagrams of a relay: `--drop` and `--only`.
package struct RelayFilters: Sendable {
  /// Swallows what it shows; `nil` swallows nothing.
  package var drop: DisplayFilter?
  /// Limits the impairments to what it shows; `nil` does not limit them.
  package var only: DisplayFilter?
  /// Counts the datagrams that a filter could not judge.
  package let failures = RelayFilterFailures()

  package init() {}

  /// Creates what judges on the receiver thread; `nil` if there is nothing to judge.
  package func judge(_ encodings: ChosenEncodings) -> (@Sendable () -> any RelayJudge)? {
    if drop == nil, only == nil { return nil }
    return { RelayFilterJudge(self, encodings) }
  }
}

/// A count of datagrams that a filter of a relay could not judge: they pass on as they came.
package final class RelayFilterFailures: Sendable {
  private let number = Atomic(0)

  package var count: Int { number.load(ordering: .relaxed) }

  /// The sentence for the end of a run; none if every datagram was judged.
  package var sentences: [Phrase] {
    switch count {
    case 0: []
    case 1: ["a filter of the relay could not judge 1 datagram: it was passed on as it came"]
    default: ["a filter of the relay could not judge \(count) datagrams: they were passed on as they came"]
    }
  }

  fileprivate func add() { number.add(1, ordering: .relaxed) }
}

/// Judges on the receiver thread. Each peer's encoding is learned on the way, as `listen` does.
private final class RelayFilterJudge: RelayJudge {
  private var drop: FilterJudge?
  private var only: FilterJudge?
  private let failures: RelayFilterFailures
  private var context: FilterContext

  init(_ filters: RelayFilters, _ encodings: ChosenEncodings) {
    drop = filters.drop.map { FilterJudge($0) }
    only = filters.only.map { FilterJudge($0) }
    failures = filters.failures
    context = FilterContext(texts: encodings.texts, now: 0)
  }

  func judge(_ datagram: Datagram?, payload: RawSpan, direction: ImpairmentDirection) -> RelayJudgement {
    guard let datagram else {
      failures.add()
      return RelayJudgement(isImpaired: only == nil)
    }
    context.now = SystemClock.wall
    context.texts.observe(datagram)
    var judgement = RelayJudgement()
    if drop != nil, matches({ judge throws(FilterFailure) in try judge.drop?.matches(datagram, in: judge.context) }) {
      judgement.isDropped = true
      return judgement
    }
    if only != nil {
      judgement.isImpaired = matches { judge throws(FilterFailure) in
        try judge.only?.matches(datagram, in: judge.context)
      }
    }
    return judgement
  }

  private func matches(_ verdict: (RelayFilterJudge) throws(FilterFailure) -> Bool?) -> Bool {
    do throws(FilterFailure) {
      return try verdict(self) ?? false
    } catch {
      failures.add()
      return false
    }
  }
}
