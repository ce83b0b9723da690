import Glibc
import Testing

/// Runs the cases of `make torture` in their short form: a handful of real faults each. Some measure how soon the screen
/// answers, so that they wait behind the tests that compute.
@Suite(.serialized) struct TortureTests {
  /// The last case needs root, to give a file a capability.
  static let rows =
    [
      "exact", "load", "unsafe", "errno", "restored", "closed", "stalled", "sizes", "escape", "dead-peer", "links",
      "spoofed", "facing", "echo", "relay", "soak", "locales", "captures",
    ] + (geteuid() == 0 ? ["capability"] : [])

  @Test(.requiresNamespaces, arguments: rows)
  func `udpeek survives`(row: String) throws {
    let script = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Torture/torture.py"
    let program = try Program(
      "python3", [script, Udpeek.path, "--short", "--seed", "1", "--only", row], environment: Udpeek.environment)
    program.closeInput()
    let ended = try program.finish(within: 120)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
  }
}
