package import CaptureFile
package import Formats
package import UDPCore

/// The knowledge of a row beside its datagram.
package struct ObservedRow {
  /// The fields of its format; `nil` where none are observed, or it has no format.
  package let observation: FormatObserver.Observation?
  /// Its part in an exchange of requests and answers; `nil` if it has none.
  package let pair: RecordedPair?

  /// Creates the knowledge of a row.
  package init(_ observation: FormatObserver.Observation?, _ part: PairedRow?, _ datagram: Datagram) {
    self.observation = observation
    pair = part.map { part in
      switch part {
      case .request: RecordedPair(request: datagram.number)
      case .repetition(let request): RecordedPair(request: request)
      case .answer(let request, let ordinal, let roundTrip):
        RecordedPair(request: request, answer: ordinal, roundTrip: roundTrip)
      }
    }
  }
}

extension RecordSummary.Pairs {
  /// Creates the counts of a pairing.
  package init(_ pairing: RequestPairing) {
    let counts = pairing.counts
    self.init(
      requests: counts.requests, answered: counts.answered, further: counts.further,
      roundTrips: counts.roundTrips.map {
        RoundTrips(least: $0.least, median: $0.median, high: $0.high, most: $0.most)
      },
      forgotten: pairing.forgotten)
  }
}
