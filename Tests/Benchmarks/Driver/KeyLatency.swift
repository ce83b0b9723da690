import CBench
import Glibc

/// Measures the time from writing a key to the read that completes the response.
///
/// In udpeek, `k` and `j` move the selection between two rows of a view that does not scroll. The response is complete
/// when the texts of both rows have been written again; frames caused by traffic do not touch them. The other programs
/// draw for no other reason, so their first output after the key counts.
struct KeyLatency {
  let tools: Tools
  let rounds: Int

  private static let keys = 300
  private static let rate = 100_000
  private static let rows = 60
  /// A random pause in microseconds, so that keys fall anywhere between two frames.
  private static let pause = 8_000...40_000

  func table() throws -> Report.Table {
    let cases =
      Screen.allCases.filter(\.isInstalled).map { (screen: $0, isLoaded: false) } + [(Screen.udpeek, true)]
    var all = cases.map { _ in (latencies: Latencies(), silent: 0, lost: 0) }
    for round in 1...rounds {
      for (index, (screen, isLoaded)) in cases.enumerated() {
        progress("keys, round \(round) of \(rounds): \(screen.rawValue)\(isLoaded ? " under load" : "")")
        try measure(screen, isLoaded: isLoaded, into: &all[index])
      }
    }
    var table = Report.Table(
      title: "Key to screen, 120x35", key: "key_to_screen",
      columns: [.init("program", key: "program"), .init("meanwhile", key: "load")] + Latencies.columns
        + [.init("without answer", key: "unanswered"), .init("datagrams lost", key: "lost")])
    for ((screen, isLoaded), result) in zip(cases, all) {
      let load = isLoaded ? "\(Self.rate / 1000),000/s" : "quiet"
      let lost = isLoaded ? Report.Cell.number(Double(result.lost), digits: 0) : .none
      let head = [Report.Cell.text(screen.rawValue), .text(load)]
      table.rows.append(head + result.latencies.cells + [.number(Double(result.silent), digits: 0), lost])
    }
    return table
  }

  private func measure(
    _ screen: Screen, isLoaded: Bool, into result: inout (latencies: Latencies, silent: Int, lost: Int)
  ) throws {
    let port = Tools.anyPort()
    let (program, terminal, _) = try screen.start(tools, port: port)
    defer { screen.end(program, terminal) }
    var marks: [String] = []
    if screen == .udpeek {
      for row in 1...Self.rows { cbench_say(port, Self.mark(row)) }
      _ = terminal.waitForOutput([Self.mark(Self.rows)])
      marks = [Self.rows - 3, Self.rows - 2].map(Self.mark)
    }
    let (up, down) = screen.upAndDown
    for _ in 0..<3 {
      terminal.type(screen == .udpeek ? up : down)
      terminal.settle(milliseconds: 200)
    }
    // One second more than the keys should take; a slow machine may take longer.
    let longest = Self.keys * Self.pause.upperBound / 1_000_000 + 2
    let sender =
      isLoaded
      ? try Program(
        [tools.bench, "send", "\(port)", "\(Self.rate * longest)", "64", "\(Self.rate)", "1"], on: .sending) : nil
    if isLoaded { terminal.pass(microseconds: 500_000) }
    for key in 0..<Self.keys {
      terminal.pass(microseconds: Int.random(in: Self.pause))
      let start = Clock.now
      terminal.type(key % 2 == 0 ? down : up)
      if let end = terminal.waitForOutput(marks) { result.latencies.record(end - start) } else { result.silent += 1 }
    }
    if let sender {
      sender.signal(SIGTERM)
      sender.end()
      result.lost += KernelTable.drops(port)
    }
  }

  /// A text that no terminal abbreviates, since no character occurs twice in a row.
  private static func mark(_ row: Int) -> String {
    "row " + zip(String(row), ["x", "y", "z"]).map { "\($0)\($1)" }.joined()
  }
}
