import Basics
import UDPCore

/// Reads a payload by a compiled struct. A run is kept and used again, so that reading numbers allocates nothing.
struct StructRun {
  /// The most steps of a run.
  static let stepLimit = 50_000
  /// The most nested groups and calls.
  static let depthLimit = 48

  /// The result of some steps.
  private enum Outcome {
    case next
    /// The innermost repetition is over.
    case stop
    /// The bytes ended, or do not fit.
    case end
  }

  let program: StructProgram
  private let decoder: PayloadDecoder
  /// Whether a run ends where the bytes do not fit, rather than reading on.
  private let isStrict: Bool
  private(set) var builder: DissectionBuilder
  /// The last number of each name.
  private(set) var slots: [Int64]
  /// The bytes of the last value of each name.
  private(set) var ranges: [Range<Int>]
  private(set) var position = 0
  private var end = 0
  private var index: Int64 = 0
  private var item: Int64 = 0
  private var stepsLeft = StructRun.stepLimit
  private var level = 0
  /// The number that bits are taken from, and its bytes.
  private var bitSource: UInt64 = 0
  private var bitRange = 0..<0
  /// The first reason why the bytes do not fit; `nil` while they do.
  private(set) var misfit: Misfit?

  /// A reason why the bytes do not fit; its sentence is made only where a person reads it.
  enum Misfit {
    case tooDeep
    case tooMany
    case outside(position: Int64)
    /// A group says more bytes than are left.
    case announced(size: Int64, position: Int, left: Int)
    case literal(position: Int)
    case short(slot: Int, bytes: Int, position: Int, left: Int)
    case constraint(slot: Int, shape: Int, position: Int)
    case domainName(position: Int)
    case tree(Phrase)
  }

  /// The sentence for `misfit`.
  var problem: Phrase? {
    switch misfit {
    case nil: nil
    case .tooDeep: "the groups are nested too deeply"
    case .tooMany: "there are more fields than are kept"
    case .outside(let position): "position \(position) is outside the datagram"
    case .announced(let size, let position, let left):
      "\(size) bytes are announced at \(position), and \(left) are left"
    case .literal(let position): "other bytes stand at \(position) than the format says"
    case .short(let slot, let bytes, let position, let left) where slot >= 0:
      "\(program.names[slot]) needs \(bytes) bytes at \(position), and \(left) are left"
    case .short(_, let bytes, let position, let left):
      "\(bytes) bytes are needed at \(position), and \(left) are left"
    case .constraint(let slot, let shape, let position):
      "\(slot >= 0 ? program.names[slot] : "a value") at \(position) is not \(program.shapes[shape].constraint?.source ?? "")"
    case .domainName(let position): "there is no domain name at \(position)"
    case .tree(let reason): reason
    }
  }

  init(_ program: StructProgram, _ decoder: PayloadDecoder, _ demand: DissectionBuilder.Demand, isStrict: Bool) {
    self.program = program
    self.decoder = decoder
    self.isStrict = isStrict
    builder = DissectionBuilder(demand)
    slots = [Int64](repeating: 0, count: program.names.count)
    ranges = [Range<Int>](repeating: -1..<(-1), count: program.names.count)
  }

  /// Reads a payload.
  mutating func run(_ payload: RawSpan) {
    end = payload.byteCount
    _ = run(program.main, payload)
  }

  private mutating func fail(_ reason: Misfit) {
    if misfit == nil { misfit = reason }
  }

  private func value(_ expression: Expression, _ payload: RawSpan) -> Int64 {
    if let constant = expression.constant { return constant }
    return expression.value(slots) { special in
      switch special {
      case .position: Int64(position)
      case .left: Int64(end - position)
      case .size: Int64(payload.byteCount)
      case .index: index
      case .item: item
      }
    }
  }

