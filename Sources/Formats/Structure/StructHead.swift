/// What the first bytes of every payload of a struct have in common: a quick look at them turns down nearly all others,
/// before a run and before anybody asks for the encoding of their peer.
struct StructHead: Sendable {
  /// The bytes that there are at least.
  private var size = 0
  private var constraints: [(number: StructProgram.FixedNumber, constraint: Constraint)] = []
  private var literals: [(offset: Int, bytes: [UInt8])] = []

  /// Creates the head of a program.
  init(_ program: StructProgram) {
    var offset = 0
    _ = add(program.main, of: program, at: &offset)
  }

  /// Whether a payload may be of the struct.
  func mayFit(_ payload: RawSpan) -> Bool {
    guard payload.byteCount >= size else { return false }
    for (offset, bytes) in literals where !payload.holds(bytes, at: offset) { return false }
    for (number, constraint) in constraints {
      guard let raw = number.raw(payload), constraint.holds(raw) else { return false }
    }
    return true
  }

  /// Adds steps that are always run, up to the first one whose bytes are not known beforehand.
  /// - Returns: whether all of them were added.
  private mutating func add(_ steps: Range<Int>, of program: StructProgram, at offset: inout Int) -> Bool {
    var place = steps.lowerBound
    var last: StructProgram.FixedNumber?
    while place < steps.upperBound {
      let step = program.steps[place]
      switch step.action {
      case .read(let reading):
        guard let size = Self.size(of: reading, step) else { return false }
        last = Self.number(reading, step, at: offset)
        if let last { add(program, step, last) }
        offset += size
      case .bits(let low, let count):
        guard var number = last else { return false }
        number.bits = (low, count)
        add(program, step, number)
      case .literal(let index):
        literals.append((offset, program.literals[index]))
        offset += program.literals[index].count
      case .peek, .group:
        guard step.amount == nil else { return false }
        var inside = offset
        guard add(place + 1..<step.next, of: program, at: &inside) else { return false }
        if step.action == .group { offset = inside }
      default: return false
      }
      size = max(size, offset)
      place = step.next
    }
    return true
  }

  private mutating func add(
    _ program: StructProgram, _ step: StructProgram.Step, _ number: StructProgram.FixedNumber
  ) {
    guard step.shape >= 0, let constraint = program.shapes[step.shape].constraint, case .numbers = constraint.values
    else { return }
    constraints.append((number, constraint))
  }

  /// The bytes of a value; `nil` where the payload says how many there are.
  private static func size(of reading: Reading, _ step: StructProgram.Step) -> Int? {
    let constant = step.amount.map(\.constant) ?? 1
    guard let count = constant, (0...65_535).contains(count) else { return nil }
    if case .computed = reading { return nil }
    if case .padding = reading { return Int(count) }
    return reading.fixedSize.map { $0 * Int(count) }
  }

  /// The number that a step reads; `nil` for another value, or several.
  private static func number(
    _ reading: Reading, _ step: StructProgram.Step, at offset: Int
  ) -> StructProgram.FixedNumber? {
    guard step.amount == nil, case .integer(let bytes, _) = reading else { return nil }
    return StructProgram.FixedNumber(
      offset: offset, bytes: bytes, isLittle: step.isLittle, reading: reading, bits: nil, scale: nil, hasLabels: false)
  }
}
