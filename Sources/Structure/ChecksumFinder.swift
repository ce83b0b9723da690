import Templates

/// The search for the checksum that stands in the last bytes of datagrams, where some of them may be damaged.
struct ChecksumFinder {
  /// The datagrams.
  let datagrams: [[UInt8]]

  /// A checksum, how many datagrams agree with it, and the bits of evidence.
  struct Finding {
    var match: ChecksumMatch
    var held: Int
    var bits: Double
    /// Whether more evidence would be welcome.
    var isGuess: Bool { bits < 32 }
  }

  /// The bits without which a checksum is not mentioned: one in a million streams agrees by chance.
  private static let leastBits = 20.0
  /// The datagrams that are tried at first.
  private static let tried = 48

  /// Returns the checksum with the most evidence; `nil` if there is none.
  /// - Parameter known: the one that was found before; it is tried alone first.
  func finding(known: ChecksumMatch? = nil) -> Finding? {
    if let known, let finding = examined(known), finding.held * 10 >= datagrams.count * 9 { return finding }
    let sample = Array(datagrams.prefix(Self.tried))
    let best = ChecksumSearch.matches(in: sample, missing: sample.count / 5).compactMap(examined)
      .max { $0.bits < $1.bits }
    return best
  }

  /// Returns what the datagrams say of a checksum; `nil` if it is too little.
  private func examined(_ match: ChecksumMatch) -> Finding? {
    let held = ChecksumSearch.agreeing(match, in: datagrams)
    guard held.count * 5 >= datagrams.count * 4, isPlain(match) else { return nil }
    let evidence = ChecksumEvidence(held: held, failures: datagrams.count - held.count)
    let bits = evidence.bits(for: match)
    guard bits >= Self.leastBits else { return nil }
    return Finding(match: match, held: held.count, bits: bits)
  }

  /// Whether the bytes behind the checksum are the same in all datagrams.
  private func isPlain(_ match: ChecksumMatch) -> Bool {
    guard match.trailing > 0, let first = datagrams.first else { return true }
    let end = first.suffix(match.trailing)
    return datagrams.allSatisfy { $0.suffix(match.trailing) == end }
  }
}
