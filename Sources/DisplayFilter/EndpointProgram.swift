import UDPCore

/// A program of nothing but tests of endpoints: a million rows run through it without a look at what else a test can be.
struct EndpointProgram {
  /// One test and the places to go on at.
  struct Step: BitwiseCopyable {
    /// What must hold.
    var test: EndpointTest
    /// Where to go on when it does.
    var ifTrue: Int
    /// Where to go on when it does not.
    var ifFalse: Int
  }

  /// Where to begin.
  let start: Int
  /// The tests.
  var steps: [Step] = []

  /// So few tests that remembering verdicts would cost more than running them.
  var isShort: Bool { steps.count <= 3 }

  /// The one test that is all, and whether it must hold; `nil` when there is more.
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
