import Basics
import UDPCore

/// Making messages.
extension TemplateProgram {
  /// Makes a message. Without text that must be encoded, it allocates nothing if `output` was used before.
  /// - Parameter random: the source of chance, which advances; a preview takes a copy.
  /// - Throws: `TemplateError` if a value is missing or does not fit. `output` is then of no use.
  package func render(
    _ context: borrowing TemplateContext, _ random: inout TemplateRandom, into output: inout TemplateOutput
  ) throws(TemplateError) {
    output.clear()
    if let constant {
      output.bytes.append(contentsOf: constant)
      return
    }
    for index in steps.indices {
      try append(steps[index], index, context, &random, &output)
      if output.bytes.count > context.limit { throw .field(ranges[index], .tooLong(limit: context.limit)) }
    }
    if slots.isEmpty { return }
    if !isFixed { widenLengths(&output) }
    if output.bytes.count > context.limit { throw .field(slotRanges[0], .tooLong(limit: context.limit)) }
    try writeLengths(&output)
    try writeChecksums(&output)
  }

  /// Returns a message, as `render` makes it.
  package func bytes(
    _ context: borrowing TemplateContext, _ random: inout TemplateRandom
  ) throws(TemplateError) -> [UInt8] {
    var output = TemplateOutput()
    try render(context, &random, into: &output)
    return output.bytes
  }

  private func append(
    _ step: Step, _ index: Int, _ context: borrowing TemplateContext, _ random: inout TemplateRandom,
    _ output: inout TemplateOutput
  ) throws(TemplateError) {
    switch step {
    case .literal(let range): output.bytes.append(contentsOf: literals[range])
    case .counter(let first, let step, let format):
      append(format, first &+ step &* Int64(truncatingIfNeeded: context.index), &output)
    case .unix(let unit, let format): append(format, Self.units(context.time, unit), &output)
    case .ntp: append(.binary(bytes: 8, isSigned: false, isBigEndian: true), Self.ntp(context.time), &output)
    case .iso: append(ascii: Self.iso(context), &output)
    case .integer(let range, let format): append(format, random.number(in: range), &output)
    case .decimal(let range, let decimals, let format):
      append(format, random.number(in: range), decimals: decimals, &output)
    case .randomBytes(let count): Self.append(count, &random, &output)
    case .uuid: append(ascii: Self.uuid(&random), &output)
    case .capture(let place, let format):
      guard place < context.captures.count else { throw .field(ranges[index], .missing(.capture)) }
      try append(context.captures[place], format, ranges[index], &output)
    case .address(let address, let format): try append(address, format, context, ranges[index], &output)
    case .row(let format):
      guard let row = context.row else { throw .field(ranges[index], .missing(.row)) }
      try append(checked: Int64(clamping: row), format, ranges[index], &output)
    case .pattern(let place): append(patterns[place], context, &output)
    case .length(let slot), .checksum(let slot): reserve(slots[slot], &output)
    }
  }

  /// Appends zeros in place of what is written later.
  private func reserve(_ slot: Slot, _ output: inout TemplateOutput) {
    output.places.append(output.bytes.count)
    let count: Int
    switch slot {
    case .length(_, let format): count = size(format, 0)
    case .checksum(_, _, _, let size): count = size
    }
    for _ in 0..<count { output.bytes.append(0) }
  }

  /// The bytes that a number takes.
  private func size(_ format: NumberFormat, _ value: Int64) -> Int {
    switch format {
    case .binary, .float, .packed: format.count(of: value)
    case .decimal, .hexadecimal: format.count(of: value) * unit.size
    }
  }

  // MARK: Values