  private mutating func run(_ range: Range<Int>, _ payload: RawSpan) -> Outcome {
    level += 1
    defer { level -= 1 }
    guard level <= Self.depthLimit else {
      fail(.tooDeep)
      return .end
    }
    var place = range.lowerBound
    while place < range.upperBound {
      stepsLeft -= 1
      guard stepsLeft > 0, !builder.isFull else {
        fail(.tooMany)
        return .end
      }
      let step = program.steps[place]
      let outcome: Outcome
      switch step.action {
      case .read(let reading): outcome = read(step, reading, payload)
      case .bits(let low, let count): outcome = bits(step, low, count)
      case .literal(let index): outcome = literal(program.literals[index], payload)
      case .group: outcome = group(step, place + 1..<step.next, payload)
      case .repetition: outcome = repetition(step, place + 1..<step.next, payload)
      case .peek:
        let back = position
        outcome = group(step, place + 1..<step.next, payload)
        position = back
      case .branch: outcome = branch(step, place + 1..<step.next, payload)
      case .seek:
        let target = step.amount.map { value($0, payload) } ?? 0
        if target < 0 || target > payload.byteCount {
          fail(.outside(position: target))
          outcome = .end
        } else {
          position = Int(target)
          // A seek leaves the innermost group.
          end = max(end, position)
          outcome = .next
        }
      case .stop: outcome = .stop
      case .call: outcome = run(step.otherwise, payload)
      }
      if outcome != .next { return outcome }
      if case .branch = step.action {
        place = max(step.next, step.otherwise.upperBound)
      } else {
        place = step.next
      }
    }
    return .next
  }

  // MARK: Groups

  private mutating func open(_ step: StructProgram.Step) -> Int? {
    guard step.slot >= 0 else { return nil }
    let index = program.fieldIndices[step.slot]
    guard index != nil, builder.wantsEverything else { return nil }
    let place = builder.add(program.names[step.slot], index, .tree, position..<position)
    builder.depth += 1
    return place
  }

  private mutating func close(_ place: Int?) {
    guard let place else { return }
    builder.depth -= 1
    builder.close(place, at: position)
  }

  private mutating func group(_ step: StructProgram.Step, _ inner: Range<Int>, _ payload: RawSpan) -> Outcome {
    let opened = open(step)
    let depth = builder.depth
    defer {
      builder.depth = depth
      close(opened)
    }
    guard let amount = step.amount else { return run(inner, payload) }
    let size = value(amount, payload)
    let outer = end
    if size < 0 || size > Int64(end - position) {
      fail(.announced(size: size, position: position, left: end - position))
      if isStrict || size < 0 { return .end }
    }
    let limit = min(outer, position + Int(clamping: max(0, size)))
    end = limit
    let outcome = run(inner, payload)
    end = outer
    if outcome == .end, isStrict { return .end }
    position = limit
    return outcome == .stop ? .stop : .next
  }

  private mutating func repetition(_ step: StructProgram.Step, _ inner: Range<Int>, _ payload: RawSpan) -> Outcome {
    let (outerIndex, outerItem) = (index, item)
    defer { (index, item) = (outerIndex, outerItem) }
    let items = step.amount?.slot.flatMap { ranges[$0].lowerBound >= 0 && isText($0) ? ranges[$0] : nil }
    let count = items.map { Int64($0.count) } ?? step.amount.map { value($0, payload) }
    var turn: Int64 = 0
    while count.map({ turn < $0 }) ?? (position < end) {
      let before = position
      index = turn
      if let items { item = Int64(payload.byte(at: items.lowerBound + Int(turn))) }
      let opened = open(step)
      let depth = builder.depth
      let outcome = run(inner, payload)
      builder.depth = depth
      close(opened)
      if outcome == .end { return .end }
      if outcome == .stop { break }
      if count == nil, position == before { break }
      turn += 1
    }
    return .next
  }

  /// Whether a name's last value was text, whose bytes a repetition walks along.
  private func isText(_ slot: Int) -> Bool { slots[slot] == .min }

