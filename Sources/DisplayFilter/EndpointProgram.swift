import UDPCore

/// A program of endpoint tests alone, which judges a million rows without dispatching on the kind of test.
struct EndpointProgram {
  /// One test and its two jump targets.
  struct Step: BitwiseCopyable {
    /// The test.
    var test: EndpointTest
    /// The next step if the test holds.
    var ifTrue: Int
    /// The next step if it does not.
    var ifFalse: Int
  }

  /// The first step.
  let start: Int
  /// The steps.
  var steps: [Step] = []

  /// Whether there are so few tests that remembering verdicts would cost more than running them.
  var isShort: Bool { steps.count <= 3 }

  /// The only test, and whether it must hold; `nil` if there are more.
  var onlyTest: (test: EndpointTest, accepts: Bool)? {
    steps.count == 1 ? (steps[0].test, steps[0].ifTrue == FilterProgram.accept) : nil
  }

  /// Whether the program accepts a row.
  @inline(__always)
  func accepts(_ row: RecordRow, in block: RawSpan) -> Bool {
    var place = start
    while place >= 0 {
      let step = steps[place]
      place = step.test.holds(row, in: block) ? step.ifTrue : step.ifFalse
    }
    return place == FilterProgram.accept
  }
}
