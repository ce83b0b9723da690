package import Basics
import DisplayFilter
import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// The reply of `--reply`, encoded in advance in every encoding that was chosen or that auto mode can detect, so that
/// the receiver thread only looks it up.
package struct AutoReply {
  private let payloads: [TextEncoding: [UInt8]]
  /// Encodings that cannot represent the message, each with the first character that it lacks.
  private let unwritten: [(encoding: TextEncoding, scalar: Unicode.Scalar)]
  /// The encoding for peers whose encoding is not known; `nil` if one is set for every peer.
  private let undecided: UndecidedEncoding?
  /// Whether the message is ASCII, which is the same in all encodings.
  private let isASCII: Bool

  /// The number of leading bytes in which a request's encoding is detected: the payload of an unfragmented datagram.
  private static let window = 1472

  /// Returns the rule that replies with `text`, and the notices about it to print at the start.
  /// - Throws: an error that explains why `text` cannot be sent.
  package static func rule(
    _ text: String, limits: ReplyLimits, _ encodings: ChosenEncodings
  ) throws(CommandFailure) -> (rule: ReplyRule, notices: [Phrase]) {
    let message: Message
    do throws(MessageSyntaxError) { message = try Message(parsing: text) } catch {
      throw CommandFailure("bad --reply: \(error)", .usage)
    }
    do throws(TextEncodingError) {
      if let encoding = encodings.encodingForAll, encodings.byAddress.isEmpty {
        let payload = try message.encoded(as: encoding)
        return (ReplyRule(limits: limits) { _, _ in payload }, [])
      }
      let auto = try AutoReply(message, encodings)
      return (auto.rule(limits: limits, encodings), auto.notices)
    } catch {
      throw CommandFailure("bad --reply: \(error)", .usage)
    }
  }

  /// Encodes the message. Throws `TextEncodingError` if not even UTF-8 can represent it.
  init(_ message: Message, _ chosen: ChosenEncodings) throws(TextEncodingError) {
    let unknown = chosen.undecided
    let isDecided = chosen.encodingForAll != nil && !chosen.byAddress.values.values.contains(.auto)
    undecided = isDecided ? nil : unknown
    var payloads: [TextEncoding: [UInt8]] = [.utf8: try message.encoded(as: .utf8)]
    var unwritten: [(encoding: TextEncoding, scalar: Unicode.Scalar)] = []
    let asked =
      chosen.byAddress.values.values.compactMap(\.encoding) + (chosen.encodingForAll.map { [$0] } ?? []) + [
        unknown.encoding
      ]
    let needed = Set(TextEncoding.detectable).union(asked)
    for encoding in TextEncoding.allCases
    where needed.contains(encoding) && encoding != .hex && payloads[encoding] == nil {
      do {
        payloads[encoding] = try message.encoded(as: encoding)
      } catch {
        // An encoding without a converter is never detected.
        if case .unencodable(let scalar, _, _) = error { unwritten.append((encoding, scalar)) }
      }
    }
    // A binary protocol has no encoding: text is sent to it as to peers whose encoding is not known.
    payloads[.hex] = payloads[unknown.encoding]
    self.payloads = payloads
    self.unwritten = unwritten
    isASCII = (try? message.encoded(as: .ascii)) != nil
  }

  /// Returns the rule that replies in the peer's encoding, chosen or detected. A peer whose encoding cannot represent
  /// the message gets no reply.
  func rule(limits: ReplyLimits, _ chosen: ChosenEncodings) -> ReplyRule {
    var encodings = PeerEncodings()
    encodings.presets = chosen.presets
    encodings.undecided = chosen.undecided
    encodings.prepare()
    let peers = Lock(encodings)
    let payloads = payloads
    return ReplyRule(limits: limits) { request, peer in
      let encoding = peers.withLock { peers in
        peers.observe(request.extracting(first: Self.window), from: peer)
        return peers.outgoing(for: peer).encoding
      }
      return payloads[encoding]
    }
  }

  /// The notices to print at the start.
  var notices: [Phrase] { [undecidedNotice, unwrittenNotice].compactMap { $0 } }

  /// The notice about the encoding for peers that have only sent ASCII; `nil` if the user chose one that can represent
  /// the message, or it makes no difference.
  private var undecidedNotice: Phrase? {
    guard !isASCII, let undecided else { return nil }
    let encoding = undecided.encoding
    if let lacking = unwritten.first(where: { $0.encoding == encoding }) {
      return
        "--reply: peers that have only sent ASCII get no answer, since \(encoding.name) lacks '\(lacking.scalar)'; --undecided utf-8 answers them"
    }
    guard undecided.configured == nil else { return nil }
    let other: TextEncoding = encoding == .utf8 ? .gbk : .utf8
    let advice: Phrase = "--undecided \(other.name) answers them in \(other.name.uppercased())"
    return "--reply: peers that have only sent ASCII are answered in \(encoding.name); \(advice)"
  }

  /// The notice about peers that get no reply; `nil` if all get one.
  private var unwrittenNotice: Phrase? {
    guard let first = unwritten.first else { return nil }
    let all = unwritten.count + payloads.count
    let example: Phrase = "\(first.encoding.name) lacks '\(first.scalar)'"
    return
      "--reply: in \(unwritten.count) of \(all) encodings the message cannot be written, so peers using them get no answer (\(example))"
  }
}
