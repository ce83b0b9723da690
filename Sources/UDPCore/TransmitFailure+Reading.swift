extension TransmitFailure {
  /// The failures by their explanations, as exported in records.
  private static let byExplanation: [String: TransmitFailure] = {
    var failures: [String: TransmitFailure] = [:]
    for origin in [Origin.network, .local] {
      // All values that errno(3) defines on Linux.
      for code in 1...133 as ClosedRange<Int32> {
        let failure = TransmitFailure(origin: origin, code: code)
        failures["\(failure.explanation)", default: failure] = failure
      }
    }
    return failures
  }()

  /// Creates the failure with this explanation, as exported in a record; `nil` if no failure has it.
  package init?(explanation: String) {
    guard let failure = Self.byExplanation[explanation] else { return nil }
    self = failure
  }
}
