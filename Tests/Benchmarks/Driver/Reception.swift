/// Measures all contenders under all loads, in turn, for several rounds, and takes medians. If less was sent than
/// requested, the machine was busy otherwise, and the row means little.
struct Reception {
  let tools: Tools
  let rounds: Int
  let loads: [Load]

  func table() throws -> Report.Table {
    var table = Report.Table(
      title: "Receiving: 64 bytes each, over loopback; medians of \(rounds)", key: "receiving",
      columns: [
        .init("load", key: "load"), .init("receiver", key: "receiver"),
        .init("asked/s", key: "asked_per_second"), .init("sent/s", key: "sent_per_second"),
        .init("lost %", key: "lost_percent"), .init("CPU ns each", key: "cpu_ns"), .init("to C", key: "cpu_to_c"),
        .init("peak MiB", key: "peak_mib"),
      ])
    for load in loads {
      let contenders = load.contenders.filter(\.isInstalled)
      var runs: [Contender: [Contender.Run]] = [:]
      for round in 1...rounds {
        for contender in contenders {
          progress("\(load.name), round \(round) of \(rounds): \(contender.rawValue)")
          runs[contender, default: []].append(try contender.run(load, tools: tools))
        }
      }
      for contender in contenders {
        table.rows.append(row(load, contender, runs[contender] ?? [], beside: runs[.plainC] ?? []))
      }
    }
    return table
  }

  /// A row of the table. Ratios compare runs of the same round, so that a noisy period affects them little.
  private func row(
    _ load: Load, _ contender: Contender, _ runs: [Contender.Run], beside plain: [Contender.Run]
  ) -> [Report.Cell] {
    [
      .text(load.name), .text(contender.rawValue), .number(Double(load.rate), digits: 0),
      .number(runs.map { Double($0.sent) / $0.seconds }.median, digits: 0),
      .number(runs.map { 100 * Double($0.lost) / Double(max(1, $0.sent)) }.median, digits: 2),
      .number(runs.map(\.cost).median, digits: 0),
      .number(zip(runs, plain).map { $0.cost / $1.cost }.median, digits: 2),
      .number(Double((runs.map(\.memory).max() ?? 0) >> 20), digits: 0),
    ]
  }
}
