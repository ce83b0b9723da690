extension TransmitFailure {
  /// The failures by their explanations, as these stand in records.
  private static let byExplanation: [String: TransmitFailure] = {
    var failures: [String: TransmitFailure] = [:]
    for origin in [Origin.network, .local] {
      // All that errno(3) names on Linux.
      for code in 1...133 as ClosedRange<Int32> {
        let failure = TransmitFailure(origin: origin, code: code)
        failures["\(failure.explanation)", default: failure] = failure
      }
    }
    return failures
  }()

  /// The failure that has this explanation, as a record tells it; `nil` where none has.
  package init?(explanation: String) {
    guard let failure = Self.byExplanation[explanation] else { return nil }
    self = failure
  }
}
