import CaptureFile

/// A writer of results as JSON Lines.
enum JSONTestWriter {
  /// Returns a line for each test, and one for all together, whose outcome is `summary`.
  static func lines(_ suites: [TestSuite]) -> [UInt8] {
    var output = suites.flatMap { suite in suite.cases.flatMap { line($0, of: suite) } }
    let counts = TestCounts(suites.flatMap(\.cases))
    var summary = JSONObject()
    summary.add("outcome", "summary")
    summary.add("tests", counts.total)
    summary.add("passed", counts.passed)
    summary.add("failed", counts.failed)
    summary.add("skipped", counts.skipped)
    summary.add("nanoseconds", Int(suites.reduce(0) { $0 + $1.duration }))
    output += summary.line
    return output
  }

  private static func line(_ test: TestCase, of suite: TestSuite) -> [UInt8] {
    var object = JSONObject()
    object.add("suite", whole: TestReport.visible(suite.name))
    object.add("test", whole: TestReport.visible(test.name))
    if let file = suite.file { object.add("file", whole: TestReport.visible(file)) }
    if let line = test.line { object.add("line", line) }
    object.add("outcome", test.outcome.name)
    object.add("nanoseconds", Int(test.duration))
    if let reason = test.outcome.reason { object.add("message", whole: TestReport.visible(reason)) }
    if !test.details.isEmpty { object.add("details", test.details.map { TestReport.visible($0) }) }
    return object.line
  }
}

extension TestCase.Outcome {
  /// The name in records.
  fileprivate var name: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .skipped, .stopped: "skipped"
    }
  }
}
