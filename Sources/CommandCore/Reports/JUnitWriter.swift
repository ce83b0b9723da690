import Basics

/// A writer of JUnit's XML, in the form that Jenkins, GitLab and GitHub's actions read.
enum JUnitWriter {
  /// Returns the report of a run: a document that every parser of XML 1.0 accepts.
  static func text(_ suites: [TestSuite], of program: String) -> String {
    let duration = suites.reduce(0) { $0 + $1.duration }
    var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
    let counts = attributes(of: TestCounts(suites.flatMap(\.cases)))
    lines.append("<testsuites\(attribute("name", program))\(counts)\(time(duration))>")
    for suite in suites { lines += Self.lines(suite) }
    return (lines + ["</testsuites>"]).map { $0 + "\n" }.joined()
  }

  private static func lines(_ suite: TestSuite) -> [String] {
    let start = CalendarTime(suite.start, offset: 0)
    var tag = "  <testsuite\(attribute("name", suite.name))\(attributes(of: suite.counts))\(time(suite.duration))"
    tag += attribute("timestamp", "\(start.date)T\(start.timeOfDay)")
    if let file = suite.file { tag += attribute("file", file) }
    return [tag + ">"] + suite.cases.flatMap { lines($0, of: suite) } + ["  </testsuite>"]
  }

  private static func lines(_ test: TestCase, of suite: TestSuite) -> [String] {
    var tag = "    <testcase\(attribute("name", test.name.english))\(attribute("classname", suite.name))"
    tag += time(test.duration)
    if let file = suite.file { tag += attribute("file", file) }
    if let line = test.line { tag += attribute("line", String(line)) }
    switch test.outcome {
    case .passed: return [tag + "/>"]
    case .skipped(let reason), .stopped(let reason):
      return [tag + ">", "      <skipped\(attribute("message", reason.english))/>", "    </testcase>"]
    case .failed(let reason):
      let place = zip([suite.file], [test.line]).compactMap { file, line in
        file.flatMap { file in line.map { Phrase(verbatim: "\(file):\($0)") } }
      }
      let text = (place + [reason] + test.details).map { escaped($0.english) }.joined(separator: "\n")
      let message = attribute("message", reason.english) + attribute("type", "failure")
      return [tag + ">", "      <failure\(message)>\(text)</failure>", "    </testcase>"]
    }
  }

  private static func attributes(of counts: TestCounts) -> String {
    attribute("tests", String(counts.total)) + attribute("failures", String(counts.failed)) + attribute("errors", "0")
      + attribute("skipped", String(counts.skipped))
  }

  private static func time(_ nanoseconds: Int64) -> String { attribute("time", TestReport.seconds(nanoseconds)) }

  private static func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(escaped(value))\"" }

  /// Escapes text for an element or an attribute. What XML 1.0 cannot hold has become an escape of ours before.
  private static func escaped(_ text: String) -> String {
    TestReport.visible(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
