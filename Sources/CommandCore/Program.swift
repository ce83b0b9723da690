/// The identity of this program.
package enum Program {
  /// The program's name and version, as printed by `--version` and recorded in capture files.
  package static let version = "udpeek 0.1.0"
}
