package import PayloadText
package import UDPCore

/// A datagram's text is that of its peer's encoding, or of the one in which we wrote it: what filters compare with.
extension PeerTexts {
  /// Looks at what a peer wrote, to decide how it writes; keeps how we wrote what we sent. In the order of the log.
  /// - Returns: whether its texts read differently from now on.
  @discardableResult
  package mutating func observe(_ datagram: Datagram) -> Bool {
    guard datagram.kind == .incoming else {
      keepWriting(datagram.number, to: datagram.peer)
      return false
    }
    return datagram.withPayload { observe($0, from: datagram.peer) }
  }

  /// How the datagram is read.
  package func choice(of datagram: Datagram) -> EncodingChoice {
    let written = datagram.kind == .incoming ? nil : writing(datagram.number)
    return written ?? choice(for: datagram.peer)
  }

  /// The whole text, as filters compare it.
  package func string(of datagram: Datagram) -> String {
    datagram.withPayload { string($0, as: choice(of: datagram).encoding) }
  }

  /// The text, at most `limit` scalars of it.
  package func text(of datagram: Datagram, limit: Int = .max) -> DecodedText {
    datagram.withPayload { text($0, as: choice(of: datagram).encoding, limit: limit) }
  }

  /// The text beside some rows of a hex dump (`TextDecoder.rows`).
  package func rows(_ rows: Range<Int>, of datagram: Datagram, bytesPerRow: Int) -> [DumpText] {
    datagram.withPayload { self.rows(rows, of: $0, as: choice(of: datagram).encoding, bytesPerRow: bytesPerRow) }
  }

  /// The character that a byte of the payload belongs to; `nil` for a byte outside.
  package func character(holding byte: Int, of datagram: Datagram) -> (bytes: Range<Int>, units: [DecodedText.Unit])? {
    datagram.withPayload { character(holding: byte, of: $0, as: choice(of: datagram).encoding) }
  }
}
