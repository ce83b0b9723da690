import PayloadText
package import PeerText
package import UDPCore

/// The meaning of a comment in a capture file. All comments of recordings are written and parsed here.
package enum CaptureNote: Hashable, Sendable {
  /// The encoding of a peer: `encoding gb18030` on a datagram of the peer or on the interface, `encoding gbk for
  /// 10.0.3.17:5000` and `encoding gbk for all peers` anywhere; `auto` cancels an earlier one.
  case encoding(PresetEncoding, of: Peers)
  /// A guessed encoding, `encoding gb18030?`, which is ignored: a reader of the file makes the guess again.
  case guess
  /// A note that the user wrote during a recording, `note on 10.0.3.17:5000 at 2026-11-22T21:07:45.123456789Z: alarm
  /// begins`; `nil` removes it. The comment is on the next datagram that arrived, so it names its row.
  case note(String?, on: Row)
  /// A failure, `10.0.3.17:5000: unreachable: port closed (ICMP)`: it has no packet, so its comment is on the next
  /// datagram.
  case failure(Endpoint, TransmitFailure)
  /// An alarm, `alarm about 10.0.3.17:5000: meters: silent for 90s`, or `alarm about all peers: …`: it
  /// has no packet either.
  case alarm(Endpoint?, AlarmNote)
  /// Any other text.
  case text(String)

  /// The peers that a comment on an encoding is about.
  package enum Peers: Hashable, Sendable {
    /// The peer of the datagram that the comment is on; all peers if it is not on a datagram.
    case here
    case one(Endpoint)
    case all
  }

  /// A row as named by a note: the remote endpoint and the time of its datagram.
  package struct Row: Hashable, Sendable {
    package let peer: Endpoint
    /// Nanoseconds since the Unix epoch.
    package let time: Int64

    /// Creates the name of a datagram's row.
    package init(_ datagram: Datagram) { self.init(peer: datagram.peer, time: datagram.time) }

    /// A scope ID is only valid on this host, so captures contain none.
    fileprivate init(peer: Endpoint, time: Int64) {
      self.peer = Endpoint(peer.address, port: peer.port)
      self.time = time
    }
  }

  /// Whether the comment states an encoding, even a guessed one.
  package var isAboutEncoding: Bool {
    switch self {
    case .encoding, .guess: true
    case .note, .failure, .alarm, .text: false
    }
  }

  private enum Words {
    static let encoding = "encoding "
    static let allPeers = "all peers"
    static let note = "note on "
    static let alarm = (of: "alarm about ", all: "alarm about all peers: ")
    /// At the end of the comment on a failure or an alarm that the user marked.
    static let marked = " (marked)"
    static let takenBack = (before: "the note on ", after: " is taken back")
  }
}

// MARK: Writing

extension CaptureNote {
  /// Returns the comment that states an encoding.
  package static func comment(_ encoding: PresetEncoding, of peers: Peers) -> String {
    let text = Words.encoding + encoding.name
    switch peers {
    case .here: return text
    // A scope ID is only valid on this host, so captures contain none.
    case .one(let peer): return "\(text) for \(Endpoint(peer.address, port: peer.port))"
    case .all: return "\(text) for \(Words.allPeers)"
    }
  }

  /// Returns a note as a comment on its own datagram; `nil` if it reads like another comment of a recording.
  package static func own(_ text: String) -> String? {
    if case .text = CaptureNote(text) { text } else { nil }
  }

  /// Returns the comment that states a note on a datagram, or removes it (`nil`).
  package static func comment(on datagram: Datagram, _ text: String?, _ interfaces: InterfaceNames) -> String {
    let row = "\(datagram.peer.text(interfaces)) at \(UTCTime.text(datagram.time))"
    return text.map { "\(Words.note)\(row): \($0)" } ?? "\(Words.takenBack.before)\(row)\(Words.takenBack.after)"
  }
}

extension CaptureNote {
  /// Returns the comment that stands for a row without a packet: a failure or an alarm; `nil` for a datagram.
  /// - Parameter isMarked: whether the user marked the row.
  package static func comment(onRowOf datagram: Datagram, isMarked: Bool = false) -> String? {
    comment(onRow: datagram).map { isMarked ? $0 + Words.marked : $0 }
  }

  private static func comment(onRow datagram: Datagram) -> String? {
    if let failure = datagram.failure { return "\(datagram.peer): \(failure.explanation)" }
    guard let alarm = datagram.alarm else { return nil }
    let text = "\(alarm.name): \(alarm.text)"
    if datagram.peer.address.isUnspecified { return Words.alarm.all + text }
    let peer = Endpoint(datagram.peer.address, port: datagram.peer.port)
    return "\(Words.alarm.of)\(peer): \(text)"
  }
}