  private mutating func branch(_ step: StructProgram.Step, _ inner: Range<Int>, _ payload: RawSpan) -> Outcome {
    let condition = program.conditions[step.condition]
    let holds: Bool
    if let constraint = condition.constraint {
      if case .bytes = constraint.values, let slot = condition.expression.slot {
        holds = constraint.holds(payload, ranges[slot].lowerBound < 0 ? 0..<0 : ranges[slot])
      } else {
        holds = constraint.holds(value(condition.expression, payload))
      }
    } else {
      holds = value(condition.expression, payload) != 0
    }
    return run(holds ? inner : step.otherwise, payload)
  }

  private mutating func literal(_ bytes: [UInt8], _ payload: RawSpan) -> Outcome {
    guard bytes.count <= end - position else { return short(bytes.count) }
    guard payload.holds(bytes, at: position) else {
      fail(.literal(position: position))
      if isStrict { return .end }
      position += bytes.count
      return .next
    }
    position += bytes.count
    return .next
  }

  /// Ends the run because the bytes end early.
  private mutating func short(_ bytes: Int, of step: StructProgram.Step? = nil) -> Outcome {
    fail(.short(slot: step?.slot ?? -1, bytes: bytes, position: position, left: end - position))
    return .end
  }

  // MARK: Values

  private mutating func read(_ step: StructProgram.Step, _ reading: Reading, _ payload: RawSpan) -> Outcome {
    if case .computed = reading {
      let number = step.amount.map { value($0, payload) } ?? 0
      return take(step, number: number, .signed(number), position..<position)
    }
    guard reading.isCounted, let amount = step.amount else { return readOne(step, reading, payload) }
    let count = value(amount, payload)
    guard count != 1 else { return readOne(step, reading, payload) }
    return readList(step, reading, count, payload)
  }

  /// Reads several values of one kind into a list.
  private mutating func readList(
    _ step: StructProgram.Step, _ reading: Reading, _ count: Int64, _ payload: RawSpan
  ) -> Outcome {
    let start = position
    guard count >= 0 else { return short(0, of: step) }
    if let size = reading.fixedSize, size > 0, count > Int64((end - position) / size) {
      return short(Int(clamping: count.multipliedReportingOverflow(by: Int64(size)).partialValue), of: step)
    }
    let isWanted =
      step.slot >= 0 && builder.wants(program.fieldIndices[step.slot])
      && program.fieldIndices[step.slot] != nil
    var values: [FieldValue] = []
    var turn: Int64 = 0
    while turn < count {
      stepsLeft -= 1
      guard stepsLeft > 0 else { return .end }
      guard let (number, value) = one(step, reading, payload, isWanted: isWanted) else { return .end }
      if step.slot >= 0 { slots[step.slot] = number }
      if isWanted, values.count < DissectionBuilder.listLimit { values.append(scaled(value, number, step.shape)) }
      turn += 1
    }
    if step.slot >= 0 { ranges[step.slot] = start..<position }
    if isWanted {
      builder.add(
        program.names[step.slot], program.fieldIndices[step.slot], .list(values), start..<position,
        unit: unit(step.slot))
    }
    return .next
  }

  private mutating func readOne(_ step: StructProgram.Step, _ reading: Reading, _ payload: RawSpan) -> Outcome {
    let start = position
    let field = step.slot >= 0 ? program.fieldIndices[step.slot] : nil
    let isWanted = field != nil && builder.wants(field)
    if case .tree(let form) = reading { return readTree(step, form, payload) }
    guard let (number, value) = one(step, reading, payload, isWanted: isWanted) else { return .end }
    if case .integer = reading {
      bitSource = UInt64(bitPattern: number)
      bitRange = start..<position
    }
    return take(step, number: number, value, start..<position, payload)
  }

