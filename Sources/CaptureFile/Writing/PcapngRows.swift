import Basics
package import PeerText
package import UDPCore

/// Rows as a pcapng file, with everything that a recording says: directions, drops, encodings, notes and marks.
package struct PcapngRows {
  private var buffer = PcapngBuffer(capacity: 512 << 10)
  private var statistics = PcapngBuffer.Statistics()
  private let name: String
  private let application: String
  /// The encodings in force at the beginning.
  private let texts: PeerTexts
  private var encodings = EncodingComments()
  /// Kernel drops and comments before a row that has no packet block. The next datagram carries them.
  private var pendingDrops = 0
  private var pendingComments: [String] = []
  private var hasBegun = false
  private var hasTime = false

  /// Creates a file without rows.
  /// - Parameters:
  ///   - name: the name of the interface: where the datagrams come from.
  ///   - application: the program that writes the file.
  ///   - texts: the encodings in force at the beginning.
  package init(name: String, application: String, texts: PeerTexts) {
    self.name = name
    self.application = application
    self.texts = texts
  }

  /// Datagrams before 1970, which are written as of 1970.
  package var early: Int { buffer.early }

  /// Begins the file with its first datagram, whose time determines the origin of all times.
  private mutating func begin(at time: Int64) {
    hasBegun = true
    var interface = PcapngBuffer.Interface(name: name, comments: encodings.begin(texts))
    interface.origin = PcapngBuffer.origin(for: time)
    buffer.begin(interface, application: application)
  }

  /// Adds kernel drops before the next datagram.
  package mutating func add(drops: Int) { pendingDrops += drops }

  /// Adds a failure or an alarm, which has no packet block: it becomes a comment on the next datagram, as in a recording.
  /// - Parameters:
  ///   - note: the user's note on it, which becomes another one.
  ///   - isMarked: whether the user marked it, which the comment then says.
  package mutating func add(withoutPacket datagram: Datagram, note: String?, isMarked: Bool = false) {
    guard let comment = CaptureNote.comment(onRowOf: datagram, isMarked: isMarked) else { return }
    pendingComments.append(comment)
    if let note { pendingComments.append(CaptureNote.comment(on: datagram, note, InterfaceNames())) }
  }

  /// Adds a datagram that was received or sent.
  /// - Parameter notes: the comments on it; those that could be mistaken for a recording's are written as notes.
  /// - Returns: the bytes ready to be taken.
  @discardableResult
  package mutating func add(_ datagram: Datagram, notes: [String], isMarked: Bool, _ texts: PeerTexts) -> Int {
    if !hasBegun { begin(at: datagram.timestamp ?? 0) }
    encodings.recheckChanged(texts)
    // Only a simple packet block lacks a time, and it has no comments either; the peer's next datagram gets this one.
    let isBare =
      datagram.timestamp == nil && notes.isEmpty && pendingComments.isEmpty && !isMarked && pendingDrops == 0
      && datagram.kind == .incoming
    var comments = pendingComments + notes
    if let verdict = datagram.relayVerdict { comments.append("relay: \(verdict.phrase.english)") }
    if !isBare {
      if let comment = encodings.commentForAll(texts) { comments.append(comment) }
      if let comment = encodings.comment(datagram.peer, texts) { comments.append(comment) }
    }
    buffer.add(datagram, drops: pendingDrops, isMarked: isMarked, comments: comments)
    pendingDrops = 0
    pendingComments = []
    if let time = datagram.timestamp {
      if !hasTime { (statistics.start, hasTime) = (time, true) }
      statistics.end = max(statistics.end, time)
    }
    statistics.received += 1
    statistics.delivered += 1
    return buffer.count
  }

  /// Ends the file.
  /// - Parameters:
  ///   - drops: the kernel drops in all.
  ///   - comments: the comments after the last datagram.
  ///   - missed: rows that were evicted before they could be written.
  package mutating func end(drops: Int, comments: [String], missed: Int = 0) {
    if missed > 0 { pendingComments.append("\(missed) rows were evicted before they could be written") }
    if !hasBegun { begin(at: 0) }
    statistics.kernelDrops = drops
    statistics.comments = pendingComments + comments
    buffer.end(statistics)
  }

  /// Hands over the gathered bytes, and forgets them.
  package mutating func drain<E: Error>(_ body: (RawSpan) throws(E) -> Void) throws(E) {
    try buffer.withBytes(body)
    buffer.removeAll()
  }
}
