import Structure
import Templates

/// A protocol that nobody speaks, for judging the finder: it writes datagrams, and says what their fields are.
struct MadeUpProtocol: Sendable, CustomStringConvertible {
  let name: String
  /// Writes datagram `index`; whatever runs along is kept in the writer.
  let write: @Sendable (inout DatagramWriter) -> Void
  /// The share of datagrams that are lost on their way.
  var loss = 0.0
  /// The nanoseconds between datagrams.
  var period: Int64 = 250_000_000

  var description: String { name }

  init(
    _ name: String, loss: Double = 0, period: Int64 = 250_000_000,
    write: @escaping @Sendable (inout DatagramWriter) -> Void
  ) {
    self.name = name
    self.write = write
    self.loss = loss
    self.period = period
  }

  /// Returns so many datagrams that arrived, and the fields of the protocol.
  func stream(_ count: Int, seed: UInt64) -> (samples: [StructureSample], fields: [TrueField]) {
    var writer = DatagramWriter(seed: seed)
    var samples: [StructureSample] = []
    var index = 0
    while samples.count < count {
      writer.begin(index, time: 1_764_000_000_123_456_789 + Int64(index) * period)
      write(&writer)
      index += 1
      if index == 1 || writer.random.unit() >= loss {
        // It arrives up to 3 ms later.
        samples.append(StructureSample(bytes: writer.bytes, time: writer.time + Int64(writer.random.below(3_000_000))))
      }
    }
    return (samples, writer.fields)
  }
}

/// A field as the author of a protocol knows it.
struct TrueField: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case constant, counter, length, time, float, enumeration, number
    case checksum(String, isLittle: Bool, start: Int)
  }

  let kind: Kind
  let offset: Int
  let width: Int
  let isLittle: Bool
}

/// A writer of datagrams that notes the fields of the first one.
struct DatagramWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var fields: [TrueField] = []
  /// The number of the datagram, from 0, those that are lost included.
  private(set) var index = 0
  /// The time at which it is sent, in nanoseconds since the Unix epoch.
  private(set) var time: Int64 = 0
  var random: SeededRandom
  /// Values that the protocol keeps between datagrams.
  var kept: [String: Double] = [:]

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  mutating func begin(_ index: Int, time: Int64) {
    (self.index, self.time) = (index, time)
    bytes = []
  }

  private mutating func note(_ kind: TrueField.Kind, _ width: Int, isLittle: Bool) {
    if index == 0 { fields.append(TrueField(kind: kind, offset: bytes.count, width: width, isLittle: isLittle)) }
  }

  /// Writes a number; `kind` is `nil` for a part that is not at the same place in all datagrams.
  mutating func number(_ value: Int, _ width: Int, little: Bool = false, _ kind: TrueField.Kind? = .number) {
    if let kind { note(kind, width, isLittle: little) }
    for byte in 0..<width {
      let shift = 8 * (little ? byte : width - 1 - byte)
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func constant(_ values: [UInt8]) {
    note(.constant, values.count, isLittle: false)
    bytes += values
  }

  mutating func oneOf(_ values: [Int], _ width: Int = 1, little: Bool = false) {
    number(values[random.below(values.count)], width, little: little, .enumeration)
  }

  /// A counter from a first number that the stream keeps.
  mutating func counter(_ width: Int, little: Bool = false, from first: Int? = nil, step: Int = 1) {
    let start = keep("counter\(bytes.count)") { first.map(Double.init) ?? Double($0.below(1 << min(8 * width, 40))) }
    number(Int(start) &+ index &* step, width, little: little, .counter)
  }

  mutating func float(_ value: Double, little: Bool = false) {
    number(Int(Float(value).bitPattern), 4, little: little, .float)
  }

  mutating func noise(_ count: Int) { for _ in 0..<count { bytes.append(UInt8(random.below(256))) } }

  /// A value that moves at random, a little each time.
  mutating func walk(_ name: String, from first: Double, by step: Double) -> Double {
    let value = keep(name) { _ in first } + (random.unit() * 2 - 1) * step
    kept[name] = value
    return value
  }

  private mutating func keep(_ name: String, _ make: (inout SeededRandom) -> Double) -> Double {
    if let value = kept[name] { return value }
    let value = make(&random)
    kept[name] = value
    return value
  }

  /// Leaves room for a length, to be filled by `setLength`.
  mutating func length(_ width: Int, little: Bool = false) { number(0, width, little: little, .length) }

  mutating func setLength(at offset: Int, _ width: Int, little: Bool = false, _ value: Int) {
    for byte in 0..<width {
      bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * (little ? byte : width - 1 - byte)))
    }
  }

  mutating func checksum(_ name: String, little: Bool, from start: Int = 0) {
    guard let algorithm = ChecksumAlgorithm.named(name) else { return }
    let value = Checksum(algorithm).value(of: Array(bytes[start...]))
    number(
      Int(truncatingIfNeeded: value), algorithm.byteCount, little: little,
      .checksum(algorithm.name, isLittle: little, start: start))
  }
}

/// A generator of random numbers that is the same at each run (SplitMix64).
struct SeededRandom: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

  /// A number from 0 to 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