  private func append(
    _ value: TemplateValue, _ format: NumberFormat?, _ range: Range<Int>, _ output: inout TemplateOutput
  ) throws(TemplateError) {
    guard let format else {
      switch value {
      case .text(let text): output.bytes += try encoded(text, range)
      case .bytes(let bytes): output.bytes += bytes
      case .integer(let number): append(.decimal(digits: 1), number, &output)
      case .real(let number): append(ascii: Self.text(number), &output)
      }
      return
    }
    switch value {
    case .integer(let number): try append(checked: number, format, range, &output)
    case .real(let number): try append(number, format, range, &output)
    case .bytes(let bytes): throw .field(range, .noNumber("\(bytes.count) B", format))
    case .text(let text):
      if let number = Int64(text) {
        try append(checked: number, format, range, &output)
      } else if let number = Double(text), number.isFinite {
        try append(number, format, range, &output)
      } else {
        throw .field(range, .noNumber(text, format))
      }
    }
  }

  private func append(
    _ number: Double, _ format: NumberFormat, _ range: Range<Int>, _ output: inout TemplateOutput
  ) throws(TemplateError) {
    if case .float(let bytes, let isBig) = format {
      Self.append(number, bytes, isBig, &output)
    } else if let whole = Int64(exactly: number.rounded()) {
      try append(checked: whole, format, range, &output)
    } else {
      throw .field(range, .doesNotFit(Self.text(number), format))
    }
  }

  private static func text(_ number: Double) -> String {
    Int64(exactly: number).map { String($0) } ?? number.description
  }

  private func append(
    _ address: TemplateField.Address, _ format: NumberFormat?, _ context: borrowing TemplateContext,
    _ range: Range<Int>, _ output: inout TemplateOutput
  ) throws(TemplateError) {
    let isPeer: Bool
    switch address {
    case .peer, .peerHost, .peerPort: isPeer = true
    case .local, .localHost, .localPort: isPeer = false
    }
    guard let endpoint = isPeer ? context.peer : context.local else {
      throw .field(range, .missing(isPeer ? .peer : .local))
    }
    switch address {
    case .peer, .local: output.bytes += try encoded(endpoint.text(context.interfaces), range)
    case .peerHost, .localHost: output.bytes += try encoded(endpoint.addressText(context.interfaces), range)
    case .peerPort, .localPort:
      try append(checked: Int64(endpoint.port), format ?? .decimal(digits: 1), range, &output)
    }
  }

  private func append(_ pattern: [TimePiece], _ context: borrowing TemplateContext, _ output: inout TemplateOutput) {
    let time = CalendarTime(context.time, offset: context.utcOffset)
    let second = Self.units(context.time, 1_000_000_000)
    for piece in pattern {
      switch piece {
      case .bytes(let bytes): output.bytes += bytes
      case .conversion(let conversion):
        append(ascii: conversion.text(at: time, second: second, offset: context.utcOffset), &output)
      }
    }
  }

  /// Returns whole units since 1970.
  private static func units(_ time: Int64, _ unit: Int64) -> Int64 {
    let (quotient, remainder) = time.quotientAndRemainder(dividingBy: unit)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Returns the 64 bits of an NTP timestamp; 2,208,988,800 seconds lie between 1900 and 1970.
  private static func ntp(_ time: Int64) -> Int64 {
    let second = units(time, 1_000_000_000)
    let rest = UInt64(bitPattern: time &- second &* 1_000_000_000)
    let fraction = (rest << 32) / 1_000_000_000
    return Int64(bitPattern: UInt64(bitPattern: second &+ 2_208_988_800) << 32 | fraction)
  }

  private static func iso(_ context: borrowing TemplateContext) -> String {
    let time = CalendarTime(context.time, offset: context.utcOffset)
    let minutes = abs(context.utcOffset) / 60
    let zone =
      context.utcOffset == 0
      ? "Z" : (context.utcOffset < 0 ? "-" : "+") + (minutes / 60).digits(2) + ":" + (minutes % 60).digits(2)
    return time.date + "T" + time.timeOfDay + zone
  }

  private static func append(_ count: Int, _ random: inout TemplateRandom, _ output: inout TemplateOutput) {
    var left = count
    while left > 0 {
      var chance = random.next()
      for _ in 0..<min(8, left) {
        output.bytes.append(UInt8(truncatingIfNeeded: chance))
        chance >>= 8
      }
      left -= 8
    }
  }

  /// Returns a random UUID (RFC 9562, version 4).
  private static func uuid(_ random: inout TemplateRandom) -> String {
    let high = random.next() & ~0xf000 | 0x4000
    let low = random.next() & ~(0xc000 << 48) | 0x8000 << 48
    let digits = high.digits(16, radix: 16) + low.digits(16, radix: 16)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(place) { text += "-" }
      text.append(digit)
    }
    return text
  }

