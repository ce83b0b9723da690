/// A compiled struct behind a reference: a copy of the program itself would count the references of all its tables.
final class CompiledStruct: Sendable {
  /// The program.
  let program: StructProgram
  /// Whether every step has a fixed place, so that no run is needed to see whether the bytes fit.
  let isFixed: Bool
  /// The numbers at fixed places, by the index of their field; `nil` for a field without one.
  let fixed: [StructProgram.FixedNumber?]
  /// What a payload of the struct begins with.
  let head: StructHead
  private let leastSize: Int
  private let constraints: [(number: StructProgram.FixedNumber, constraint: Constraint)]

  init(_ program: StructProgram) {
    self.program = program
    isFixed = program.isFixed
    head = StructHead(program)
    leastSize = program.leastSize
    constraints = program.fixedConstraints
    var fixed = [StructProgram.FixedNumber?](repeating: nil, count: program.fields.count)
    for (slot, number) in program.fixed {
      if let index = program.fieldIndices[slot] { fixed[index] = number }
    }
    self.fixed = fixed
  }

  /// Whether a payload fits, where the struct is fixed.
  func fits(_ payload: RawSpan, isExact: Bool) -> Bool {
    guard isExact ? payload.byteCount == leastSize : payload.byteCount >= leastSize else { return false }
    for (number, constraint) in constraints {
      guard let raw = number.raw(payload), constraint.holds(raw) else { return false }
    }
    return true
  }
}
