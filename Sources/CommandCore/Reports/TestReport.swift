import Basics
import PayloadText

/// A form in which results of tests are written for other programs. Sentences are English, and whatever must not reach
/// a terminal is escaped.
package enum TestReport: Sendable {
  /// The Test Anything Protocol, version 14.
  case tap
  /// The XML that continuous integration reads, as JUnit writes it.
  case junit
  /// One JSON object on a line for each test, and one for all together.
  case json

  /// Returns the report of a run, in UTF-8.
  /// - Parameter program: the name of the run: `udpeek expect`.
  package func bytes(_ suites: [TestSuite], of program: String) -> [UInt8] {
    switch self {
    case .tap: Array(TAPWriter.text(suites).utf8)
    case .junit: Array(JUnitWriter.text(suites, of: program).utf8)
    case .json: JSONTestWriter.lines(suites)
    }
  }

  /// Makes a text safe for a terminal, a log and every version of XML.
  static func visible(_ text: String) -> String { SafeText(text).description }

  /// Makes a sentence safe.
  static func visible(_ phrase: Phrase) -> String { visible(phrase.english) }

  /// Returns a time in seconds, as in `0.012345`.
  static func seconds(_ nanoseconds: Int64) -> String { decimal(nanoseconds / 1_000, digits: 6) }

  /// Returns a time in milliseconds, as in `12.345`.
  static func milliseconds(_ nanoseconds: Int64) -> String { decimal(nanoseconds / 1_000, digits: 3) }

  private static func decimal(_ value: Int64, digits: Int) -> String {
    let text = Int(max(0, value)).digits(digits + 1)
    return text.dropLast(digits) + "." + text.suffix(digits)
  }
}
