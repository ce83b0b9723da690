package import Basics
import DisplayFilter
import PayloadText
package import PeerText
import Plumbing
package import UDPCore

/// The answer of `--reply`, written beforehand in every encoding that auto mode can find or that was chosen: the
/// receiver thread only looks up which one it is.
package struct AutoReply {
  private let payloads: [TextEncoding: [UInt8]]
  /// Encodings that cannot write the message, and the first character that they lack.
  private let unwritten: [(encoding: TextEncoding, scalar: Unicode.Scalar)]
  /// What peers get whose encoding is not known.
  private let undecided: UndecidedEncoding
  /// Whether that matters: ASCII is the same in all.
  private let isASCII: Bool

  /// How much of a request is looked at for its encoding: what a datagram holds that is not fragmented.
  private static let window = 1472

  /// The rule that answers with `text`, and the notices about it for the start.
  /// - Throws: why `text` cannot be an answer.
  package static func rule(
    _ text: String, limits: ReplyLimits, _ encodings: ChosenEncodings
  ) throws(Failure) -> (rule: ReplyRule, notices: [Phrase]) {
    let message: Message
    do throws(MessageSyntaxError) { message = try Message(parsing: text) } catch {
      throw Failure("bad --reply: \(error)", .usage)
    }
    do throws(TextEncodingError) {
      if let encoding = encodings.fixed, encodings.byAddress.isEmpty {
        let payload = try message.encoded(as: encoding)
        return (ReplyRule(limits: limits) { _, _ in payload }, [])
      }
      let auto = try AutoReply(message, encodings)
      return (auto.rule(limits: limits, encodings), auto.notices)
    } catch {
      throw Failure("bad --reply: \(error)", .usage)
    }
  }

  /// - Throws: `TextEncodingError` when not even UTF-8 writes the message.
  init(_ message: Message, _ chosen: ChosenEncodings) throws(TextEncodingError) {
    undecided = chosen.undecided
    var payloads: [TextEncoding: [UInt8]] = [.utf8: try message.encoded(as: .utf8)]
    var unwritten: [(encoding: TextEncoding, scalar: Unicode.Scalar)] = []
    let asked =
      chosen.byAddress.values.values.compactMap(\.encoding) + (chosen.fixed.map { [$0] } ?? []) + [undecided.encoding]
    let needed = Set(TextEncoding.detectable).union(asked)
    for encoding in TextEncoding.allCases
    where needed.contains(encoding) && encoding != .hex && payloads[encoding] == nil {
      do {
        payloads[encoding] = try message.encoded(as: encoding)
      } catch {
        // An encoding without a converter is never found.
        if case .unencodable(let scalar, _, _) = error { unwritten.append((encoding, scalar)) }
      }
    }
    // A binary protocol has no encoding: text goes there as to peers whose encoding is not known.
    payloads[.hex] = payloads[undecided.encoding]
    self.payloads = payloads
    self.unwritten = unwritten
    isASCII = (try? message.encoded(as: .ascii)) != nil
  }

  /// Answers in the encoding of the peer, as `chosen` says or as auto mode finds. Those whose encoding cannot write the
  /// message get no answer.
  func rule(limits: ReplyLimits, _ chosen: ChosenEncodings) -> ReplyRule {
    var encodings = PeerEncodings()
    encodings.rule = chosen.rule
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

  /// What is to be said at the start.
  var notices: [Phrase] { [undecidedNotice, unwrittenNotice].compactMap { $0 } }

  /// What peers get that have only sent ASCII; `nil` where a person said so, or it makes no difference.
  private var undecidedNotice: Phrase? {
    guard !isASCII, undecided.configured == nil else { return nil }
    let locale = undecided.locale.name
    return "--reply: peers that have only sent ASCII are answered in \(locale); --undecided gbk answers them in GBK"
  }

  /// Which peers get no answer; `nil` when all do.
  private var unwrittenNotice: Phrase? {
    guard let first = unwritten.first else { return nil }
    let all = unwritten.count + payloads.count
    let example = "\(first.encoding.name) lacks '\(first.scalar)'"
    return
      "--reply: in \(unwritten.count) of \(all) encodings the message cannot be written, so peers using them get no answer (\(example))"
  }
}
