/// A reading of some bytes as a field, and the bits that all datagrams need when they are written down so: the fewest
/// bits win (Rissanen, "Modeling by shortest data description", 1978).
struct FieldCandidate {
  /// The reading.
  enum Reading {
    case constant
    case bytes
    case enumeration
    case number(isSigned: Bool)
    case counter(CounterReading)
    case time(TimeReading)
    case float
    case length(StructureField.Length)
  }

  let offset: Int
  let form: StructureField.Form
  let reading: Reading
  var bits: Double

  /// Whether the order of the bytes shows: the number is longer than a byte, and its highest byte varies.
  var showsOrder = false
}

/// The candidates for fields of a table of datagrams.
struct CandidateMaker {
  let table: SampleTable
  /// The order of bytes that most fields have; `nil` while it is not known.
  var prefersLittle: Bool?
  /// The bits that each column takes by itself.
  private let columnBits: [Double]
  /// The value of each column that never changes.
  private let constants: [UInt8?]
  /// The bytes that agree with the times of arrival. They are part of no float, though their low bytes and a number
  /// behind them may look like one in a short burst.
  private let clocks: [Range<Int>]

  init(_ table: SampleTable) {
    self.table = table
    constants = (0..<table.width).map { offset in
      let column = table.column(offset)
      guard let first = column.first, column.allSatisfy({ $0 == first }) else { return nil }
      return first
    }
    var bits: [Double] = []
    for offset in 0..<table.width {
      if let constant = constants[offset] {
        bits.append(constant == 0 ? 7 : 9)
      } else {
        bits.append(Self.columnBits(table.numbers(at: offset, StructureField.Form(width: 1))))
      }
    }
    columnBits = bits
    clocks = (0..<table.width).flatMap { offset in
      [4, 8].filter { offset + $0 <= table.width }.flatMap { width in
        [false, true].compactMap { isLittle in
          let form = StructureField.Form(width: width, isLittle: isLittle)
          let reading = TimeReading(table.numbers(at: offset, form), form, times: table.times)
          return reading.map { _ in offset..<offset + width }
        }
      }
    }
  }

  private var count: Double { Double(table.count) }

  /// Whether a column never changes.
  func isConstant(_ offset: Int) -> Bool { constants[offset] != nil }

  /// The bits of a byte by itself.
  private static func columnBits(_ values: [UInt64]) -> Double {
    let form = StructureField.Form(width: 1)
    return min(
      8 * Double(values.count) + 2, SequenceBits(values, form).least,
      SequenceBits.enumeration(values, form) ?? .infinity)
  }

  /// Every candidate at an offset.
  func candidates(at offset: Int) -> [FieldCandidate] {
    let byte = StructureField.Form(width: 1)
    if let constant = constants[offset] {
      return [FieldCandidate(offset: offset, form: byte, reading: .constant, bits: constant == 0 ? 7 : 9)]
        + wide(at: offset)
    }
    let raw = FieldCandidate(offset: offset, form: byte, reading: .bytes, bits: 8 * count + 2)
    return [raw] + readings(at: offset, byte) + wide(at: offset)
  }

  private func wide(at offset: Int) -> [FieldCandidate] {
    [2, 3, 4, 8].filter { offset + $0 <= table.width }.flatMap { width in
      [false, true].flatMap { readings(at: offset, StructureField.Form(width: width, isLittle: $0)) }
    }
  }