  // MARK: Numbers

  private func append(
    checked value: Int64, _ format: NumberFormat, _ range: Range<Int>, _ output: inout TemplateOutput
  ) throws(TemplateError) {
    guard format.holds(value) else { throw .field(range, .doesNotFit(String(value), format)) }
    append(format, value, &output)
  }

  /// Appends a number, cut to the lowest bits that the format takes.
  private func append(_ format: NumberFormat, _ value: Int64, decimals: Int = 0, _ output: inout TemplateOutput) {
    switch format {
    case .binary(let bytes, _, let isBig): Self.append(UInt64(bitPattern: value), bytes, isBig, &output)
    case .float(let bytes, let isBig):
      var number = Double(value)
      for _ in 0..<decimals { number /= 10 }
      Self.append(number, bytes, isBig, &output)
    case .decimal(let digits): append(digits: value, atLeast: digits, decimals, &output)
    case .hexadecimal(let digits, let isUpper):
      let bits = UInt64(bitPattern: value)
      append(hex: bits, max(digits, (max(1, 64 - bits.leadingZeroBitCount) + 3) / 4), isUpper, &output)
    case .packed: Self.append(packed: value.magnitude, format.count(of: value), &output)
    }
  }

  private static func append(_ bits: UInt64, _ bytes: Int, _ isBig: Bool, _ output: inout TemplateOutput) {
    for place in 0..<bytes {
      output.bytes.append(UInt8(truncatingIfNeeded: bits &>> UInt64(8 &* (isBig ? bytes &- 1 &- place : place))))
    }
  }

  private static func append(_ number: Double, _ bytes: Int, _ isBig: Bool, _ output: inout TemplateOutput) {
    append(bytes == 4 ? UInt64(Float(number).bitPattern) : number.bitPattern, bytes, isBig, &output)
  }

  private static func append(packed value: UInt64, _ count: Int, _ output: inout TemplateOutput) {
    var rest = value
    let start = output.bytes.count
    for _ in 0..<count { output.bytes.append(0) }
    for place in stride(from: start + count - 1, through: start, by: -1) {
      output.bytes[place] = UInt8(truncatingIfNeeded: (rest / 10 % 10) << 4 | rest % 10)
      rest /= 100
    }
  }

