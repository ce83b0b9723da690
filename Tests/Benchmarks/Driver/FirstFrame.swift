/// Measures the time from a program's start to the read that completes its first frame.
struct FirstFrame {
  let tools: Tools
  let rounds: Int

  private static let starts = 10

  func table() throws -> Report.Table {
    let screens = Screen.allCases.filter(\.isInstalled)
    var all = screens.map { _ in Latencies() }
    for round in 1...rounds {
      for (index, screen) in screens.enumerated() {
        progress("first frame, round \(round) of \(rounds): \(screen.rawValue)")
        for _ in 0..<Self.starts {
          let (program, terminal, time) = try screen.start(tools)
          if let time { all[index].record(time) }
          screen.end(program, terminal)
        }
      }
    }
    return Report.Table(
      title: "First frame: from the start to the last words of the screen (tig: to its first output), 120x35",
      key: "first_frame", columns: [.init("program", key: "program")] + Latencies.columns,
      rows: zip(screens, all).map { [.text($0.rawValue)] + $1.cells })
  }
}
