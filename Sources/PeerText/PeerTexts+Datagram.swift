package import PayloadText
package import UDPCore

/// The text of datagrams, decoded in the encoding of their peer, or in the one in which we sent them, as filters
/// compare it.
extension PeerTexts {
  /// Learns a peer's encoding from a datagram that it sent, or records the encoding of one that we sent. Call it in the
  /// order of the log.
  /// - Returns: which rows are now decoded differently.
  @discardableResult
  package mutating func observe(_ datagram: Datagram) -> ReadingChange {
    if let encoding = datagram.transmitID?.sentEncoding {
      recordSentEncoding(of: datagram.number, as: EncodingChoice(encoding))
      return .none
    }
    guard datagram.kind == .incoming else {
      datagram.withPayload { recordSentEncoding(of: datagram.number, $0, to: datagram.peer) }
      return .none
    }
    return datagram.withPayload { observe($0, from: datagram.peer) }
  }

  /// The way to decode the datagram: that of its peer, or the encoding in which we sent it.
  package func reading(of datagram: Datagram) -> PeerReading {
    let written = datagram.kind == .incoming ? nil : sentReading(datagram.number)
    return written ?? reading(for: datagram.peer)
  }

  /// Returns how the datagram is shown: as text, or as bytes (`hex`) if it has no text.
  package func choice(of datagram: Datagram) -> EncodingChoice {
    datagram.withPayload { reading(of: datagram).choice(of: $0) }
  }

  /// The encoding of the datagram's letters, whether or not the whole is text; `hex` if only its ASCII is decoded.
  package func textEncoding(of datagram: Datagram) -> TextEncoding {
    datagram.withPayload { reading(of: datagram).textEncoding(of: $0) }
  }

  /// The whole text, as filters compare it.
  package func string(of datagram: Datagram) -> String {
    datagram.withPayload { string($0, as: reading(of: datagram).textEncoding(of: $0)) }
  }

  /// The text as the datagram is shown, up to `limit` scalars; hexadecimal digits if it is shown as bytes.
  package func text(of datagram: Datagram, limit: Int = .max) -> DecodedText {
    datagram.withPayload { text($0, as: reading(of: datagram).choice(of: $0).reader, limit: limit) }
  }

  /// The whole text as the datagram is shown in `choice`, which `choice(of:)` returned for it.
  package func text(of datagram: Datagram, as choice: EncodingChoice) -> DecodedText {
    datagram.withPayload { text($0, as: choice.reader) }
  }

  /// The text beside some rows of a hex dump (see `TextDecoder.rows`).
  package func rows(_ rows: Range<Int>, of datagram: Datagram, bytesPerRow: Int) -> [DumpText] {
    datagram.withPayload {
      self.rows(rows, of: $0, as: reading(of: datagram).textEncoding(of: $0), bytesPerRow: bytesPerRow)
    }
  }

  /// The character that a byte of the payload belongs to; `nil` for a byte outside it.
  package func character(holding byte: Int, of datagram: Datagram) -> (bytes: Range<Int>, units: [DecodedText.Unit])? {
    datagram.withPayload { character(holding: byte, of: $0, as: reading(of: datagram).textEncoding(of: $0)) }
  }
}
