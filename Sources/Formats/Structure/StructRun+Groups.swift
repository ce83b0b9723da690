import Basics
import UDPCore

/// Groups, repetitions and branches.
extension StructRun {
  /// Adds the field of a group with a name; its place among the fields, `nil` where nobody wants it.
  mutating func open(_ step: StructProgram.Step) -> Int? {
    guard step.slot >= 0 else { return nil }
    let index = program.fieldIndices[step.slot]
    guard index != nil, builder.wantsEverything else { return nil }
    let place = builder.add(program.names[step.slot], index, .tree, position..<position)
    builder.depth += 1
    return place
  }

  /// Ends the field of a group.
  mutating func close(_ place: Int?) {
    guard let place else { return }
    builder.depth -= 1
    builder.close(place, at: position)
  }

  /// Runs the steps of a group in as many bytes as it says.
  mutating func group(_ step: StructProgram.Step, _ inner: Range<Int>, _ payload: RawSpan) -> Outcome {
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

  /// Runs the steps of a repetition, as often as it says or to the end.
  mutating func repetition(_ step: StructProgram.Step, _ inner: Range<Int>, _ payload: RawSpan) -> Outcome {
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
  func isText(_ slot: Int) -> Bool { slots[slot] == .min }

  /// Runs the steps of the branch whose condition holds.
  mutating func branch(_ step: StructProgram.Step, _ inner: Range<Int>, _ payload: RawSpan) -> Outcome {
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

  /// Passes bytes that must stand here.
  mutating func literal(_ bytes: [UInt8], _ payload: RawSpan) -> Outcome {
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
  mutating func short(_ bytes: Int, of step: StructProgram.Step? = nil) -> Outcome {
    fail(.short(slot: step?.slot ?? -1, bytes: bytes, position: position, left: end - position))
    return .end
  }
}
