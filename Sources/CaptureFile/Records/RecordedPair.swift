package import Basics

/// A datagram's part in an exchange of requests and answers, for its record.
package struct RecordedPair: Hashable, Sendable {
  /// The number of the request that it belongs to: its own if it asks.
  package var request: UInt64
  /// The place of an answer among those to its request, from 1; `nil` if it asks.
  package var answer: Int?
  /// The nanoseconds since the request; `nil` if it asks, or one of the two has no time.
  package var roundTrip: Int64?

  /// Creates a part.
  package init(request: UInt64, answer: Int? = nil, roundTrip: Int64? = nil) {
    (self.request, self.answer, self.roundTrip) = (request, answer, roundTrip)
  }

  /// The remark at the end of a line of text; `nil` for none.
  var remark: String? {
    guard let answer else { return nil }
    let time = roundTrip.map { " after \(Self.milliseconds($0))" } ?? ""
    return answer == 1 ? "answers \(request)\(time)" : "answers \(request) too\(time)"
  }

  /// A time in milliseconds, to the microsecond: `0.213 ms`.
  package static func milliseconds(_ nanoseconds: Int64) -> String {
    let microseconds = nanoseconds / 1_000
    return "\(microseconds / 1_000).\((microseconds % 1_000).digits(3)) ms"
  }
}

extension RecordSummary {
  /// The requests of a run and their answers.
  package struct Pairs: Hashable, Sendable {
    package var requests: Int
    package var answered: Int
    /// The answers beyond the first.
    package var further: Int
    /// The shortest, the median, the 99th percentile and the longest time to the first answer, in nanoseconds; `nil`
    /// without any.
    package var roundTrips: RoundTrips?
    /// Conversations, or values of a field, that were forgotten because there were too many.
    package var forgotten: Int

    /// Times in nanoseconds.
    package struct RoundTrips: Hashable, Sendable {
      package var least: Int64
      package var median: Int64
      package var high: Int64
      package var most: Int64

      /// Creates times.
      package init(least: Int64, median: Int64, high: Int64, most: Int64) {
        (self.least, self.median, self.high, self.most) = (least, median, high, most)
      }
    }

    /// Creates counts.
    package init(requests: Int, answered: Int, further: Int, roundTrips: RoundTrips?, forgotten: Int) {
      (self.requests, self.answered, self.further) = (requests, answered, further)
      (self.roundTrips, self.forgotten) = (roundTrips, forgotten)
    }

    /// The requests that nobody answered.
    package var unanswered: Int { requests - answered }

    /// The counts as lines for standard error.
    package var sentences: [Phrase] {
      var counts: Phrase = "requests \(requests), answered \(answered), unanswered \(unanswered)"
      if further > 0 { counts = "\(counts), further answers \(further)" }
      var sentences = [counts]
      if let times = roundTrips {
        let (least, median) = (RecordedPair.milliseconds(times.least), RecordedPair.milliseconds(times.median))
        let (high, most) = (RecordedPair.milliseconds(times.high), RecordedPair.milliseconds(times.most))
        sentences.append("round trip: min \(least), p50 \(median), p99 \(high), max \(most)")
      }
      if forgotten > 0 {
        sentences.append(
          "\(forgotten) exchanges were forgotten, because there were too many: their answers count as none")
      }
      return sentences
    }

    /// Adds the counts to a summary's object.
    func add(to object: inout JSONObject) {
      object.add(.requests, requests)
      object.add(.answered, answered)
      object.add(.unanswered, unanswered)
      object.add(.furtherAnswers, further)
      guard let times = roundTrips else { return }
      object.add(.leastRoundTrip, Int(times.least))
      object.add(.medianRoundTrip, Int(times.median))
      object.add(.highRoundTrip, Int(times.high))
      object.add(.mostRoundTrip, Int(times.most))
    }
  }
}
