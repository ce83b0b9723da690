import CaptureFile
import Glibc
import UDPCore

/// The benchmark of opening captures: `udpeek-bench-open UDPEEK [DATAGRAMS]`. Writes a capture, then reads it with
/// udpeek's reader into a log, with `udpeek info`, and with tcpdump and tshark if they are installed, each in a process
/// of its own. Prints the best of three rounds and the peak resident memory.
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
    for kind in SampleCapture.Kind.allCases {
      let path = "\(folder)/sample.\(kind)"
      let size = try SampleCapture(kind: kind, count: count).write(to: path)
      defer { unlink(path) }
      print("\(kind): \(count) datagrams, \(size / 1_000_000) MB")
      try report("reader into a log", [CommandLine.arguments[0], "--load", path], rounds: 3)
      try report("udpeek info", [program, "info", path], rounds: 3)
      try report("udpeek info, filter", [program, "info", path, "--filter", "src net 10.0.0.0/16"], rounds: 3)
      try report("tcpdump", ["tcpdump", "-n", "-r", path, "-w", "/dev/null", "src net 10.0.0.0/16"], rounds: 3)
      try report("tshark", ["tshark", "-n", "-r", path, "-Y", "ip.src == 10.0.0.0/16", "-w", "/dev/null"], rounds: 1)
    }
  }

  /// Loads a capture, as the screen does, into a log that has room for all of it.
  private static func load(_ path: String) throws {
    let start = now()
    let loader = CaptureLoader([try CaptureReader(path: path)], limit: 256 << 20)
    while loader.step(now: now()) == .more {}
    let time = Double(now() - start) / 1e9
    print("    \(loader.log.counters.received) datagrams, \(loader.log.counters.evicted) pushed out, \(time) s")
  }

  private static func report(_ name: String, _ command: [String], rounds: Int) throws {
    var best = Double.infinity
    var memory = 0
    for _ in 0..<rounds {
      guard let run = try? Run(command) else { return print("  \(name): not installed") }
      best = min(best, run.seconds)
      memory = max(memory, run.residentKilobytes)
    }
    print("  \(name): \((best * 1_000).rounded() / 1_000) s, \(memory / 1_024) MB")
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// The figures of a program that ran to its end.
  private struct Run {
    let seconds: Double
    let residentKilobytes: Int

    init(_ command: [String]) throws {
      let words = command.map { strdup($0) } + [nil]
      defer { for word in words { free(word) } }
      let start = Main.now()
      var pid: pid_t = 0
      guard posix_spawnp(&pid, command[0], nil, nil, words, environ) == 0 else { throw Missing() }
      var usage = rusage()
      var status: Int32 = 0
      wait4(pid, &status, 0, &usage)
      guard status == 0 else { throw Missing() }
      seconds = Double(Main.now() - start) / 1e9
      residentKilobytes = usage.ru_maxrss
    }
  }

  /// The error that a program is not installed or failed.
  private struct Missing: Error {}
}
