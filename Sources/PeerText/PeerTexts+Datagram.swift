package import PayloadText
package import UDPCore

/// A datagram's text is that of its peer's encoding, or of the one in which we wrote it: what filters compare with.
extension PeerTexts {
  /// Looks at what a peer wrote, to decide how it writes; keeps how we wrote what we sent. In the order of the log.
  /// - Returns: whether its texts read differently from now on.
  @discardableResult
  package mutating func observe(_ datagram: Datagram) -> Bool {
    guard datagram.kind == .incoming else {
      datagram.withPayload { keepWriting(datagram.number, $0, to: datagram.peer) }
      return false
    }
    return datagram.withPayload { observe($0, from: datagram.peer) }
  }

  /// How the datagram's peer is read, or how we wrote the datagram.
  package func reading(of datagram: Datagram) -> PeerReading {
    let written = datagram.kind == .incoming ? nil : writtenReading(datagram.number)
    return written ?? reading(for: datagram.peer)
  }

  /// How the datagram is shown: as text, or as bytes (`hex`) where it holds no text.
  package func choice(of datagram: Datagram) -> EncodingChoice {
    datagram.withPayload { reading(of: datagram).choice(of: $0) }
  }

  /// In what the letters of the datagram are read, whether the whole is text or not; `hex` where only ASCII is.
  package func textEncoding(of datagram: Datagram) -> TextEncoding {
    datagram.withPayload { reading(of: datagram).textEncoding(of: $0) }
  }

  /// The whole text, as filters compare it.
  package func string(of datagram: Datagram) -> String {
    datagram.withPayload { string($0, as: reading(of: datagram).textEncoding(of: $0)) }
  }

  /// The text as the datagram is shown, at most `limit` scalars of it; of bytes, hexadecimal digits.
  package func text(of datagram: Datagram, limit: Int = .max) -> DecodedText {
    datagram.withPayload { text($0, as: reading(of: datagram).choice(of: $0).reader, limit: limit) }
  }

  /// The text beside some rows of a hex dump (`TextDecoder.rows`).
  package func rows(_ rows: Range<Int>, of datagram: Datagram, bytesPerRow: Int) -> [DumpText] {
    datagram.withPayload {
      self.rows(rows, of: $0, as: reading(of: datagram).textEncoding(of: $0), bytesPerRow: bytesPerRow)
    }
  }

  /// The character that a byte of the payload belongs to; `nil` for a byte outside.
  package func character(holding byte: Int, of datagram: Datagram) -> (bytes: Range<Int>, units: [DecodedText.Unit])? {
    datagram.withPayload { character(holding: byte, of: $0, as: reading(of: datagram).textEncoding(of: $0)) }
  }
}
