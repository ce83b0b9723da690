import PayloadText

/// Reads datagrams from standard input, a peer's name and hexadecimal digits a line, and says after each what the
/// peer's encoding is taken for, with a question mark while it is a guess.
@main
struct Decisions {
  static func main() {
    var peers = PeerEncodings<String>()
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 2 else { continue }
      let peer = String(words[0])
      let payload = bytes(words[1])
      peers.observe(payload.span.bytes, from: peer)
      print(peers.choice(for: peer).label)
    }
  }

  private static func bytes(_ digits: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits.utf8 {
      let value = digit < 0x3a ? digit - 0x30 : digit - 0x57
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }
}