// MARK: Reading

extension CaptureNote {
  /// Parses a comment.
  package init(_ comment: String) {
    let row = comment.hasSuffix(Words.marked) ? String(comment.dropLast(Words.marked.count)) : comment
    self = Self.encoding(comment) ?? Self.note(comment) ?? Self.alarm(row) ?? Self.failure(row) ?? .text(comment)
  }

  private static func failure(_ comment: String) -> CaptureNote? {
    // No endpoint contains a space.
    guard let end = comment.unicodeScalars.firstIndex(of: " "), comment[..<end].hasSuffix(":"),
      let failure = TransmitFailure(explanation: String(comment[comment.index(after: end)...])),
      let argument = try? EndpointArgument(String(comment[..<end].dropLast()))
    else { return nil }
    return argument.address.map { .failure(Endpoint($0, port: argument.port), failure) }
  }

  private static func alarm(_ comment: String) -> CaptureNote? {
    var rest = comment[...]
    var peer: Endpoint?
    if rest.hasPrefix(Words.alarm.all) {
      rest = rest.dropFirst(Words.alarm.all.count)
    } else if rest.hasPrefix(Words.alarm.of) {
      rest = rest.dropFirst(Words.alarm.of.count)
      // No endpoint contains a space.
      guard let end = rest.firstIndex(of: " "), rest[..<end].hasSuffix(":"),
        let argument = try? EndpointArgument(String(rest[..<end].dropLast())), let address = argument.address
      else { return nil }
      peer = Endpoint(address, port: argument.port)
      rest = rest[rest.index(after: end)...]
    } else {
      return nil
    }
    guard let colon = rest.firstRange(of: ": ") else { return nil }
    return .alarm(peer, AlarmNote(name: String(rest[..<colon.lowerBound]), text: String(rest[colon.upperBound...])))
  }

  private static func encoding(_ comment: String) -> CaptureNote? {
    guard comment.hasPrefix(Words.encoding) else { return nil }
    if comment.contains("?") { return encoding(comment.filter { $0 != "?" }).map { _ in .guess } }
    let parts = comment.dropFirst(Words.encoding.count).split(separator: " ", maxSplits: 2)
    guard let name = parts.first, let encoding = preset(name) else { return nil }
    if parts.count == 1 { return .encoding(encoding, of: .here) }
    guard parts.count == 3, parts[1] == "for" else { return nil }
    if parts[2] == Words.allPeers { return .encoding(encoding, of: .all) }
    guard let argument = try? EndpointArgument(String(parts[2])), case .address(let address, nil) = argument.host
    else { return nil }
    return .encoding(encoding, of: .one(Endpoint(address, port: argument.port)))
  }

  private static func preset(_ name: Substring) -> PresetEncoding? {
    name == PresetEncoding.auto.name ? .auto : TextEncoding(label: name).map { .encoding($0) }
  }

  private static func note(_ comment: String) -> CaptureNote? {
    if comment.hasPrefix(Words.note) {
      // Neither an endpoint nor a time contains a space, and the first colon before a space ends the time.
      let words = comment.dropFirst(Words.note.count).split(
        separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard words.count == 4, words[2].hasSuffix(":"), let row = Row(words[0..<2] + [words[2].dropLast()]) else {
        return nil
      }
      return .note(String(words[3]), on: row)
    }
    guard comment.hasPrefix(Words.takenBack.before), comment.hasSuffix(Words.takenBack.after) else { return nil }
    let words = comment.dropFirst(Words.takenBack.before.count).dropLast(Words.takenBack.after.count)
    return Row(words.split(separator: " ")[...]).map { .note(nil, on: $0) }
  }
}

extension EndpointArgument {
  /// The address that is written; `nil` for all addresses, and for a name.
  fileprivate var address: IPAddress? {
    switch host {
    case .address(let address, _), .group(let address, _, _): address
    case .every, .name: nil
    }
  }
}

extension CaptureNote.Row {
  /// Parses `ENDPOINT at TIME`.
  fileprivate init?(_ words: ArraySlice<Substring>) {
    guard words.count == 3, words[1] == "at", let time = RecordTime.nanoseconds(String(words[2])),
      let argument = try? EndpointArgument(String(words[0]))
    else { return nil }
    guard let address = argument.address else { return nil }
    self.init(peer: Endpoint(address, port: argument.port), time: time)
  }
}
