import Basics
import CommandCore
import Expect
import Plumbing

/// The results of a script, a case for each of its steps. A step in a block is one case, however often it ran.
struct StepTally {
  private let script: Script
  private let start = SystemClock.wall
  private let startedAt = SystemClock.monotonic
  private var cases: [TestCase]
  /// Whether each step ran.
  private var hasRun: [Bool]

  init(_ script: Script) {
    self.script = script
    cases = script.steps.map { TestCase(Phrase(verbatim: $0.source), line: $0.line) }
    hasRun = Array(repeating: false, count: cases.count)
  }

  /// Adds what became of a step.
  mutating func add(_ report: StepReport) {
    let index = report.step.index
    guard cases.indices.contains(index) else { return }
    hasRun[index] = true
    cases[index].duration += report.duration
    guard let failure = report.failure else { return }
    cases[index].outcome = .failed(failure.reason)
    cases[index].details = report.passes.map { "in pass \($0.number) of \($0.of)" } + failure.details
  }

  /// Returns the results of a script that has ended.
  func suite(ending outcome: ScriptOutcome) -> TestSuite {
    switch outcome {
    case .passed: suite(.skipped("it was not reached"))
    case .failed: suite(.skipped("an earlier step failed"))
    case .interrupted: suite(.stopped("the run was stopped"), wasStopped: true)
    }
  }

  /// Returns the results of a script that could not begin: its first step failed.
  func suite(failing reason: Phrase) -> TestSuite {
    var copy = self
    if !copy.cases.isEmpty {
      copy.hasRun[0] = true
      copy.cases[0].outcome = .failed(reason)
    }
    return copy.suite(ending: .failed)
  }

  /// Returns the results, with an outcome for the steps that did not run.
  private func suite(_ outcome: TestCase.Outcome, wasStopped: Bool = false) -> TestSuite {
    var suite = TestSuite(
      name: script.path, file: script.path, start: start, duration: SystemClock.monotonic - startedAt)
    suite.cases = zip(cases, hasRun).map { test, hasRun in
      var test = test
      if !hasRun { test.outcome = outcome }
      return test
    }
    suite.wasStopped = wasStopped
    return suite
  }
}
