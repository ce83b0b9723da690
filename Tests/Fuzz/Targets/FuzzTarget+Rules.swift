import Basics
import Configuration
import PeerText
import Rules
import UDPCore

extension FuzzTarget {
  /// Reads any file of rules: each problem is told with its line, and rules without one answer a few datagrams, each
  /// message as short as a datagram is.
  static let rules = FuzzTarget(name: "rules") { bytes in
    let source = bytes.text
    let scope = RuleFile.Scope(aliases: Aliases(), interfaces: InterfaceNames()) { $0.count > 8 ? nil : [1, 2, 3] }
    let set: RuleSet
    do throws(ConfigurationProblems) { set = try RuleFile.rules(in: source, path: "/r", scope) } catch {
      let lines = source.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
      for problem in error.all {
        guard case .file(_, let line, _) = problem.location else { continue }
        precondition((1...lines + 1).contains(line) && !problem.description.isEmpty, "\(problem)")
      }
      return
    }
    var rehearsal = RuleRehearsal(set)
    var texts = PeerTexts(encodingForAll: nil)
    let snapshot = questions.snapshot()
    for segment in snapshot.segments {
      for number in segment.numbers {
        texts.observe(segment[number])
        for answer in rehearsal.answers(to: segment[number], texts) {
          precondition(answer.payload.count <= 65_507 && answer.delay >= 0, "\(answer)")
        }
      }
    }
  }

  /// A log of a few questions: text, GBK, binary data, nothing.
  private static let questions: CaptureLog = {
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let payloads: [[UInt8]] = [
      Array("PING 17".utf8), [0xce, 0xc2, 0xb6, 0xc8, 0x3f], [0x7e, 0x01, 0x05, 0xff], [],
      Array(repeating: 0x61, count: 200),
    ]
    for (index, payload) in payloads.enumerated() {
      let peer = Endpoint(IPAddress(ipv4: 0x0a00_0001 + UInt32(index)), port: 5_000)
      let path = LocalPath(
        endpoint: Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8_080), replySource: .anyIPv4, interface: 0, socket: 0)
      writer.append(
        LogWriter.Row(kind: .incoming, time: Int64(index), size: payload.count, peer: peer, local: path),
        payload: payload.span.bytes)
    }
    writer.publish()
    return writer.log
  }()
}
