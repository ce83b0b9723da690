import Basics
import Formats
import PayloadText
import PeerText
package import UDPCore

/// The peers of a log, for a bundle.
package struct BundledPeers: Sendable {
  private let entries: [PeerEntry]
  private let numbers: SequenceTracker?
  private let encodings: PeerTexts.Snapshot
  private let interfaces: InterfaceNames
  private let identities: PeerIdentities
  /// Whether they are peers of this host, and not of the one on which files were recorded.
  package let isOfThisHost: Bool
  /// The rows that are not counted yet.
  let uncounted: UInt64

  init(_ state: State) {
    entries = state.peers.ledger.entries
    numbers = state.formats.sequences.tracker
    encodings = state.texts.snapshot
    interfaces = state.configuration.interfaces
    identities = state.peers.identities
    isOfThisHost = !state.isElsewhere
    uncounted = state.log.endNumber - min(state.log.endNumber, state.peers.ledger.countedThrough)
  }

  var isEmpty: Bool { entries.isEmpty }

  /// The peers.
  package var endpoints: [Endpoint] { entries.map(\.peer) }

  /// The number of peers.
  package var count: Int { entries.count }

  /// A peer in the summary.
  struct Line {
    /// Address, datagrams and bytes received, datagrams sent, errors, encoding.
    let cells: [String]
  }

  /// The peers from which most datagrams came.
  func busiest(_ count: Int) -> [Line] {
    let texts = PeerTexts(encodings)
    return sorted.prefix(count).map { entry in
      Line(cells: [
        entry.peer.text(interfaces), Figures.grouped(entry.received), Figures.bytes(entry.receivedBytes),
        Figures.grouped(entry.sent), Figures.grouped(entry.errors), Self.encoding(of: entry, texts),
      ])
    }
  }

  /// All peers as CSV (RFC 4180), those from which most datagrams came first. Times are in UTC.
  /// - Parameter found: who they are, beside what the screen knows.
  package func csv(_ found: [Endpoint: PeerIdentity]) -> String {
    let texts = PeerTexts(encodings)
    var lines = [
      "address,port,received,received_bytes,sent,sent_bytes,errors,first,last,encoding,lost,late,twice,"
        + "name,hardware,vendor,process"
    ]
    for entry in sorted {
      let counts = numbers?.counts(of: entry.peer)
      let heard = entry.times.count > 0
      var identity = identities[entry.peer] ?? PeerIdentity()
      identity.merge(found[entry.peer] ?? PeerIdentity())
      lines.append(
        [
          Self.cell(entry.peer.addressText(interfaces)), String(entry.peer.port), String(entry.received),
          String(entry.receivedBytes), String(entry.sent), String(entry.sentBytes), String(entry.errors),
          heard ? Self.moment(entry.times.first) : "", heard ? Self.moment(entry.times.last) : "",
          Self.encoding(of: entry, texts), counts.map { String($0.lost) } ?? "",
          counts.map { String($0.reordered) } ?? "", counts.map { String($0.doubled) } ?? "",
          Self.cell(identity.name ?? ""), identity.hardware ?? "", Self.cell(identity.vendor ?? ""),
          Self.cell(identity.process ?? ""),
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  private var sorted: [PeerEntry] {
    entries.sorted { one, other in
      one.received == other.received
        ? (one.peer.address.high, one.peer.address.low, one.peer.port)
          < (other.peer.address.high, other.peer.address.low, other.peer.port)
        : one.received > other.received
    }
  }

  private static func encoding(of entry: PeerEntry, _ texts: PeerTexts) -> String {
    entry.received > 0 ? texts.choice(for: entry.peer).label : ""
  }

  /// A cell in quotes where it needs them: names of hosts, vendors and processes are anything.
  private static func cell(_ text: String) -> String {
    text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  /// `2026-11-22T21:07:45.123456789Z`.
  private static func moment(_ time: Int64) -> String {
    let moment = CalendarTime(time, offset: 0)
    return "\(moment.date)T\(moment.timeOfDay).\(moment.nanosecond.digits(9))Z"
  }
}
