import PayloadText

/// The encodings in which we sent datagrams, by datagram number. Bounded: the oldest are evicted.
struct SentEncodings: Sendable {
  private static let capacity = 16_384

  private var numbers: [UInt64] = []
  private var choices: [EncodingChoice] = []

  /// Appends an encoding; ignored unless its number is above all earlier ones.
  mutating func append(_ number: UInt64, _ choice: EncodingChoice) {
    if let last = numbers.last, last >= number { return }
    if numbers.count == Self.capacity {
      numbers.removeFirst(Self.capacity / 4)
      choices.removeFirst(Self.capacity / 4)
    }
    numbers.append(number)
    choices.append(choice)
  }

  /// The encoding of a datagram; `nil` if it was evicted.
  subscript(number: UInt64) -> EncodingChoice? {
    var range = numbers.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if numbers[middle] == number { return choices[middle] }
      range = numbers[middle] < number ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
