import PayloadText
import TerminalUI
import UDPCore

/// The panel in which a message is written: to the peer of a row, or to any endpoint.
struct SendPanel: Sendable {
  /// To whom, and from where.
  enum Target: Sendable, Hashable {
    /// The endpoint is being typed.
    case asking
    /// The peer of a row, from the address that it wrote to.
    case reply(Endpoint, LocalPath)
    /// An endpoint that was typed; the receiver finds the socket.
    case anywhere(Endpoint)
  }

  /// Why a line cannot be sent; the range counts scalars of the line.
  struct Problem: Error, Sendable, Hashable {
    var text: SafeText
    var range: Range<Int>
  }

  var target: Target
  var editor: LineEditor
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

  /// The peer; `nil` while it is being typed.
  var peer: Endpoint? {
    switch target {
    case .asking: nil
    case .reply(let peer, _): peer
    case .anywhere(let peer): peer
    }
  }

  /// The local address it leaves from; `nil` lets the receiver choose.
  var local: LocalPath? {
    if case .reply(_, let local) = target { return local }
    return nil
  }

  /// The bytes of `line` in `encoding`: message escapes become bytes, the rest is encoded. With `hex` the line is bytes
  /// in hexadecimal.
  static func payload(of line: String, to peer: Endpoint, as encoding: TextEncoding) throws(Problem) -> [UInt8] {
    let bytes = try bytes(of: line, as: encoding)
    let limit = peer.address.isIPv4 ? 65_507 : 65_527
    guard bytes.count <= limit else {
      throw Problem(
        text: "\(Figures.size(bytes.count)): a datagram takes \(Figures.grouped(limit)) at most",
        range: 0..<0)
    }
    return bytes
  }

  private static func bytes(of line: String, as encoding: TextEncoding) throws(Problem) -> [UInt8] {
    let message: Message
    do throws(MessageSyntaxError) {
      message = encoding == .hex ? try Message.hex(line) : try Message(parsing: line)
    } catch {
      throw Problem(text: SafeText(error.reason), range: error.offset..<error.offset + 1)
    }
    do throws(TextEncodingError) {
      return try message.encoded(as: encoding)
    } catch {
      throw problem(error)
    }
  }

  private static func problem(_ error: TextEncodingError) -> Problem {
    switch error {
    case .unencodable(let scalar, let offset, let encoding):
      let code = String(scalar.value, radix: 16, uppercase: true)
      let number = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return Problem(
        text: "\(encoding.name) cannot write \(String(scalar)) (U+\(number)): F8 changes the encoding",
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
