import TestSupport
import Testing

/// Tests every option of every command, and standard output that accepts nothing.
@Suite(.waits) struct OptionTests {
  @Test func `no option is without effect, and nothing ends with 0 that could not print`() throws {
    let words = [Project.root + "/Tests/Options/options.py", Udpeek.path]
    let ended = try Program("python3", words, environment: Udpeek.environment).finish(within: 600)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
  }

  @Test func `a command without standard output writes into no file and no socket of its own`() throws {
    let folder = try TestFolder()
    let start = "exec \"$@\" >&- <&-"
    let program = try Program(
      "sh", ["-c", start, "-", Udpeek.path, "listen", "127.0.0.1:0", "--write", folder["a.pcapng"]],
      environment: Udpeek.environment)
    try program.waitForErrors(", receive buffer ")
    try LoopbackSocket().send("hello", to: try Udpeek.port(in: program.errorText))
    let ended = try program.finish()
    #expect(ended.status == 1)
    #expect(ended.errors.hasSuffix("cannot write to standard output: it is closed\n"))
    #expect(try Tshark.payloads(of: folder["a.pcapng"]) == ["68656c6c6f"])
  }
}
