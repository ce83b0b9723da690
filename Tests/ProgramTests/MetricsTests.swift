import Glibc
import TestSupport
import Testing

/// Tests `--metrics` with a real Prometheus, on the screen, and from the command line.
@Suite(.waits) struct MetricsTests {
  @Test(.requiresNamespaces, .requiresPrometheus)
  func `Prometheus reads the numbers that were sent, and promtool finds nothing wrong`() throws {
    let words = [Project.root + "/Tests/Metrics/metrics.py", Udpeek.path]
    let ended = try Program("python3", words, environment: Udpeek.environment).finish(within: 120)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.lines.count { $0.hasPrefix("ok: ") } >= 20, "\(ended.output)")
  }

  @Test func `the screen lets itself be measured as listen does`() throws {
    let folder = try TestFolder()
    let terminal = try Terminal(columns: 120, rows: 30)
    let port = try terminal.startUdpeek("--metrics \(folder["a.prom"]) --alarm 'name new new-peer'")
    try terminal.waitFor("metrics in \(folder["a.prom"]), every 10 s")
    try LoopbackSocket().send("hello", to: port)
    try terminal.waitFor("hello")
    try terminal.waitFor("alarm new")
    try terminal.press("F10")
    try eventually("the last figures", seen: { folder.text(of: "a.prom") }) {
      let page = folder.text(of: "a.prom")
      return page.contains("\nudpeek_received_datagrams_total 1\n")
        && page.contains("\nudpeek_alarms_total{alarm=\"new\"} 1\n")
    }
    terminal.close()
  }

  @Test func `a port that is taken and a file of somebody else end the start with 1 and a sentence`() throws {
    let folder = try TestFolder()
    let notes = folder.write("notes", to: "notes.txt")
    for command in [["listen"], ["relay", "--to", "127.0.0.1:9", "--headless"]] {
      let ended = try Udpeek.run(command + ["127.0.0.1:0", "--metrics", notes])
      #expect(ended.status == 1 && ended.output.isEmpty)
      #expect(
        ended.errors
          == "cannot write the metrics to \(notes): it exists, and holds no metrics of udpeek; remove it, or name another file\n"
      )
    }
    #expect(folder.text(of: "notes.txt") == "notes")
    let ended = try Udpeek.run(["listen", "127.0.0.1:0", "--metrics", "192.0.2.77:9869"])
    #expect(ended.status == 1)
    #expect(
      ended.errors
        == "metrics: cannot bind 192.0.2.77:9869: this host has no address 192.0.2.77; see them with: ip address\n")
  }

  @Test func `a file that is full of nothing but a broken link is refused, and JSON is as ever`() throws {
    let folder = try TestFolder()
    symlink(folder["elsewhere"], folder["a.prom"])
    let refused = try Udpeek.run(["listen", "127.0.0.1:0", "--metrics", folder["a.prom"]])
    #expect(refused.status == 1 && refused.errors.contains("it is a symbolic link"), "\(refused.errors)")
    let (listen, port) = try Udpeek.listen(["--json", "--count", "1", "--metrics", folder["b.prom"]])
    try LoopbackSocket().send("hello", to: port)
    let ended = try listen.finish()
    #expect(ended.status == 0 && ended.lines.count == 2 && !ended.output.contains("metrics"))
  }
}

extension Trait where Self == ConditionTrait {
  /// Requires Prometheus, installed or unpacked by `make setup-tests`.
  fileprivate static var requiresPrometheus: Self {
    .enabled("Prometheus is not here: make setup-tests") {
      let folders = (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin").split(separator: ":").map(String.init)
      return (folders + [Project.root + "/.build/prometheus/usr/bin"])
        .contains { access("\($0)/prometheus", X_OK) == 0 && access("\($0)/promtool", X_OK) == 0 }
    }
  }
}
