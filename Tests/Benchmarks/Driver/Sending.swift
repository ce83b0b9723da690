import CBench
import Glibc

/// Measures how fast datagrams are sent, beside plain C loops, to a port that keeps few of them; the sender has one
/// processor. The goals: a constant message at 0.9 of the plain loop's rate or more, one with a counter and a checksum at
/// 500,000 a second or more.
struct Sending {
  let tools: Tools
  let rounds: Int

  private static let total = 1_000_000
  private static let size = 32

  /// A program that sends, and the last two numbers that it prints: datagrams and seconds.
  private struct Sender {
    let name: String
    let words: (UInt16) -> [String]
    let result: (String) -> (datagrams: Double, seconds: Double)?
  }

  func table() throws -> Report.Table {
    let senders =
      [plain("C, sendmmsg of 20", joining: 1), plain("C, UDP_SEGMENT of 64", joining: 64)] + [
        udpeek("udpeek send, constant", String(repeating: "x", count: Self.size)),
        udpeek(
          "udpeek send, counter and CRC", "{n:u32be}" + String(repeating: "x", count: Self.size - 6) + "{crc16-modbus}"),
      ]
    var rates: [[Double]] = senders.map { _ in [] }
    for round in 1...rounds {
      for (index, sender) in senders.enumerated() {
        progress("sending, round \(round) of \(rounds): \(sender.name)")
        rates[index].append(try rate(of: sender))
      }
    }
    let plain = max(1, rates[0].median)
    return Report.Table(
      title: "Sending: \(Self.size) bytes each, as fast as possible, over loopback; medians of \(rounds)",
      key: "sending",
      columns: [
        .init("sender", key: "sender"), .init("sent/s", key: "sent_per_second"), .init("to C", key: "rate_to_c"),
      ],
      rows: zip(senders, rates).map { sender, rates in
        [.text(sender.name), .number(rates.median, digits: 0), .number(rates.median / plain, digits: 2)]
      })
  }

  private func rate(of sender: Sender) throws -> Double {
    let port = Tools.anyPort()
    let idle = cbench_bind(port, 4096)
    guard idle >= 0 else { throw BenchError("cannot bind port \(port)", errno) }
    defer { close(idle) }
    let output = try Program(sender.words(port), on: .sending).end().output
    guard let result = sender.result(output), result.seconds > 0 else {
      throw BenchError("\(sender.name) failed: \(output)")
    }
    return result.datagrams / result.seconds
  }

  private func plain(_ name: String, joining count: Int) -> Sender {
    Sender(name: name, words: { [tools.bench, "send", "\($0)", "\(Self.total)", "\(Self.size)", "0", "\(count)"] }) {
      let numbers = $0.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
  }

  private func udpeek(_ name: String, _ message: String) -> Sender {
    Sender(
      name: name,
      words: { [tools.udpeek, "send", "127.0.0.1:\($0)", message, "--rate", "max", "--repeat", "\(Self.total)"] }
    ) { output in
      // sent 1000000 datagrams, 32000000 bytes, to 127.0.0.1:9000 in 1.23 s: …
      let words = output.split(separator: " ")
      guard let sent = words.firstIndex(of: "sent"), let place = words.firstIndex(of: "in"), place + 1 < words.count,
        let datagrams = Double(words[sent + 1]), let seconds = Double(words[place + 1])
      else { return nil }
      return (datagrams, seconds)
    }
  }
}
