import CBench
import Glibc

/// The benchmark of whole programs: `udpeek-bench UDPEEK [ROUNDS]`. Prints a table and writes it as JSON beside it.
/// The other words are the parts that it starts itself.
@main
enum Main {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    switch words.first {
    case "send": try send(words)
    case "receive": try receive(words)
    case "echo": _ = cbench_echo(UInt16(words[1])!)
    default:
      try Comparison(
        udpeek: words.first ?? ".build/release/udpeek", rounds: words.dropFirst().first.flatMap { Int($0) } ?? 3
      ).run()
    }
  }

  private static func send(_ words: [String]) throws {
    var sent = cbench_sent()
    let status = cbench_send(
      UInt16(words[1])!, UInt64(words[2])!, UInt32(words[3])!, Double(words[4])!, UInt32(words[5])!, &sent)
    guard status == 0 else { throw BenchError("send", errno) }
    print(sent.datagrams, sent.seconds)
  }

  private static func receive(_ words: [String]) throws {
    var received = cbench_received()
    guard cbench_receive(UInt16(words[1])!, UInt32(words[2])!, 1, &received) == 0 else {
      throw BenchError("receive", errno)
    }
    print("received \(received.datagrams), drops \(received.drops)")
  }
}
