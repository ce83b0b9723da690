import Basics

/// A writer of the Test Anything Protocol, version 14 (testanything.org/tap-version-14-specification.html).
enum TAPWriter {
  /// Returns the report of a run. With several suites, the name of its suite precedes that of a test. Of a run that was
  /// stopped, the tests that came to their ends are reported.
  static func text(_ suites: [TestSuite]) -> String {
    let count = suites.reduce(0) { $0 + $1.cases.count }
    var lines = ["TAP version 14", "1..\(count)"]
    var number = 0
    for suite in suites {
      for test in suite.cases {
        number += 1
        let name = suites.count > 1 ? "\(suite.name): \(test.name.english)" : test.name.english
        lines += Self.lines(test, number, name, of: suite)
      }
    }
    if suites.contains(where: \.wasStopped) { lines.append("Bail out! interrupted") }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func lines(_ test: TestCase, _ number: Int, _ name: String, of suite: TestSuite) -> [String] {
    let result = "ok \(number) - \(description(name))"
    switch test.outcome {
    case .passed: return [result, "  ---", "  duration_ms: \(TestReport.milliseconds(test.duration))", "  ..."]
    case .skipped(let reason): return [result + " # SKIP " + description(TestReport.visible(reason))]
    case .stopped: return []
    case .failed(let reason):
      var lines = ["not " + result, "  ---", "  message: \(quoted(reason))", "  severity: fail"]
      lines.append("  duration_ms: \(TestReport.milliseconds(test.duration))")
      if let file = suite.file, let line = test.line {
        lines += ["  at:", "    file: \(quoted(Phrase(verbatim: file)))", "    line: \(line)"]
      }
      if !test.details.isEmpty { lines += ["  details:"] + test.details.map { "    - \(quoted($0))" } }
      return lines + ["  ..."]
    }
  }

  /// Escapes what has a meaning in a description: a backslash, and the number sign of a directive.
  private static func description(_ text: String) -> String {
    TestReport.visible(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
  }

  /// Returns a double-quoted scalar of YAML.
  private static func quoted(_ phrase: Phrase) -> String {
    "\"" + TestReport.visible(phrase).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
