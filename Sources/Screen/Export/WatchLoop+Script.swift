import Basics
import Expect
import Monitor
import PayloadText
import PeerText
import UDPCore

/// Writing of scripts for `udpeek expect`.
extension WatchLoop {
  /// Writes a script.
  mutating func write(_ request: ScriptRequest) {
    let shown = state.rowsToWrite
    let script = ScriptFile(request, of: source.log.snapshot(), PeerTexts(shown.encodingSnapshot), shown.interfaces)
    guard script.count > 0 else { return perform(.notice("not written: the rows were evicted", .warning)) }
    if let reason = script.write() { return perform(.notice("not written: \(reason)", .failure)) }
    let rows: Phrase = script.count == 1 ? "1 row" : "\(script.count) rows"
    perform(
      .notice("wrote a script of \(rows) to \(request.path); run it: udpeek expect \(request.path)", .information))
  }
}

/// A script made of rows, on its way to a file.
struct ScriptFile {
  /// The most rows of a script; of more, the last ones.
  private static let limit = 10_000

  private let request: ScriptRequest
  /// The script.
  let text: String
  /// The number of rows.
  let count: Int

  /// Makes a script of rows of a log; evicted rows and failures are left out.
  init(_ request: ScriptRequest, of log: LogSnapshot, _ texts: PeerTexts, _ interfaces: InterfaceNames) {
    self.request = request
    let rows: [Datagram]
    switch request.rows {
    case .marked(let numbers): rows = numbers.suffix(Self.limit).compactMap { log[$0] }
    case .conversation(let endpoint): rows = Self.conversation(of: endpoint, in: log)
    }
    let datagrams = rows.filter(\.kind.isDatagram)
    count = datagrams.count
    text = ScriptWriter.script(of: datagrams, texts, interfaces)
  }

  /// The last rows from and to an endpoint.
  private static func conversation(of endpoint: Endpoint, in log: LogSnapshot) -> [Datagram] {
    var rows: [Datagram] = []
    for segment in log.segments.reversed() {
      for number in segment.numbers.reversed() {
        let datagram = segment[number]
        guard datagram.peer == endpoint || datagram.local.endpoint == endpoint else { continue }
        rows.append(datagram)
        if rows.count == limit { return rows.reversed() }
      }
    }
    return rows.reversed()
  }

  /// Writes the file.
  /// - Returns: the reason for a failure; `nil` if all went well.
  func write() -> Phrase? {
    do throws(WriteJob.Refusal) {
      let file = try OutputFile(request.path, replaces: request.replaces)
      return file.write(Array(text.utf8)) ?? file.finish()
    } catch {
      switch error.progress {
      case .refused(let reason): return reason
      default: return "the file exists: add ! after the name to replace it"
      }
    }
  }
}
