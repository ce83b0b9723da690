package import Basics
package import DisplayFilter
import Impairment
import PayloadText
package import PeerText
import Plumbing
import Synchronization
package import UDPCore

/// The filters and changes of a relay: `--drop`, `--only` and `--rewrite`.
package struct RelayFilters: Sendable {
  /// Swallows what it shows; `nil` swallows nothing.
  package var drop: DisplayFilter?
  /// Limits the impairments to what it shows; `nil` does not limit them.
  package var only: DisplayFilter?
  /// Changes of payloads, one after another.
  package var rewrites: [Rewrite] = []
  /// Counts the datagrams that could not be judged or rewritten.
  package let failures = RelayFilterFailures()

  package init() {}

  /// Creates what judges on the receiver thread; `nil` if there is nothing to judge.
  package func judge(_ encodings: ChosenEncodings) -> (@Sendable () -> any RelayJudge)? {
    if drop == nil, only == nil, rewrites.isEmpty { return nil }
    return { RelayFilterJudge(self, encodings) }
  }
}

/// A count of datagrams that a relay's filters could not judge, or whose text cannot be written: they pass on as they came.
package final class RelayFilterFailures: Sendable {
  private let number = Atomic(0)

  package var count: Int { number.load(ordering: .relaxed) }

  /// The sentence for the end of a run; none if every datagram was judged.
  package var sentences: [Phrase] {
    switch count {
    case 0: []
    case 1: ["1 datagram could not be judged or rewritten: it was passed on as it came"]
    default: ["\(count) datagrams could not be judged or rewritten: they were passed on as they came"]
    }
  }

  fileprivate func add() { number.add(1, ordering: .relaxed) }
}

/// Judges on the receiver thread. Each peer's encoding is learned on the way, as `listen` does.
private final class RelayFilterJudge: RelayJudge {
  /// The bytes that a datagram of IPv4 holds.
  private static let longest = 65_507

  private var drop: FilterJudge?
  private var only: FilterJudge?
  private let rewrites: [Rewrite]
  /// The decoder of each encoding, created on first use.
  private var decoders: [TextEncoding: TextDecoder] = [:]
  private let failures: RelayFilterFailures
  private var context: FilterContext

  init(_ filters: RelayFilters, _ encodings: ChosenEncodings) {
    drop = filters.drop.map { FilterJudge($0) }
    only = filters.only.map { FilterJudge($0) }
    rewrites = filters.rewrites
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
    judgement.replacement = rewritten(datagram, payload)
    return judgement
  }

  /// Returns the bytes that take a datagram's place; `nil` if it stays as it is.
  private func rewritten(_ datagram: Datagram, _ payload: RawSpan) -> [UInt8]? {
    if rewrites.isEmpty { return nil }
    let whole = unsafe payload.withUnsafeBytes { unsafe Array($0) }
    do throws(TextEncodingError) {
      let decoder = try decoder(of: context.texts.textEncoding(of: datagram))
      var result = whole
      for rewrite in rewrites { result = try rewrite.applied(to: result, by: decoder) ?? result }
      if result.count > Self.longest { failures.add() }
      return result == whole || result.count > Self.longest ? nil : result
    } catch {
      failures.add()
      return nil
    }
  }

  private func decoder(of encoding: TextEncoding) throws(TextEncodingError) -> TextDecoder {
    if let known = decoders[encoding] { return known }
    let decoder = try TextDecoder(encoding)
    decoders[encoding] = decoder
    return decoder
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
