/// The bytes of datagrams side by side: as many from the front of each as all of them have.
struct SampleTable {
  /// The datagrams.
  let count: Int
  /// The bytes of each.
  let width: Int
  /// The times of arrival, in nanoseconds since the Unix epoch.
  let times: [Int64]
  /// The sizes of the whole datagrams.
  let sizes: [Int]
  /// The columns, one behind the other.
  private let columns: [UInt8]

  init(_ samples: [StructureSample], width: Int) {
    count = samples.count
    self.width = width
    times = samples.map(\.time)
    sizes = samples.map(\.bytes.count)
    var columns = [UInt8](repeating: 0, count: samples.count * width)
    for (row, sample) in samples.enumerated() {
      for offset in 0..<min(width, sample.bytes.count) { columns[offset * samples.count + row] = sample.bytes[offset] }
    }
    self.columns = columns
  }

  /// The byte of each datagram at an offset.
  func column(_ offset: Int) -> ArraySlice<UInt8> { columns[offset * count..<(offset + 1) * count] }

  /// The number of each datagram at an offset.
  func numbers(at offset: Int, _ form: StructureField.Form) -> [UInt64] {
    var values = [UInt64](repeating: 0, count: count)
    for index in 0..<form.width {
      let start = (form.isLittle ? offset + form.width - 1 - index : offset + index) * count
      for row in 0..<count { values[row] = values[row] << 8 | UInt64(columns[start + row]) }
    }
    return values
  }
}

extension StructureField.Form {
  /// The largest number.
  var mask: UInt64 { UInt64.max >> UInt64(64 - 8 * width) }

  /// The number in two's complement.
  func signed(_ value: UInt64) -> Int64 {
    let shift = UInt64(64 - 8 * width)
    return Int64(bitPattern: value << shift) >> Int64(shift)
  }
}
