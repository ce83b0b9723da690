import CBench

/// Measures the bytes that reach the terminal for a change, until the terminal is silent.
struct FrameBytes {
  let tools: Tools

  private static let trials = 20
  /// A silence in milliseconds: shorter than the clock's second, longer than a frame.
  private static let silence = 100

  func table() throws -> Report.Table {
    var table = Report.Table(
      title: "Bytes written for a change, 120x35; medians of \(Self.trials)", key: "frame_bytes",
      columns: [.init("change", key: "change"), .init("bytes", key: "bytes")])
    let port = Tools.anyPort()
    let (program, terminal, _) = try Screen.udpeek.start(tools, port: port)
    defer { Screen.udpeek.end(program, terminal) }
    func add(_ change: String, _ trigger: (Int) -> Void) {
      progress("bytes for a change: \(change)")
      let bytes = (0..<Self.trials).map { trial in
        terminal.settle(milliseconds: Self.silence)
        trigger(trial)
        return Double(terminal.settle(milliseconds: Self.silence))
      }
      table.rows.append([.text(change), .number(bytes.median, digits: 0)])
    }
    add("a row is added while there is room") { cbench_say(port, "row \($0), temperature 23.5") }
    for row in 0..<60 { cbench_say(port, "row \(row), humidity 60") }
    add("the selection moves by a row") { terminal.type($0 % 2 == 0 ? "k" : "j") }
    add("a datagram arrives, the view stands still") { cbench_say(port, "row \($0), temperature 23.5") }
    terminal.type("G")
    add("the full table moves up by a row") { cbench_say(port, "row \($0), temperature 23.5") }
    return table
  }
}