  /// The readings of the bytes at an offset as one number.
  private func readings(at offset: Int, _ form: StructureField.Form) -> [FieldCandidate] {
    let range = offset..<offset + form.width
    guard form.width == 1 || form.width >= 4 || range.contains(where: { constants[$0] == nil }) else { return [] }
    let top = form.isLittle ? range.upperBound - 1 : range.lowerBound
    let isWide = form.width > 1
    var found: [FieldCandidate] = []
    func add(_ reading: FieldCandidate.Reading, _ bits: Double) {
      found.append(
        FieldCandidate(
          offset: offset, form: form, reading: reading, bits: bits + preference(offset, form, top),
          showsOrder: isWide && constants[top] == nil))
    }
    let values = table.numbers(at: offset, form)
    if let time = TimeReading(values, form, times: table.times) { add(.time(time), time.bits) }
    guard range.contains(where: { constants[$0] == nil }) else { return found }
    if let bits = floatBits(values, form, range, top) { add(.float, bits) }
    guard isNumber(range.map { constants[form.isLittle ? range.upperBound - 1 - ($0 - range.lowerBound) : $0] }) else {
      return found
    }
    if let length = LengthReading(values, table.sizes) {
      add(.length(length.length), length.bits + (form.width > 2 ? 10 : 0))
    }
    if constants[top] != 0xff, let counter = CounterReading(values, form) { add(.counter(counter), counter.bits(form)) }
    let sequence = SequenceBits(values, form)
    add(.number(isSigned: sequence.isSigned), sequence.least)
    if form.width <= 2, let bits = SequenceBits.enumeration(values, form) { add(.enumeration, bits) }
    return found
  }

  /// Whether a number may have these bytes, the highest first: one that is longer than it need be begins with zero
  /// bytes, or with `ff` bytes where it is negative, and all others vary.
  private func isNumber(_ bytes: [UInt8?]) -> Bool {
    guard bytes.count > 1, let top = bytes[0] else { return bytes.allSatisfy { $0 == nil } }
    guard top == 0 || top == 0xff else { return false }
    return bytes.drop { $0 == top }.allSatisfy { $0 == nil }
  }

  /// The bits that are added because such fields are rarer, or taken away because they are usual.
  private func preference(_ offset: Int, _ form: StructureField.Form, _ top: Int) -> Double {
    guard form.width > 1 else { return 0 }
    var bits = offset % form.width == 0 ? -1.5 : 0
    if form.width == 3 { bits += 8 }
    // A number of 8 bytes is seldom that small.
    if form.width == 8, constants[top] == 0 { bits += 24 }
    if let prefersLittle { bits += prefersLittle == form.isLittle ? -4 : 4 } else { bits += form.isLittle ? 1 : 0 }
    return bits
  }

  /// The bits of floating-point numbers; `nil` if the bytes are none.
  private func floatBits(
    _ values: [UInt64], _ form: StructureField.Form, _ range: Range<Int>, _ top: Int
  ) -> Double? {
    guard form.width == 4 || form.width == 8, !clocks.contains(where: { $0.overlaps(range) }) else { return nil }
    let second = form.isLittle ? top - 1 : top + 1
    // With both bytes at the top constant it is a small number behind a constant.
    guard constants[second] == nil, constants[top] == nil || columnBits[second] < 7.3 * count else { return nil }
    var nonzero = 0
    for value in values {
      let number = form.double(value)
      guard number.isFinite else { return nil }
      if number == 0 { continue }
      guard (1e-6..<1e9).contains(number.magnitude) else { return nil }
      nonzero += 1
    }
    guard nonzero * 2 > values.count else { return nil }
    let bits = min(
      range.reduce(0) { $0 + columnBits[$1] }, SequenceBits(values.map(form.ordered), form).least)
    // A float explains its sign and exponent, the two highest bytes, and can save no more than those take.
    let explained = columnBits[top] + columnBits[second]
    return bits - min(10 + 0.6 * count, max(0, explained - 24))
  }
}

extension StructureField.Form {
  /// The bits of a floating-point number in the order of the numbers.
  func ordered(_ value: UInt64) -> UInt64 {
    let sign = UInt64(1) << UInt64(8 * width - 1)
    return value & sign == 0 ? value | sign : ~value & mask
  }

  /// The number as a floating-point number of 4 or 8 bytes.
  func double(_ value: UInt64) -> Double {
    width == 4 ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: value))) : Double(bitPattern: value)
  }
}
