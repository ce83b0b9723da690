import Basics
import PayloadText
import TerminalUI
import UDPCore

/// The panel in which a message is written: to the peer of a row, to any endpoint, or to several peers.
struct SendPanel: Sendable {
  /// One whom it goes to.
  struct Recipient: Sendable, Hashable {
    var peer: Endpoint
    /// The way it goes; `nil` lets the receiver choose.
    var local: LocalPath?
  }

  /// To whom, and from where.
  enum Target: Sendable, Hashable {
    /// The endpoint is being typed.
    case asking
    /// The endpoint was typed with a name, which is being looked up.
    case lookingUp(String)
    /// The peer of a row, from the address that it wrote to.
    case reply(Endpoint, LocalPath)
    /// An endpoint that was typed; from one of the bound sockets, or where `nil` from the one that the receiver finds.
    case anywhere(Endpoint, socket: Int?)
    /// Marked peers, each by its own way.
    case several([Recipient])
  }

  /// Why a line cannot be sent; the range counts scalars of the line.
  struct Problem: Error, Sendable, Hashable {
    var text: Phrase
    var range: Range<Int>
  }

  var target: Target
  /// The interface that a new message leaves by, as typed behind the endpoint; 0 leaves that to routing.
  var interface: UInt32 = 0
  var editor: LineEditor
  /// The encoding of this message alone; `nil` is each peer's own.
  var encoding: TextEncoding?
  /// Why Enter did not go on, where the line itself does not tell; gone with the next change of the line.
  var refusal: Problem?
  /// Whether Enter was pressed on a line that cannot be sent; gone with the next change of the line.
  var isRefused = false
  /// Whether Enter was pressed on an empty line, and a second time sends an empty datagram.
  var isEmptyConfirmed = false

  /// The line is another one.
  mutating func takeBackRefusal() {
    refusal = nil
    isRefused = false
    isEmptyConfirmed = false
  }

  /// Whether the endpoint is not known yet.
  var isAsking: Bool {
    switch target {
    case .asking, .lookingUp: true
    default: false
    }
  }

  /// The peer, the first of several; `nil` while it is being typed.
  var peer: Endpoint? {
    switch target {
    case .asking, .lookingUp: nil
    case .reply(let peer, _), .anywhere(let peer, _): peer
    case .several(let recipients): recipients.first?.peer
    }
  }

  /// The local address that an answer leaves from; `nil` where that is not known here.
  var local: LocalPath? {
    if case .reply(_, let local) = target { return local }
    return nil
  }

  /// The most that a datagram to that address takes, in bytes.
  static func limit(_ peer: Endpoint) -> Int { peer.address.isIPv4 ? 65_507 : 65_527 }

  /// That `count` bytes are too many for a datagram to `peer`; `nil` when they are not.
  static func excess(_ count: Int, to peer: Endpoint) -> Problem? {
    guard count > limit(peer) else { return nil }
    return Problem(
      text: "\(Figures.size(count)): a datagram takes \(Figures.grouped(limit(peer))) at most", range: 0..<0)
  }

  /// The bytes of a text in an encoding: message escapes become bytes, the rest is encoded. With `hex` the text is bytes
  /// in hexadecimal.
  /// - Parameter hint: what is said behind what the encoding cannot write.
  static func bytes(of text: String, as encoding: TextEncoding, hint: Phrase) throws(Problem) -> [UInt8] {
    let message: Message
    do throws(MessageSyntaxError) {
      message = encoding == .hex ? try Message.hex(text) : try Message(parsing: text)
    } catch {
      throw Problem(text: error.reason, range: error.offset..<error.offset + 1)
    }
    do throws(TextEncodingError) {
      return try message.encoded(as: encoding)
    } catch {
      throw problem(error, hint)
    }
  }

  private static func problem(_ error: TextEncodingError, _ hint: Phrase) -> Problem {
    switch error {
    case .unencodable(let scalar, let offset, let encoding):
      let code = String(scalar.value, radix: 16, uppercase: true)
      let number = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return Problem(
        text: "\(encoding.name) cannot write \(String(scalar)) (U+\(number))\(hint)",
        range: offset..<offset + 1)
    case .unavailable(let encoding, let package):
      return Problem(text: "\(encoding.name) is not installed here: apt-get install \(package)", range: 0..<0)
    }
  }
}

extension LocalPath {
  /// The address that an answer leaves from, as the panel shows it: the one that the peer wrote to, or the
  /// interface's own where that was a group, a broadcast address, or unspecified.
  func departure(_ interfaces: InterfaceNames) -> String {
    var shown = endpoint
    if !replySource.isUnspecified {
      shown.address = replySource
    } else if endpoint.address.isMulticast || endpoint.address.isLimitedBroadcast || endpoint.address.isUnspecified {
      return "port \(endpoint.port)"
    }
    return shown.text(interfaces)
  }
}
