import Basics
import CommandCore
import Glibc
import TestSupport
import Testing

/// Tests the reports of `expect` and `replay --check`, with names and messages that a hostile peer made up.
struct TestReportTests {
  private static let hostile = "a\u{1b}[2J\u{0}<b>&\"' ]]> # TODO \\ \u{fffe}\u{202e}\r\n--- 温度 \u{85}\u{1f600}"

  private static let suites = [
    TestSuite(
      name: "meter.udp", file: "meter.udp", start: 1_764_364_800_000_000_000, duration: 2_012_345_678,
      cases: [
        TestCase("> temp?", line: 2, duration: 12_345_678),
        TestCase(
          Phrase(verbatim: hostile), line: 3, duration: 2_000_000_000, outcome: .failed("nothing came of \(hostile)"),
          details: ["it came: \(hostile)", "the second line"]),
        TestCase("wait 1s", line: 4, outcome: .skipped("an earlier step failed")),
      ])
  ]

  private static func text(_ report: TestReport, _ suites: [TestSuite] = suites) -> String {
    String(decoding: report.bytes(suites, of: "udpeek expect"), as: UTF8.self)
  }

  /// Runs a program in Python with a report as its input and returns its output.
  private static func python(_ program: String, _ report: TestReport) throws -> String {
    let folder = try TestFolder()
    let script = folder.write(program, to: "read.py")
    let path = folder.write(report.bytes(suites, of: "udpeek expect"), to: "report")
    #expect(system("PYTHONIOENCODING=utf-8 python3 \(script) \(path) > \(folder["output"])") == 0)
    return folder.text(of: "output")
  }

  @Test(.enabled("python3 is not installed") { system("command -v python3 >/dev/null") == 0 })
  func `Python's XML parser reads a JUnit report of hostile text`() throws {
    let program = """
      import sys, xml.etree.ElementTree as tree
      root = tree.parse(sys.argv[1]).getroot()
      suite = root.find("testsuite")
      print(root.tag, root.get("tests"), root.get("failures"), root.get("skipped"), root.get("time"))
      print(suite.get("name"), suite.get("timestamp"), suite.get("file"))
      for case in suite.findall("testcase"):
          print(case.get("line"), case.get("time"), [(child.tag, len(child.text or "")) for child in case])
      failure = suite.findall("testcase")[1].find("failure")
      print(failure.text.split("\\n")[0], "]]>" in failure.text, "<b>&" in failure.get("message"))
      """
    let lines = try Self.python(program, .junit).split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(4) == [
        "testsuites 3 1 1 2.012345", "meter.udp 2025-11-28T21:20:00 meter.udp", "2 0.012345 []",
        lines.count > 3 ? lines[3] : "",
      ])
    #expect(lines.last == "meter.udp:3 True True")
  }

  @Test func `no report has a control character`() {
    for report in [TestReport.tap, .junit, .json] {
      let unsafe = Self.text(report).unicodeScalars.filter {
        $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202e}" || $0 == "\u{fffe}")
      }
      #expect(unsafe.isEmpty, "\(report)")
    }
  }

  @Test func `a report in TAP 14 has a plan, and a block for what failed`() {
    let lines = Self.text(.tap).split(separator: "\n")
    #expect(lines.prefix(3) == ["TAP version 14", "1..3", "ok 1 - > temp?"])
    let failure = lines.first { $0.hasPrefix("not ok 2 - ") } ?? ""
    // Neither a directive nor a line of its own.
    #expect(failure.contains("\\# TODO"))
    #expect(lines.contains("    file: \"meter.udp\""))
    #expect(lines.contains("    - \"the second line\""))
    #expect(lines.last == "ok 3 - wait 1s # SKIP an earlier step failed")
    #expect(lines.filter { $0.hasPrefix("ok ") || $0.hasPrefix("not ok ") }.count == 3)
  }

  @Test func `with several suites a name in TAP begins with that of its suite`() {
    let text = Self.text(.tap, Self.suites + Self.suites)
    #expect(text.contains("\n1..6\n"))
    #expect(text.contains("\nok 4 - meter.udp: > temp?\n"))
  }

  @Test(.enabled("python3 is not installed") { system("command -v python3 >/dev/null") == 0 })
  func `Python reads each line of a JSON report`() throws {
    let program = """
      import json, sys
      for line in open(sys.argv[1], encoding="utf-8"):
          item = json.loads(line)
          print(item["outcome"], item.get("line"), item["nanoseconds"], len(item.get("details", [])))
      """
    let lines = try Self.python(program, .json).split(separator: "\n")
    #expect(
      lines == [
        "passed 2 12345678 0", "failed 3 2000000000 2", "skipped 4 0 0", "summary None 2012345678 0",
      ])
  }
}
