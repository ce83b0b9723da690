package import Basics

/// The results of one file of tests, or of one run.
package struct TestSuite: Hashable, Sendable {
  /// The name, such as that of the file.
  package var name: String
  /// The path of the file whose lines the cases name; `nil` if they name none.
  package var file: String?
  /// The start in nanoseconds since 1970.
  package var start: Int64
  /// The time that it took, in nanoseconds.
  package var duration: Int64
  /// The cases in order.
  package var cases: [TestCase]
  /// Whether the run was stopped before its end.
  package var wasStopped = false

  /// Creates the results of a run.
  package init(name: String, file: String? = nil, start: Int64, duration: Int64 = 0, cases: [TestCase] = []) {
    self.name = name
    self.file = file
    self.start = start
    self.duration = duration
    self.cases = cases
  }

  /// The numbers of cases by outcome.
  package var counts: TestCounts { TestCounts(cases) }
}

/// The result of one test.
package struct TestCase: Hashable, Sendable {
  /// The outcome of a test.
  package enum Outcome: Hashable, Sendable {
    case passed
    /// It failed: one sentence.
    case failed(Phrase)
    /// It did not run: one sentence that says why.
    case skipped(Phrase)
    /// It did not run to its end, because the run was stopped: one sentence.
    case stopped(Phrase)
  }

  /// The name; it may contain anything that a peer sent.
  package var name: Phrase
  /// The line of the suite's file, from 1; `nil` if it has none.
  package var line: Int?
  /// The time that it took, in nanoseconds.
  package var duration: Int64
  /// The outcome.
  package var outcome: Outcome
  /// Further lines that explain the outcome.
  package var details: [Phrase]

  /// Creates the result of a test that passed, unless another outcome is given.
  package init(
    _ name: Phrase, line: Int? = nil, duration: Int64 = 0, outcome: Outcome = .passed, details: [Phrase] = []
  ) {
    self.name = name
    self.line = line
    self.duration = duration
    self.outcome = outcome
    self.details = details
  }
}

/// The numbers of tests by outcome.
package struct TestCounts: Hashable, Sendable {
  package private(set) var passed = 0
  package private(set) var failed = 0
  /// Those that did not run, or not to their ends.
  package private(set) var skipped = 0

  /// Counts cases.
  package init(_ cases: some Sequence<TestCase>) {
    for test in cases {
      switch test.outcome {
      case .passed: passed += 1
      case .failed: failed += 1
      case .skipped, .stopped: skipped += 1
      }
    }
  }

  /// The number of all cases.
  package var total: Int { passed + failed + skipped }
}

extension TestCase.Outcome {
  /// The sentence of a test that failed or did not run; `nil` for one that passed.
  package var reason: Phrase? {
    switch self {
    case .passed: nil
    case .failed(let reason), .skipped(let reason), .stopped(let reason): reason
    }
  }
}
