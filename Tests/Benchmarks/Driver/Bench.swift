import ArgumentParser
import CBench
import Glibc

/// The benchmark of whole programs. It prints tables and writes them as JSON without judging them, so that a slow
/// machine yields slow figures but never a failure.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "udpeek-bench", abstract: "Measure udpeek beside a plain C loop and other programs.",
    subcommands: [Compare.self, SendLoad.self, ReceivePlainly.self, Echo.self], defaultSubcommand: Compare.self)
}

/// Runs the comparison; the command meant for people.
struct Compare: ParsableCommand {
  /// The parts that can be measured separately.
  enum Part: String, CaseIterable, ExpressibleByArgument {
    case receiving, sending, roundTrips = "round-trips", keys, firstFrame = "first-frame", idle, frameBytes =
      "frame-bytes"
  }

  static let configuration = CommandConfiguration(abstract: "Compare programs, in turn, over several rounds.")

  @Argument(help: "The udpeek to measure.")
  var udpeek = ".build/release/udpeek"

  @Option(help: "How often each program has its turn, 1 to 100; medians are told.")
  var rounds = 3

  @Option(help: "Measure this alone; may be given several times.")
  var only: [Part] = []

  @Option(help: "Of the loads, receive only those whose name holds this.")
  var load = ""

  @Option(help: "Where the figures go as JSON.")
  var output = "bench.json"

  func validate() throws {
    guard (1...100).contains(rounds) else { throw ValidationError("--rounds takes a number from 1 to 100.") }
    guard !Load.named(load).isEmpty else {
      throw ValidationError("No load is called '\(load)'; there are: \(Load.all.map(\.name).joined(separator: "; ")).")
    }
    guard access(udpeek, X_OK) == 0 else {
      throw ValidationError("There is no program '\(udpeek)'; build it with 'make build'.")
    }
  }

  func run() throws {
    let tools = Tools(udpeek: udpeek)
    var report = Report()
    for part in only.isEmpty ? Part.allCases : only {
      switch part {
      case .receiving: report.add(try Reception(tools: tools, rounds: rounds, loads: Load.named(load)).table())
      case .sending: report.add(try Sending(tools: tools, rounds: rounds).table())
      case .roundTrips: report.add(try RoundTrips(tools: tools, rounds: rounds).table())
      case .keys: report.add(try KeyLatency(tools: tools, rounds: rounds).table())
      case .firstFrame: report.add(try FirstFrame(tools: tools, rounds: rounds).table())
      case .idle: report.add(try Idle(tools: tools, rounds: rounds).table())
      case .frameBytes: report.add(try FrameBytes(tools: tools).table())
      }
    }
    try report.write(to: output)
  }
}

/// Sends a load: `udpeek-bench send PORT TOTAL SIZE RATE SEGMENTS`.
struct SendLoad: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "send", shouldDisplay: false)

  @Argument var port: UInt16
  @Argument var total: UInt64
  @Argument(help: "Payload bytes, 8 to 65,000.") var size: UInt32
  @Argument(help: "Datagrams a second; 0 is as fast as it goes.") var rate: Double
  @Argument(help: "How many are joined for segmentation offload.") var segments: UInt32

  func validate() throws {
    guard (8...65_000).contains(size) else { throw ValidationError("A size is 8 to 65,000 bytes.") }
  }

  func run() throws {
    var sent = cbench_sent()
    guard cbench_send(port, total, size, rate, segments, &sent) == 0 else { throw BenchError("cannot send", errno) }
    print(sent.datagrams, sent.seconds)
  }
}

/// Runs the plain C receive loop: `udpeek-bench receive PORT BUFFER`.
struct ReceivePlainly: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "receive", shouldDisplay: false)

  @Argument var port: UInt16
  @Argument(help: "Bytes of receive buffer to ask for; 0 leaves the kernel's.") var buffer: UInt32

  func run() throws {
    var received = cbench_received()
    guard cbench_receive(port, buffer, 1, &received) == 0 else { throw BenchError("cannot receive", errno) }
    print("received \(received.datagrams), drops \(received.drops)")
  }
}

/// Runs the plain C echo: `udpeek-bench echo PORT`.
struct Echo: ParsableCommand {
  static let configuration = CommandConfiguration(shouldDisplay: false)

  @Argument var port: UInt16

  func run() throws {
    guard cbench_echo(port) == 0 else { throw BenchError("cannot echo", errno) }
  }
}
