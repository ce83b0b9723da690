import Basics
import DisplayFilter
import PayloadText
package import PeerText
package import UDPCore

/// A writer of scripts from rows of a log, which then play one side of the conversation again.
///
/// Rows that were sent become `>` and rows that were received `<`. A side that was sent to first is a client's: `to` the
/// peer; one that was heard first a server's: `at` the port. Where nothing was sent, because somebody else's
/// conversation was recorded, the script plays the client: the side that spoke first.
package struct ScriptWriter {
  /// A row and its part in the script.
  private struct Entry {
    let datagram: Datagram
    /// The index of its endpoint.
    let endpoint: Int
    let isSent: Bool
  }

  /// An endpoint of the script.
  private struct Side: Hashable {
    let role: ScriptEndpoint.Role
    /// The peer of a client, the local endpoint of a server.
    let endpoint: Endpoint
  }

  /// The gap in nanoseconds from which an answer gets a limit of its own.
  private static let slow: Int64 = 500_000_000

  private let texts: PeerTexts
  private let interfaces: InterfaceNames
  private var sides: [Side] = []
  private var entries: [Entry] = []
  /// The encoding of each side's texts; `nil` where all is ASCII.
  private var encodings: [TextEncoding?] = []

  /// Returns the script of rows, in their order; failures are left out.
  package static func script(of rows: [Datagram], _ texts: PeerTexts, _ interfaces: InterfaceNames) -> String {
    var writer = ScriptWriter(texts, interfaces)
    writer.assign(rows.filter { $0.kind.isDatagram })
    return writer.text
  }

  private init(_ texts: PeerTexts, _ interfaces: InterfaceNames) {
    self.texts = texts
    self.interfaces = interfaces
  }

  // MARK: Roles

  private mutating func assign(_ rows: [Datagram]) {
    let isOverheard = Self.isOverheard(rows)
    var known: [Endpoint: Int] = [:]
    for datagram in rows {
      if isOverheard {
        overhear(datagram, &known)
      } else {
        let isSent = datagram.kind == .outgoing
        let side =
          known[datagram.peer]
          ?? index(
            of: isSent
              ? Side(role: .client, endpoint: datagram.peer) : Side(role: .server, endpoint: datagram.local.endpoint))
        known[datagram.peer] = side
        entries.append(Entry(datagram: datagram, endpoint: side, isSent: isSent))
      }
    }
    encodings = sides.indices.map { [texts, entries] side in
      let found = entries.filter { $0.endpoint == side }.map { texts.choice(of: $0.datagram) }
        .first { !$0.isUndecided && $0.encoding != .hex && $0.encoding != .ascii }
      return found?.encoding
    }
  }

  /// Whether the rows are a conversation of two others: nothing was sent, and there are both directions.
  private static func isOverheard(_ rows: [Datagram]) -> Bool {
    guard !rows.contains(where: { $0.kind == .outgoing }) else { return false }
    let ways = Set(rows.map { [$0.source, $0.destination] })
    return ways.contains { ways.contains([$0[1], $0[0]]) }
  }

  /// Assigns a row between two others: the one that spoke first is the client.
  private mutating func overhear(_ datagram: Datagram, _ known: inout [Endpoint: Int]) {
    let (source, destination) = (datagram.source, datagram.destination)
    let isAnswer = known[source].map { sides[$0].endpoint == source } ?? false
    let server = isAnswer ? source : destination
    let side = index(of: Side(role: .client, endpoint: server))
    known[server] = side
    entries.append(Entry(datagram: datagram, endpoint: side, isSent: !isAnswer))
  }

  private mutating func index(of side: Side) -> Int {
    if let index = sides.firstIndex(of: side) { return index }
    sides.append(side)
    return sides.count - 1
  }

  // MARK: Text

  private var text: String {
    var lines = sides.indices.map { declaration($0) }
    let patterns = AnswerPatterns(
      entries.map {
        AnswerPatterns.Row(payload: $0.datagram.payload, text: plainText($0), isSent: $0.isSent, endpoint: $0.endpoint)
      })
    var last: [Int: Datagram] = [:]
    for (index, entry) in entries.enumerated() {
      let name = sides.count == 1 ? "" : name(entry.endpoint) + " "
      if entry.isSent {
        if sides[entry.endpoint].role == .server, last[entry.endpoint]?.peer != entry.datagram.peer {
          // A server answers the peer that it heard last.
          lines.append("# left out: a datagram to \(entry.datagram.peer.text(interfaces)), which had not asked last")
          continue
        }
        lines.append(name + "> " + ScriptText.message(entry.datagram, texts, encodings[entry.endpoint]))
      } else {
        let filter = patterns.filter(at: index) ?? ScriptText.filter(entry.datagram, texts, encodings[entry.endpoint])
        lines.append(name + "< " + filter + limit(index))
        last[entry.endpoint] = entry.datagram
      }
    }
    return lines.map { $0.trimmed + "\n" }.joined()
  }

  private func declaration(_ index: Int) -> String {
    let side = sides[index]
    let encoding = encodings[index].map { " " + $0.name } ?? ""
    let prefix = sides.count == 1 ? "" : name(index) + " = "
    switch side.role {
    case .client: return "\(prefix)to \(side.endpoint.withoutHost.text(interfaces))\(encoding)"
    case .server:
      let isGroup = side.endpoint.address.isMulticast
      return "\(prefix)at \(isGroup ? side.endpoint.text(interfaces) : String(side.endpoint.port))\(encoding)"
    }
  }

  /// The name of an endpoint in a script of several.
  private func name(_ index: Int) -> String {
    let role = sides[index].role
    let number = sides[...index].filter { $0.role == role }.count
    return (role == .client ? "peer" : "server") + String(number)
  }

  /// The decoded text of a row if it is text without damage; otherwise `nil`.
  private func plainText(_ entry: Entry) -> String? {
    ScriptText.plain(entry.datagram, texts, encodings[entry.endpoint])
  }

  /// The limit of an answer that took long; empty for others.
  private func limit(_ index: Int) -> String {
    guard index > 0, let time = entries[index].datagram.timestamp, let before = entries[index - 1].datagram.timestamp
    else { return "" }
    let gap = time.subtractingReportingOverflow(before).partialValue
    guard gap > Self.slow else { return "" }
    return " within \(min(999_999, 1 + gap / 500_000_000))s"
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var trimmed: Substring {
    var rest = self[...]
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