  /// Appends decimal digits, the last `decimals` of them behind a point.
  private func append(digits value: Int64, atLeast count: Int, _ decimals: Int, _ output: inout TemplateOutput) {
    if value < 0 { append(ascii: UInt8(ascii: "-"), &output) }
    let magnitude = value.magnitude
    var power: UInt64 = 1
    var length = 1
    while magnitude / power >= 10 { (power, length) = (power &* 10, length + 1) }
    let whole = max(count, decimals + 1)
    for place in stride(from: max(length, whole), to: 0, by: -1) {
      var digit: UInt64 = 0
      if place <= length {
        digit = magnitude / power % 10
        power /= 10
      }
      append(ascii: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit), &output)
      if place == decimals + 1, decimals > 0 { append(ascii: UInt8(ascii: "."), &output) }
    }
  }

  private func append(hex bits: UInt64, _ count: Int, _ isUpper: Bool, _ output: inout TemplateOutput) {
    for place in stride(from: count - 1, through: 0, by: -1) {
      let value = place < 16 ? UInt8(truncatingIfNeeded: bits &>> UInt64(4 &* place) & 0xf) : 0
      let digit = HexDigits.digit(value)
      append(ascii: isUpper && value > 9 ? digit &- 0x20 : digit, &output)
    }
  }

  /// Appends an ASCII character in the encoding.
  private func append(ascii character: UInt8, _ output: inout TemplateOutput) {
    if unit == .double(isBigEndian: true) { output.bytes.append(0) }
    output.bytes.append(character)
    if unit == .double(isBigEndian: false) { output.bytes.append(0) }
  }

  private func append(ascii text: String, _ output: inout TemplateOutput) {
    for character in text.utf8 { append(ascii: character, &output) }
  }

  // MARK: Lengths and checksums

  /// Makes room for the digits of the lengths: more digits make a longer message, so it is tried until it fits.
  private func widenLengths(_ output: inout TemplateOutput) {
    var sizes = slots.map { slot in
      if case .length(_, let format) = slot { size(format, 0) } else { 0 }
    }
    let least = sizes
    var isWider = true
    while isWider {
      isWider = false
      let total = output.bytes.count + sizes.reduce(0, +) - least.reduce(0, +)
      for (index, slot) in slots.enumerated() {
        guard case .length(let start, let format) = slot else { continue }
        let needed = size(format, Int64(max(0, total - start)))
        if needed > sizes[index] { (sizes[index], isWider) = (needed, true) }
      }
    }
    var moved = 0
    for index in slots.indices {
      output.places[index] += moved
      let more = sizes[index] - least[index]
      let zeros = repeatElement(UInt8(0), count: more)
      output.bytes.insert(contentsOf: zeros, at: output.places[index])
      moved += more
    }
  }

  private func writeLengths(_ output: inout TemplateOutput) throws(TemplateError) {
    let total = output.bytes.count
    for index in slots.indices {
      guard case .length(let start, let format) = slots[index] else { continue }
      guard start <= total else { throw .field(slotRanges[index], .beyond(count: total)) }
      let value = Int64(total - start)
      guard format.holds(value) else { throw .field(slotRanges[index], .doesNotFit(String(value), format)) }
      append(format, value, &output)
      moveEnd(from: total, to: output.places[index], &output)
    }
  }

  private func writeChecksums(_ output: inout TemplateOutput) throws(TemplateError) {
    let total = output.bytes.count
    for index in checksums {
      guard case .checksum(let checksum, let form, let range, _) = slots[index] else { continue }
      let end: Int
      switch range.end {
      case .here: end = output.places[index]
      case .offset(let offset): end = offset
      case .message: end = total
      }
      guard range.start <= end, end <= total else { throw .field(slotRanges[index], .beyond(count: total)) }
      let value = checksum.value(of: output.bytes.span.extracting(range.start..<end))
      try append(value, checksum.algorithm, form, slotRanges[index], &output)
      moveEnd(from: total, to: output.places[index], &output)
    }
  }

  private func append(
    _ value: UInt64, _ algorithm: ChecksumAlgorithm, _ form: TemplateField.ChecksumForm, _ range: Range<Int>,
    _ output: inout TemplateOutput
  ) throws(TemplateError) {
    switch form {
    case .order(.little): Self.append(value, algorithm.byteCount, false, &output)
    case .order(.big): Self.append(value, algorithm.byteCount, true, &output)
    case .order(.lowerHex): append(hex: value, (algorithm.width + 3) / 4, false, &output)
    case .order(.upperHex): append(hex: value, (algorithm.width + 3) / 4, true, &output)
    case .decimal(let digits):
      let text = value.digits(digits)
      guard text.utf8.count == digits else { throw .field(range, .checksumDigits(digits)) }
      append(ascii: text, &output)
    }
  }

  /// Moves the bytes behind `start` to `place`, over what is there.
  private func moveEnd(from start: Int, to place: Int, _ output: inout TemplateOutput) {
    for offset in 0..<output.bytes.count - start { output.bytes[place + offset] = output.bytes[start + offset] }
    output.bytes.removeLast(output.bytes.count - start)
  }
}