  /// Keeps a value that was read: checks it, and adds it to the fields.
  private mutating func take(
    _ step: StructProgram.Step, number: Int64, _ value: FieldValue, _ range: Range<Int>, _ payload: RawSpan? = nil,
    bits: ClosedRange<Int>? = nil
  ) -> Outcome {
    if step.slot >= 0 {
      slots[step.slot] = number
      ranges[step.slot] = range
    }
    if step.shape >= 0, let constraint = program.shapes[step.shape].constraint {
      let holds: Bool
      if case .bytes = constraint.values, let payload {
        holds = constraint.holds(payload, range)
      } else {
        holds = constraint.holds(number)
      }
      if !holds {
        fail(.constraint(slot: step.slot, shape: step.shape, position: range.lowerBound))
        if isStrict { return .end }
      }
    }
    guard step.slot >= 0, let field = program.fieldIndices[step.slot], builder.wants(field) else { return .next }
    let label = step.shape >= 0 ? program.shapes[step.shape].label(of: number) : nil
    builder.add(
      program.names[step.slot], field, scaled(value, number, step.shape), range, label: label, unit: unit(step.slot),
      bits: bits)
    return .next
  }

  private func unit(_ slot: Int) -> String? { program.fieldIndices[slot].flatMap { program.fields[$0].unit } }

  private func scaled(_ value: FieldValue, _ number: Int64, _ shape: Int) -> FieldValue {
    guard shape >= 0, program.shapes[shape].hasScale, let number = value.number else { return value }
    let shape = program.shapes[shape]
    return .real(FieldValue.rounded(number * shape.factor + shape.offset))
  }

  private mutating func bits(_ step: StructProgram.Step, _ low: Int, _ count: Int) -> Outcome {
    let number = Int64(bitPattern: bitSource >> UInt64(low) & (UInt64.max >> UInt64(64 - count)))
    let hasShape =
      step.shape >= 0 && (program.shapes[step.shape].hasScale || !program.shapes[step.shape].labels.isEmpty)
    let value: FieldValue = count == 1 && !hasShape ? .flag(number != 0) : .unsigned(UInt64(number))
    return take(step, number: number, value, bitRange, bits: low...low + count - 1)
  }

  /// Reads one value; `nil` if the bytes end early.
  /// - Parameter isWanted: whether the value itself is needed, rather than its number.
  private mutating func one(
    _ step: StructProgram.Step, _ reading: Reading, _ payload: RawSpan, isWanted: Bool
  ) -> (Int64, FieldValue)? {
    let start = position
    if let size = reading.fixedSize {
      guard size <= end - position else {
        _ = short(size, of: step)
        return nil
      }
      position += size
      return fixed(reading, size, step.isLittle, payload, start, isWanted: isWanted)
    }
    switch reading {
    case .variable(let form): return variable(form, step, payload)
    case .text(let form):
      guard let range = textRange(form, step, payload) else { return nil }
      // The mark of a text: a repetition over it walks along its bytes, and as a number it is its size.
      return (.min, isWanted ? .text(decoder.text(payload, trimmed(range, form, payload))) : .tree)
    case .padding, .bytes, .counted, .objectIdentifier: return sized(reading, step, payload, isWanted: isWanted)
    case .domainName:
      guard let (name, next) = DomainName.read(payload, at: position) else {
        fail(.domainName(position: position))
        return nil
      }
      position = next
      return (.min, .text(name))
    default: return nil
    }
  }

  private func trimmed(_ range: Range<Int>, _ form: Reading.TextForm, _ payload: RawSpan) -> Range<Int> {
    guard case .sized = form else { return range }
    var end = range.upperBound
    while end > range.lowerBound, payload.byte(at: end - 1) == 0 { end -= 1 }
    return range.lowerBound..<end
  }

