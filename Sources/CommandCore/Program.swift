/// The program that runs.
package enum Program {
  /// Its name and version, as `--version` prints them and captures name who wrote them.
  package static let version = "udpeek 0.1.0"
}
