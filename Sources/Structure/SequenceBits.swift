/// The bits that a row of numbers takes: as offsets in a range, or as differences.
struct SequenceBits {
  /// The fewest bits.
  let least: Double
  /// Whether the numbers are in two's complement: their range is smaller then.
  let isSigned: Bool

  /// The values that an enumeration has at most.
  static let enumerated = 8

  init(_ values: [UInt64], _ form: StructureField.Form) {
    var (low, high, signedLow, signedHigh) = (UInt64.max, UInt64.min, Int64.max, Int64.min)
    var differences = 0.0
    var last = values[0]
    for value in values {
      let signed = form.signed(value)
      (low, high) = (min(low, value), max(high, value))
      (signedLow, signedHigh) = (min(signedLow, signed), max(signedHigh, signed))
      let difference = form.signed((value &- last) & form.mask).magnitude
      differences += ChecksumEvidence.log2(2 * Double(difference) + 1)
      last = value
    }
    let (span, signedSpan) = (Double(high - low), Double(UInt64(bitPattern: signedHigh &- signedLow)))
    isSigned = signedLow < 0 && signedSpan < span
    let count = Double(values.count)
    let range = isSigned ? signedSpan : span
    let base = isSigned ? Double(signedLow.magnitude) : Double(low)
    let width = Double(form.width * 8)
    let asRange =
      count * ChecksumEvidence.log2(range + 1) + ChecksumEvidence.log2(base + 1)
      + ChecksumEvidence.log2(range + 1)
    let asDifferences = differences + 1.2 * count + width
    least = 10 + min(asRange, asDifferences)
  }

  /// The bits of a few values that return; `nil` if there are many.
  static func enumeration(_ values: [UInt64], _ form: StructureField.Form) -> Double? {
    var counts: [UInt64: Int] = [:]
    for value in values {
      counts[value, default: 0] += 1
      if counts.count > enumerated { return nil }
    }
    guard counts.count > 1, counts.count * 3 <= values.count else { return nil }
    let total = Double(values.count)
    // In the order of the values, so that the sum is the same at each run.
    let bits = counts.keys.sorted().reduce(0.0) { bits, key in
      let own = Double(counts[key] ?? 1)
      return bits + own * ChecksumEvidence.log2(total / own)
    }
    return bits + 10 + Double(counts.count * form.width * 8) * 0.75
  }
}

/// The reading of a row of numbers as the datagrams' lengths.
struct LengthReading {
  let length: StructureField.Length
  let bits: Double

  /// The most bytes that an element of a list has.
  private static let mostScale = 64

  /// Reads the numbers; `nil` if they are no lengths.
  init?(_ values: [UInt64], _ sizes: [Int]) {
    guard let first = sizes.first, let other = sizes.firstIndex(where: { $0 != first }), values[0] <= 65_535,
      values[other] <= 65_535
    else { return nil }
    let (sizeStep, step) = (sizes[other] - first, Int(values[other]) - Int(values[0]))
    guard step != 0, sizeStep % step == 0, (1...Self.mostScale).contains(sizeStep / step) else { return nil }
    let scale = sizeStep / step
    let offset = first - scale * Int(values[0])
    let held = zip(values, sizes).count { $0 <= 65_535 && scale * Int($0) + offset == $1 }
    let kinds = Set(sizes).count
    guard offset >= -256, offset < 65_536, kinds >= (scale == 1 ? 3 : 4), held * 20 >= sizes.count * 19 else {
      return nil
    }
    length = StructureField.Length(scale: scale, offset: offset)
    bits = 16 + (scale == 1 ? 0 : 8) + 0.05 * Double(held) + 16 * Double(sizes.count - held)
  }
}
