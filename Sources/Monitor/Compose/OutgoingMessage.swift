import Basics
import PayloadText
import PeerText
import UDPCore

/// The form and the encoding in which a message to one peer becomes bytes.
struct MessageCoding: Sendable, Hashable {
  var form: MessageForm
  /// The encoding of text; without effect on bytes in hexadecimal.
  var encoding: TextEncoding

  init(_ form: MessageForm, _ encoding: TextEncoding) {
    self.form = form
    self.encoding = form == .hex ? .hex : encoding
  }

  /// The encoding in which the row of such a message is read.
  var choice: EncodingChoice { EncodingChoice(encoding) }

  /// As the panel names it: `hex`, `gbk text`, `raw utf-8 text`.
  var label: Phrase {
    switch form {
    case .hex: "hex"
    case .text: Phrase(verbatim: encoding.name)
    case .raw: "\(encoding.name), literal"
    }
  }
}

/// A datagram that is ready to be sent.
struct OutgoingMessage: Sendable, Hashable {
  var request: TransmitRequest
  /// The form and the encoding of its bytes; `nil` for a file.
  var coding: MessageCoding?
  /// The encoding in which its row is read; `nil` for the peer's.
  var choice: EncodingChoice?
  /// The template of the message; `nil` if it is the same each time.
  var template: MessageTemplate?
}

/// Messages with the same bytes, as the panel shows and counts them.
struct MessageVariant: Sendable, Hashable {
  var payload: [UInt8]
  var coding: MessageCoding?
  /// The recipients.
  var peers: [Endpoint]

  /// The variants among messages, in their order.
  static func all(of messages: [OutgoingMessage]) -> [MessageVariant] {
    var variants: [MessageVariant] = []
    var places: [[UInt8]: Int] = [:]
    for message in messages {
      if let place = places[message.request.payload] {
        variants[place].peers.append(message.request.peer)
      } else {
        places[message.request.payload] = variants.count
        variants.append(
          MessageVariant(payload: message.request.payload, coding: message.coding, peers: [message.request.peer]))
      }
    }
    return variants
  }
}

/// The messages that were sent last.
struct Sent: Sendable, Hashable {
  /// One a peer.
  let messages: [OutgoingMessage]

  /// The recipients, to whom it can be sent again.
  let whom: Phrase
}
