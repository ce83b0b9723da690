import Basics
import DisplayFilter
import PayloadText
import PeerText
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

  /// The reason for which a line cannot be sent; the range counts scalars of the line.
  struct Problem: Error, Sendable, Hashable {
    var text: Phrase
    var range: Range<Int>
  }

  var target: Target
  /// The interface that a new message leaves by, as typed behind the endpoint; 0 leaves that to routing.
  var interface: UInt32 = 0
  var editor: LineEditor
  /// The form of this message alone; `nil` for the form in which each peer is written to.
  var form: MessageForm?
  /// The encoding of this message alone, never `hex`; `nil` is each peer's own.
  var encoding: TextEncoding?
  /// The encoding, or `hex`, in which each peer was written to when the message was begun. What arrives meanwhile does
  /// not change what is written already. Empty while the message is.
  var begun: [Endpoint: TextEncoding] = [:]
  /// The message before a line of the history was recalled.
  var draftBeforeRecall: WrittenMessage?
  /// Lines of the preview below the message.
  var previewRows = 1
  /// The reason for which Enter was refused, where the line itself does not show it; gone with the next change of the
  /// line.
  var refusal: Problem?
  /// Whether Enter was pressed on a line that cannot be sent; gone with the next change of the line.
  var isRefused = false
  /// The question that Enter asked before it sends; gone with the next change of the line.
  var question: Phrase?
  /// Whether that was asked, so that Enter sends.
  var isConfirmed = false

  /// The line is another one.
  mutating func clearRefusal() {
    refusal = nil
    isRefused = false
    question = nil
    isConfirmed = false
  }

  /// Takes over the form and the encoding of a message, not its text.
  mutating func adoptForm(of written: WrittenMessage) {
    form = written.form
    encoding = written.encoding
    draftBeforeRecall = nil
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

  /// Whether what a message says is the same bytes in every encoding but UTF-16; so is one with a mistake.
  /// - Parameter form: the form chosen for it; taken literally, a backslash begins no character.
  static func isASCII(_ text: String, _ form: MessageForm?) -> Bool {
    if text.utf8.allSatisfy({ $0 < 0x80 }), form == .raw || !text.contains("\\u") { return true }
    if form == .raw { return false }
    guard let message = try? Message(parsing: text) else { return true }
    return (try? message.encoded(as: .ascii)) != nil
  }

  /// Returns the form and the encoding of the message to a peer: those chosen for the message, else those in which it
  /// was begun.
  func coding(for peer: Endpoint, _ texts: PeerTexts) -> MessageCoding {
    coding(begun[peer] ?? texts.outgoing(for: peer).encoding, for: peer, texts)
  }

  /// Returns the form and the encoding that the message would have if it were begun now.
  func suggestion(for peer: Endpoint, _ texts: PeerTexts) -> MessageCoding {
    coding(texts.outgoing(for: peer).encoding, for: peer, texts)
  }

  /// Returns the form and the encoding of the message to a peer that is written to in `own`.
  private func coding(_ own: TextEncoding, for peer: Endpoint, _ texts: PeerTexts) -> MessageCoding {
    let isHex = encoding == nil && own == .hex
    let form = form ?? (isHex ? .hex : .text)
    if let encoding { return MessageCoding(form, encoding) }
    guard own == .hex else { return MessageCoding(form, own) }
    return MessageCoding(form, form == .hex ? .utf8 : texts.answering(peer))
  }

  /// The most that a datagram to that address takes, in bytes.
  static func limit(_ peer: Endpoint) -> Int { peer.address.largestPayload }

  /// Returns the problem that `count` bytes are too many for a datagram to `peer`; `nil` when they are not.
  static func excess(_ count: Int, to peer: Endpoint) -> Problem? {
    guard count > limit(peer) else { return nil }
    return Problem(
      text: "\(Figures.size(count)): a datagram takes \(Figures.grouped(limit(peer))) at most", range: 0..<0)
  }

  /// Returns the problem of a character that the encoding lacks.
  /// - Parameter hint: the key that helps, after a colon.
  static func problem(_ error: TextEncodingError, _ hint: Phrase) -> Problem {
    switch error {
    case .unencodable(let scalar, let offset, let encoding):
      return Problem(
        text: "\(encoding.name) cannot write \(String(scalar)) (\(scalar.codePoint))\(hint)",
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