  private func fixed(
    _ reading: Reading, _ size: Int, _ isLittle: Bool, _ payload: RawSpan, _ start: Int, isWanted: Bool
  ) -> (Int64, FieldValue) {
    switch reading {
    case .address, .hardware, .uuid:
      guard isWanted else { return (.min, .tree) }
      return (.min, .text(Self.address(payload.bytes(start..<start + size), reading)))
    default: break
    }
    let number = payload.number(at: start, width: size, isLittle: isLittle)
    switch reading {
    case .integer(_, true):
      let value = signExtended(number, bits: size * 8)
      return (value, .signed(value))
    case .real(let bytes):
      let value = Self.real(number, bytes: bytes)
      return (Int64(exactly: value.rounded(.towardZero)) ?? 0, .real(bytes == 8 ? value : Self.short(value, bytes)))
    case .boolean: return (number == 0 ? 0 : 1, .flag(number != 0))
    case .time(let form):
      let time = Self.time(number, form)
      return (Int64(bitPattern: number), .time(time))
    case .shortTime: return (Int64(number), .real(Double(number) / 65_536))
    default: return (Int64(bitPattern: number), .unsigned(number))
    }
  }

  /// The number of the bits of IEEE 754.
  static func real(_ bits: UInt64, bytes: Int) -> Double {
    switch bytes {
    case 8: return Double(bitPattern: bits)
    case 4: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    default:
      let sign = bits & 0x8000 == 0 ? 1.0 : -1.0
      let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1_023))
      switch exponent {
      case 0: return sign * fraction / 16_777_216
      case 31: return fraction == 0 ? sign * .infinity : .nan
      default: return sign * (1 + fraction / 1_024) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    }
  }

  /// The shortest decimal number that a number of fewer bits stands for: 0.1, not 0.10000000149.
  private static func short(_ value: Double, _ bytes: Int) -> Double {
    guard bytes == 4, value.isFinite else { return value }
    return Double("\(Float(value))") ?? value
  }

  /// The nanoseconds since the Unix epoch that a number of a form of times stands for.
  static func time(_ number: UInt64, _ form: Reading.TimeForm) -> Int64 {
    func times(_ number: Int64, _ unit: Int64) -> Int64 {
      let (product, overflow) = number.multipliedReportingOverflow(by: unit)
      return overflow ? (number < 0 ? .min : .max) : product
    }
    switch form {
    case .seconds32: return Int64(number) * 1_000_000_000
    case .seconds64: return times(Int64(bitPattern: number), 1_000_000_000)
    case .milliseconds: return times(Int64(bitPattern: number), 1_000_000)
    case .microseconds: return times(Int64(bitPattern: number), 1_000)
    case .nanoseconds: return Int64(bitPattern: number)
    case .ntp:
      // Seconds since 1900; with the highest bit clear, of the era that begins in 2036 (RFC 4330, 3).
      let seconds = Int64(number >> 32)
      let since1970 = seconds - 2_208_988_800 + (seconds & 0x8000_0000 == 0 && number != 0 ? 1 << 32 : 0)
      return since1970 * 1_000_000_000 + Int64(((number & 0xffff_ffff) * 1_000_000_000) >> 32)
    }
  }

  private static func address(_ bytes: [UInt8], _ reading: Reading) -> String {
    let hex = bytes.map { Int($0).digits(2, radix: 16) }
    switch reading {
    case .hardware: return hex.joined(separator: ":")
    case .uuid:
      return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }.joined(separator: "-")
    default:
      let number = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if bytes.count == 4 { return IPAddress(ipv4: UInt32(number)).description }
      let high = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return IPAddress(high: high, low: number).description
    }
  }

  private mutating func variable(
    _ form: Reading.VariableForm, _ step: StructProgram.Step, _ payload: RawSpan
  ) -> (Int64, FieldValue)? {
    guard let (number, next) = VariableNumber.read(payload, position..<end, form) else {
      _ = short(1, of: step)
      return nil
    }
    position = next
    if case .zigzag = form {
      let value = Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
      return (value, .signed(value))
    }
    return (Int64(bitPattern: number), .unsigned(number))
  }

  /// The bytes that brackets or a count say; those to the end of the group without them.
  private mutating func size(_ step: StructProgram.Step, _ payload: RawSpan) -> Int? {
    guard let amount = step.amount else {
      if case .read(.padding) = step.action { return 1 }
      return end - position
    }
    let size = value(amount, payload)
    guard size >= 0, size <= Int64(end - position) else {
      _ = short(Int(clamping: size), of: step)
      return nil
    }
    return Int(size)
  }

  private mutating func textRange(
    _ form: Reading.TextForm, _ step: StructProgram.Step, _ payload: RawSpan
  ) -> Range<Int>? {
    let start = position
    switch form {
    case .sized:
      guard let size = size(step, payload) else { return nil }
      position += size
      return start..<position
    case .terminated(let multiple):
      guard let zero = payload.first(0, in: start..<end) else {
        _ = short(end - start + 1, of: step)
        return nil
      }
      let length = zero + 1 - start
      position = min(end, start + (length + multiple - 1) / multiple * multiple)
      return start..<zero
    case .prefixed(let bytes):
      guard bytes <= end - position else {
        _ = short(bytes, of: step)
        return nil
      }
      let length = payload.number(at: start, width: bytes, isLittle: step.isLittle)
      position += bytes
      guard length <= UInt64(end - position) else {
        _ = short(Int(clamping: length), of: step)
        return nil
      }
      position += Int(length)
      return start + bytes..<position
    case .line:
      guard start < end else {
        _ = short(1, of: step)
        return nil
      }
      let feed = payload.first(10, in: start..<end) ?? end
      position = min(end, feed + 1)
      return start..<(feed > start && payload.byte(at: feed - 1) == 13 ? feed - 1 : feed)
    case .word:
      guard start < end else {
        _ = short(1, of: step)
        return nil
      }
      let stop = (start..<end).first { [9, 10, 13, 32].contains(payload.byte(at: $0)) } ?? end
      position = min(end, stop + 1)
      return start..<stop
    }
  }

  private mutating func sized(
    _ reading: Reading, _ step: StructProgram.Step, _ payload: RawSpan, isWanted: Bool
  ) -> (Int64, FieldValue)? {
    let start = position
    guard let size = size(step, payload) else { return nil }
    position += size
    switch reading {
    case .counted(let isSigned):
      guard size <= 8 else {
        // A longer number is shown as its bytes.
        return (0, .bytes(payload.bytes(start..<position)))
      }
      let number = payload.number(at: start, width: size, isLittle: step.isLittle)
      guard isSigned else { return (Int64(bitPattern: number), .unsigned(number)) }
      let value = size == 0 ? 0 : signExtended(number, bits: size * 8)
      return (value, .signed(value))
    case .objectIdentifier:
      return (.min, isWanted ? .text(ObjectName.text(payload.bytes(start..<position))) : .tree)
    default:
      guard isWanted else { return (.min, .tree) }
      return (.min, .bytes(payload.bytes(start..<min(position, start + DissectionBuilder.byteLimit))))
    }
  }

  private mutating func readTree(_ step: StructProgram.Step, _ form: TreeForm, _ payload: RawSpan) -> Outcome {
    let start = position
    let limit: Int
    if let amount = step.amount {
      let size = value(amount, payload)
      guard size >= 0, size <= Int64(end - position) else { return short(Int(clamping: size), of: step) }
      limit = position + Int(size)
    } else {
      limit = end
    }
    position = limit
    if step.slot >= 0 { ranges[step.slot] = start..<limit }
    guard builder.wantsEverything else { return .next }
    let name = step.slot >= 0 ? program.names[step.slot] : form.rawValue
    let index = step.slot >= 0 ? program.fieldIndices[step.slot] : nil
    if let reason = TreeReader.read(form, payload, start..<limit, named: name, index, into: &builder) {
      fail(.tree(reason))
    }
    return .next
  }
}
