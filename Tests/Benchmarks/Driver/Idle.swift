import Glibc

/// Measures programs while nothing happens: how often their threads go to sleep, and their processor time.
struct Idle {
  let tools: Tools
  let rounds: Int

  private static let seconds = 5
  private static let settling = 2

  func table() throws -> Report.Table {
    var table = Report.Table(
      title: "At rest, over \(Self.seconds) s; medians of \(rounds)", key: "idle",
      columns: [
        .init("program", key: "program"), .init("wake-ups/s", key: "wake_ups_per_second"),
        .init("CPU %", key: "cpu_percent"), .init("written bytes/s", key: "bytes_per_second"),
      ])
    let screens = Screen.allCases.filter(\.isInstalled)
    for screen in screens {
      table.rows.append(
        try row("\(screen.rawValue), screen") {
          try screen.start(tools)
        } end: {
          screen.end($0, $1)
        })
    }
    table.rows.append(
      try row("udpeek listen -q") {
        let port = Tools.anyPort()
        let program = try Program([tools.udpeek, "listen", "127.0.0.1:\(port)", "-q"])
        KernelTable.waitUntilBound(port)
        return (program, try PseudoTerminal(), nil)
      } end: { program, terminal in
        program.signal(SIGINT)
        program.end()
        terminal.close()
      })
    return table
  }

  private func row(
    _ name: String, start: () throws -> (Program, PseudoTerminal, UInt64?), end: (Program, PseudoTerminal) -> Void
  ) throws -> [Report.Cell] {
    var runs: [(wakeUps: Double, cpu: Double, bytes: Double)] = []
    for round in 1...rounds {
      progress("at rest, round \(round) of \(rounds): \(name)")
      let (program, terminal, _) = try start()
      terminal.pass(microseconds: Self.settling * 1_000_000)
      let (before, since) = (KernelTable.activity(of: program.id), Clock.now)
      let bytes = terminal.pass(microseconds: Self.seconds * 1_000_000)
      let (after, elapsed) = (KernelTable.activity(of: program.id), Double(Clock.now - since) / 1e9)
      runs.append(
        (
          Double(after.sleeps - before.sleeps) / elapsed,
          Double(after.nanoseconds - before.nanoseconds) / elapsed / 1e7, Double(bytes) / elapsed
        ))
      end(program, terminal)
    }
    return [
      .text(name), .number(runs.map(\.wakeUps).median, digits: 1), .number(runs.map(\.cpu).median, digits: 3),
      .number(runs.map(\.bytes).median, digits: 0),
    ]
  }
}
