extension Double {
  /// A word that is in the same order among words as the number is among numbers.
  package var ordered: UInt64 {
    let bits = (self == 0 ? 0 : self).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }
}
