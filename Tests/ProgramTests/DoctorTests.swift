import Glibc
import TestSupport
import Testing

/// Tests `udpeek doctor` as a program; the causes themselves are built by `Tests/Doctor/doctor.py`.
@Suite(.waits) struct DoctorTests {
  @Test(.requiresNamespaces) func `each cause is named first, and its cure works`() throws {
    let words = [Project.root + "/Tests/Doctor/doctor.py", Udpeek.path]
    let ended = try Program("python3", words, environment: Udpeek.environment).finish(within: 300)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.lines.count { $0.hasPrefix("ok: ") } >= 20, "\(ended.output)")
  }

  @Test(.requiresNamespaces)
  func `a port that is bound on loopback is in order there, and the exit status is 0`() throws {
    // On this machine itself the counters rise because of other tests.
    let host = try Host()
    let listening = try host.listen(["127.0.0.1:9000"], sockets: 1)
    let doctor = try host.start([Udpeek.path, "doctor", "127.0.0.1:9000"])
    doctor.closeInput()
    let ended = try doctor.finish()
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(
      ended.output.hasPrefix(
        "all that was looked at is in order: datagrams to 127.0.0.1:9000 should arrive from this host, and from no other\n"
      ))
    #expect(ended.output.contains("   lo  127.0.0.1  arrived after"))
    try listening.end()
  }

  @Test func `nobody at a port is a cause, with the exit status 1, and JSON has its keys in order`() throws {
    let port = try LoopbackSocket().port
    let ended = try Udpeek.run(["doctor", "127.0.0.1:\(port)", "--json"])
    #expect(ended.status == 1 && ended.errors.isEmpty && ended.lines.count == 1, "\(ended.output)\(ended.errors)")
    let start = #"{"endpoint":"127.0.0.1:\#(port)","from":null,"healthy":false,"findings":[{"cause":"nobody","#
    #expect(ended.output.hasPrefix(start), "\(ended.output)")
    for key in [#""likelihood":"certain""#, #""in_order":["interfaces","#, #""not_read":["#, #""arrived":true"#] {
      #expect(ended.output.contains(key), "\(key): \(ended.output)")
    }
    #expect(ended.output.contains(#""cure":"udpeek listen 127.0.0.1:\#(port)""#))
  }

  @Test(.requiresProgram("setpriv")) func `without root it says what root could see`() throws {
    let words =
      geteuid() == 0
      ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Udpeek.path] : ["env", Udpeek.path]
    // An ordinary user may not be allowed to run a program from the folder of another one.
    let folder = try TestFolder()
    let program = try Program(
      "sh",
      [
        "-c",
        "cp '\(Udpeek.path)' '\(folder["udpeek"])' && chmod 755 '\(folder["udpeek"])' && chmod 755 '\(folder.path)'",
      ],
      environment: Udpeek.environment)
    #expect(try program.finish(within: 60).status == 0)
    let run = words.dropLast() + [folder["udpeek"], "doctor", "127.0.0.1:9"]
    let doctor = try Program(run[0], Array(run.dropFirst()), environment: Udpeek.environment)
    doctor.closeInput()
    let ended = try doctor.finish()
    #expect(ended.status == 1 && ended.output.contains("not looked at"), "\(ended.output)\(ended.errors)")
    #expect(
      ended.output.contains("only root may read its rules") || ended.output.contains("the program nft is not installed")
    )
  }

  @Test func `wrong endpoints and senders end with 2`() throws {
    for words in [["host:80"], ["127.0.0.1:0"], ["239.1.1.1:5000@nope0"], ["8080", "--from", "me"], ["8080", "9090"]] {
      let ended = try Udpeek.run(["doctor"] + words)
      #expect(ended.status == 2 && !ended.errors.isEmpty && ended.output.isEmpty, "\(words): \(ended.errors)")
    }
  }
}
