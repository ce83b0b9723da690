import ArgumentParser
import CommandCore

/// What `--tap`, `--json` and `--junit` have in common: at most one report is printed, and one more is written to a file.
enum ReportOptions {
  /// Checks that at most one report goes to standard output.
  static func check(tap: Bool, json: Bool, junit: String?) throws(ValidationError) {
    if tap, json { throw ValidationError("--tap and --json exclude each other") }
    if junit == "-", tap || json {
      throw ValidationError("--junit - prints its report, and so do --tap and --json: choose one")
    }
    if junit == "" { throw ValidationError("--junit needs the name of a file, or -") }
  }

  /// Returns the report on standard output and the path of the one in a file; `nil` for none.
  static func targets(tap: Bool, json: Bool, junit: String?) -> (report: TestReport?, file: String?) {
    if junit == "-" { return (.junit, nil) }
    return (tap ? .tap : json ? .json : nil, junit)
  }
}
