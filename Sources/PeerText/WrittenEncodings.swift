import PayloadText
import UDPCore

/// The encodings in which datagrams of ours were written, by their numbers. Bounded: the oldest are forgotten.
struct WrittenEncodings: Sendable {
  private static let capacity = 16_384

  private var numbers: [UInt64] = []
  private var choices: [EncodingChoice] = []

  /// Adds a number above all that are there; another one is passed over.
  mutating func append(_ number: UInt64, _ choice: EncodingChoice) {
    if let last = numbers.last, last >= number { return }
    if numbers.count == Self.capacity {
      numbers.removeFirst(Self.capacity / 4)
      choices.removeFirst(Self.capacity / 4)
    }
    numbers.append(number)
    choices.append(choice)
  }

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
