import CBench
import CaptureFile
import Glibc
import UDPCore

/// The benchmark of opening captures: `udpeek-bench-open UDPEEK [DATAGRAMS]`. Writes captures, then has udpeek read,
/// filter and convert them, each time in a process of its own, beside tcpdump and tshark if they are installed. Prints
/// the best of three rounds, the peak resident memory, and goals with the ratio to each.
@main
enum Main {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.first == "--load" { return try load(words[1]) }
    guard let program = words.first else { return print("usage: udpeek-bench-open UDPEEK [DATAGRAMS]") }
    let count = words.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
    let folder = "/tmp/udpeek-bench-open-\(getpid())"
    mkdir(folder, 0o700)
    defer { rmdir(folder) }
    try Opening(program: program, folder: folder, count: count).run()
    try Peers(program: program, folder: folder, count: count).run()
    for contents in SampleCapture.Contents.allCases {
      try Conversions(program: program, folder: folder, contents: contents, count: count).run()
    }
  }

  /// Loads a capture, as the screen does, into a log that has room for all of it.
  private static func load(_ path: String) throws {
    let start = Run.now()
    let loader = CaptureLoader([try CaptureReader(path: path)], limit: 256 << 20)
    while loader.step(now: Run.now()) == .more {}
    let time = Double(Run.now() - start) / 1e9
    print("    \(loader.log.counters.received) datagrams, \(loader.log.counters.evicted) pushed out, \(time) s")
  }

  /// Prints the figures of a command.
  static func report(_ name: String, _ run: Run?, _ remark: String = "") {
    guard let run else { return print("  \(name): not installed, or it failed") }
    print(
      "  \(name): \(rounded(run.cpu)) s CPU, \(rounded(run.seconds)) s, \(run.residentKilobytes / 1_024) MB\(remark)")
  }

  /// Returns a number with three decimals.
  static func rounded(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }
}

/// Reading captures of both formats, beside tcpdump and tshark.
private struct Opening {
  let program: String
  let folder: String
  let count: Int

  func run() throws {
    for kind in SampleCapture.Kind.allCases {
      let path = "\(folder)/sample.\(kind)"
      let size = try SampleCapture(kind: kind, count: count).write(to: path)
      defer { unlink(path) }
      print("\(kind): \(count) datagrams of 1000 peers, \(size / 1_000_000) MB")
      let net = "src net 10.0.0.0/16"
      report("reader into a log", [CommandLine.arguments[0], "--load", path])
      report("udpeek info", [program, "info", path])
      report("udpeek info, filter", [program, "info", path, "--filter", net])
      report("tcpdump", ["tcpdump", "-n", "-r", path, "-w", "/dev/null", net])
      report("tshark", ["tshark", "-n", "-r", path, "-Y", "ip.src == 10.0.0.0/16", "-w", "/dev/null"], rounds: 1)
    }
  }

  private func report(_ name: String, _ command: [String], rounds: Int = 3) {
    Main.report(name, try? Run(command, rounds: rounds, output: command.contains("--load") ? nil : "/dev/null"))
  }
}

/// Commands over captures of few and of many peers: the cost of a datagram must not depend on their number.
private struct Peers {
  let program: String
  let folder: String
  let count: Int

  func run() throws {
    // Nobody reads what is replayed to it.
    let port = UInt16.random(in: 20_000...30_000)
    let sink = cbench_bind(port, 0)
    defer { close(sink) }
    let receiver = "127.0.0.1:\(port)"
    var few: [Double] = []
    for peers in [1_000, 30_000, 1_000_000] {
      let path = "\(folder)/peers.pcap"
      let size = try SampleCapture(peers: peers, count: count).write(to: path)
      defer { unlink(path) }
      print("\(count) datagrams of \(min(peers, count)) peers, \(size / 1_000_000) MB")
      let tcpdump = try? Run(["tcpdump", "-n", "-r", path, "-w", "/dev/null", "udp"], rounds: 3)
      Main.report("tcpdump", tcpdump)
      let commands: [(name: String, words: [String], goal: Double?)] = [
        ("info", ["info", path], 0.4), ("filter --check", ["filter", "text contains \"温度\"", "--check", path], 1),
        ("open --json", ["open", "--json", path], nil), ("convert", ["convert", path, "--format", "pcapng", "-"], nil),
        // Ten datagrams match.
        ("replay --filter", ["replay", path, "--top", "--filter", "text contains \"=123 \"", "--to", receiver], nil),
      ]
      for (index, command) in commands.enumerated() {
        guard let run = try? Run([program] + command.words, rounds: 3) else {
          Main.report(command.name, nil)
          continue
        }
        if few.count == index { few.append(run.cpu) }
        var remark = ", \(Main.rounded(run.cpu / few[index])) × that of 1000 peers"
        if let tcpdump { remark += ", \(Main.rounded(run.cpu / tcpdump.cpu)) × tcpdump" }
        if let goal = command.goal { remark += "; goal \(goal) s: \(Main.rounded(run.cpu / goal)) ×" }
        Main.report(command.name, run, remark)
      }
    }
  }
}

/// Conversions of one kind of contents, in megabytes of the larger file a second of CPU.
private struct Conversions {
  let program: String
  let folder: String
  let contents: SampleCapture.Contents
  let count: Int

  func run() throws {
    let count = contents == .short ? count : contents == .binary ? count / 10 : count / 50
    let path = "\(folder)/\(contents).pcap"
    let size = try SampleCapture(contents: contents, count: count).write(to: path)
    defer { unlink(path) }
    print("\(contents): \(count) datagrams, \(size / 1_000_000) MB")
    try report("pcap to pcapng", path, to: "pcapng", goal: 400)
    for format in ["jsonl", "csv"] {
      let text = "\(folder)/\(contents).\(format)"
      defer { unlink(text) }
      try report("pcap to \(format)", path, to: format, output: text, goal: 150)
      try report("\(format) to pcapng", text, to: "pcapng", goal: 150)
    }
  }

  private func report(
    _ name: String, _ input: String, to format: String, output: String = "/dev/null", goal: Double
  ) throws {
    let words = [program, "convert", input, "--format", format, "-"]
    guard let run = try? Run(words, rounds: 3, output: output) else { return Main.report(name, nil) }
    let speed = Double(max(Self.size(of: input), Self.size(of: output))) / 1e6 / run.cpu
    Main.report(name, run, ", \(Main.rounded(speed)) MB/s; goal \(goal): \(Main.rounded(speed / goal)) ×")
  }

  private static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
