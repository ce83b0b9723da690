import CaptureFile
package import UDPCore

/// A note that was written while a recording went on, as a comment of the recording: `note on 10.0.3.17:5000 at
/// 2026-11-22T21:07:45.123456789Z: alarm begins`. It stands beside the next datagram that came, so it names its own.
package struct NoteRemark: Hashable {
  /// The remote endpoint and the time of the datagram that the note is on.
  package struct Subject: Hashable {
    package let peer: Endpoint
    /// Nanoseconds since the Unix epoch.
    package let time: Int64

    package init(_ datagram: Datagram) { self.init(peer: datagram.peer, time: datagram.time) }

    /// A scope is a number of this host: captures hold none.
    fileprivate init(peer: Endpoint, time: Int64) {
      self.peer = Endpoint(peer.address, port: peer.port)
      self.time = time
    }
  }

  package let subject: Subject
  /// `nil` where the note was taken back.
  package let text: String?

  private static let written = "note on "
  private static let takenBack = ("the note on ", " is taken back")

  /// What is said of a note, or of its end (`nil`).
  package static func comment(on datagram: Datagram, _ text: String?, _ interfaces: InterfaceNames) -> String {
    let subject = "\(datagram.peer.text(interfaces)) at \(UTCTime.text(datagram.time))"
    return text.map { "\(written)\(subject): \($0)" } ?? "\(takenBack.0)\(subject)\(takenBack.1)"
  }

  /// `nil` for another comment.
  package init?(_ comment: String) {
    if comment.hasPrefix(Self.written) {
      // Neither an endpoint nor a time holds a space, and a time is followed by the first colon and space.
      let words = comment.dropFirst(Self.written.count).split(
        separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      guard words.count == 4, words[2].hasSuffix(":"), let subject = Self.subject(words[0..<2] + [words[2].dropLast()])
      else { return nil }
      (self.subject, text) = (subject, String(words[3]))
    } else if comment.hasPrefix(Self.takenBack.0), comment.hasSuffix(Self.takenBack.1) {
      let words = comment.dropFirst(Self.takenBack.0.count).dropLast(Self.takenBack.1.count).split(separator: " ")
      guard let subject = Self.subject(words[...]) else { return nil }
      (self.subject, text) = (subject, nil)
    } else {
      return nil
    }
  }

  /// `ENDPOINT at TIME`.
  private static func subject(_ words: ArraySlice<Substring>) -> Subject? {
    guard words.count == 3, words[1] == "at", let time = RecordTime.nanoseconds(String(words[2])),
      let argument = try? EndpointArgument(String(words[0]))
    else { return nil }
    switch argument.host {
    case .address(let address, _), .group(let address, _, _):
      return Subject(peer: Endpoint(address, port: argument.port), time: time)
    case .every, .name: return nil
    }
  }
}
