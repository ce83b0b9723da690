import Basics

/// Numbers, lists and bits.
extension StructRun {
  /// Reads the value or values of a step.
  mutating func read(_ step: StructProgram.Step, _ reading: Reading, _ payload: RawSpan) -> Outcome {
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
  mutating func readList(
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

  /// Reads one value of a step and keeps it.
  mutating func readOne(_ step: StructProgram.Step, _ reading: Reading, _ payload: RawSpan) -> Outcome {
    let start = position
    let field = step.slot >= 0 ? program.fieldIndices[step.slot] : nil
    let isWanted = field != nil && builder.wants(field)
    if case .tree(let form) = reading { return readTree(step, form, payload) }
    guard let (number, value) = one(step, reading, payload, isWanted: isWanted) else { return .end }
    if case .integer = reading {
      bitSource = UInt64(bitPattern: number)
      bitRange = start..<position
    }
    var content = start..<position
    if case .text = reading { content = textBytes }
    return take(step, number: number, value, start..<position, payload, content: content)
  }

  /// Keeps a value that was read: checks it, and adds it to the fields.
  /// - Parameter content: the bytes of a text alone; `nil` where `range` has nothing else.
  mutating func take(
    _ step: StructProgram.Step, number: Int64, _ value: FieldValue, _ range: Range<Int>, _ payload: RawSpan? = nil,
    content: Range<Int>? = nil, bits: ClosedRange<Int>? = nil
  ) -> Outcome {
    if step.slot >= 0 {
      slots[step.slot] = number
      ranges[step.slot] = content ?? range
    }
    if step.shape >= 0, let constraint = program.shapes[step.shape].constraint {
      let holds: Bool
      if case .bytes = constraint.values, let payload {
        holds = constraint.holds(payload, content ?? range)
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

  /// The unit of a name.
  func unit(_ slot: Int) -> String? { program.fieldIndices[slot].flatMap { program.fields[$0].unit } }

  /// A value with the factor and offset of its shape.
  func scaled(_ value: FieldValue, _ number: Int64, _ shape: Int) -> FieldValue {
    guard shape >= 0, program.shapes[shape].hasScale, let number = value.number else { return value }
    let shape = program.shapes[shape]
    return .real(FieldValue.rounded(number * shape.factor + shape.offset))
  }

  /// Takes bits out of the number read last.
  mutating func bits(_ step: StructProgram.Step, _ low: Int, _ count: Int) -> Outcome {
    let number = Int64(bitPattern: bitSource >> UInt64(low) & (UInt64.max >> UInt64(64 - count)))
    let hasShape =
      step.shape >= 0 && (program.shapes[step.shape].hasScale || !program.shapes[step.shape].labels.isEmpty)
    let value: FieldValue = count == 1 && !hasShape ? .flag(number != 0) : .unsigned(UInt64(number))
    return take(step, number: number, value, bitRange, bits: low...low + count - 1)
  }

  /// Reads one value; `nil` if the bytes end early.
  /// - Parameter isWanted: whether the value itself is needed, rather than its number.
  mutating func one(
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
      textBytes = range
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

  /// A text of fixed size without the zero bytes at its end.
  func trimmed(_ range: Range<Int>, _ form: Reading.TextForm, _ payload: RawSpan) -> Range<Int> {
    guard case .sized = form else { return range }
    var end = range.upperBound
    while end > range.lowerBound, payload.byte(at: end - 1) == 0 { end -= 1 }
    return range.lowerBound..<end
  }

  /// The value of bytes of fixed size, and its number.
  func fixed(
    _ reading: Reading, _ size: Int, _ isLittle: Bool, _ payload: RawSpan, _ start: Int, isWanted: Bool
  ) -> (Int64, FieldValue) {
    switch reading {
    case .address, .hardware, .uuid:
      guard isWanted else { return (.min, .tree) }
      return (.min, .text(NumberForm.address(payload.bytes(start..<start + size), reading)))
    default: break
    }
    let number = payload.number(at: start, width: size, isLittle: isLittle)
    switch reading {
    case .integer(_, true):
      let value = signExtended(number, bits: size * 8)
      return (value, .signed(value))
    case .real(let bytes):
      let value = NumberForm.real(number, bytes: bytes)
      return (
        Int64(exactly: value.rounded(.towardZero)) ?? 0, .real(bytes == 8 ? value : NumberForm.shortest(value, bytes))
      )
    case .boolean: return (number == 0 ? 0 : 1, .flag(number != 0))
    case .time(let form):
      let time = NumberForm.time(number, form)
      return (Int64(bitPattern: number), .time(time))
    case .shortTime: return (Int64(number), .real(Double(number) / 65_536))
    default: return (Int64(bitPattern: number), .unsigned(number))
    }
  }

  /// Reads a number whose bytes say how many they are; `nil` if they end early.
  mutating func variable(
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
}
