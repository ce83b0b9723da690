/// An arithmetic expression over earlier fields, as a list of operations on a stack; every operation wraps or yields 0
/// where mathematics has no answer, so that no bytes can trap.
struct Expression: Hashable, Sendable {
  /// An operation on the stack.
  enum Operation: Hashable, Sendable, BitwiseCopyable {
    case constant(Int64)
    /// The last number of a field.
    case slot(Int)
    /// A value that the bytes' reader keeps.
    case special(Special)
    case binary(Binary)
    case negate
    case complement
  }

  /// A value that the bytes' reader keeps.
  enum Special: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// The position in the payload.
    case position = "_pos"
    /// The bytes that are left of the innermost group.
    case left = "_left"
    /// The bytes of the payload.
    case size = "_size"
    /// The number of the repetition, from 0.
    case index = "_index"
    /// The byte of the text that a repetition walks along.
    case item = "_item"
  }

  /// An operation on two numbers.
  enum Binary: String, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case and = "&"
    case or = "|"
    case shiftLeft = "<<"
    case shiftRight = ">>"

    /// The higher one binds first, as in Swift and Go.
    var precedence: Int {
      switch self {
      case .multiply, .divide, .remainder, .and, .shiftLeft, .shiftRight: 2
      case .add, .subtract, .or: 1
      }
    }

    func apply(_ left: Int64, _ right: Int64) -> Int64 {
      switch self {
      case .add: left &+ right
      case .subtract: left &- right
      case .multiply: left &* right
      case .divide: right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue
      case .remainder: right == 0 || right == -1 ? 0 : left % right
      case .and: left & right
      case .or: left | right
      case .shiftLeft: right < 0 || right > 63 ? 0 : left << right
      case .shiftRight: right < 0 || right > 63 ? 0 : left >> right
      }
    }
  }

  /// The deepest stack.
  static let stackLimit = 16

  var operations: [Operation]

  /// The number that the expression always is; `nil` if it depends on the datagram.
  var constant: Int64? {
    if case .constant(let value)? = operations.first, operations.count == 1 { return value }
    return nil
  }

  /// The field that the expression is; `nil` if it is more than one field's number.
  var slot: Int? {
    if case .slot(let slot)? = operations.first, operations.count == 1 { return slot }
    return nil
  }

  /// The value of the expression.
  func value(_ slots: [Int64], _ special: (Special) -> Int64) -> Int64 {
    var stack = InlineArray<16, Int64>(repeating: 0)
    var count = 0
    for operation in operations {
      switch operation {
      case .constant(let value):
        stack[count & 15] = value
        count += 1
      case .slot(let slot):
        stack[count & 15] = slot < slots.count ? slots[slot] : 0
        count += 1
      case .special(let name):
        stack[count & 15] = special(name)
        count += 1
      case .binary(let operation):
        guard count > 1 else { return 0 }
        count -= 1
        stack[(count - 1) & 15] = operation.apply(stack[(count - 1) & 15], stack[count & 15])
      case .negate:
        guard count > 0 else { return 0 }
        stack[(count - 1) & 15] = 0 &- stack[(count - 1) & 15]
      case .complement:
        guard count > 0 else { return 0 }
        stack[(count - 1) & 15] = ~stack[(count - 1) & 15]
      }
    }
    return count == 1 ? stack[0] : 0
  }
}

/// A comparison of a number or a text with values, such as `kind=2|4-6`.
struct Constraint: Hashable, Sendable {
  /// The values of the right side.
  enum Values: Hashable, Sendable {
    case numbers([ClosedRange<Int64>])
    case bytes([[UInt8]])
  }

  /// The relation.
  enum Relation: String, CaseIterable, Hashable, Sendable {
    case notEqual = "!="
    case atMost = "<="
    case atLeast = ">="
    case equal = "="
    case less = "<"
    case greater = ">"
  }

  var relation: Relation
  var values: Values
  /// The comparison as it was written, for sentences.
  var source: String

  /// Whether a number has the relation.
  func holds(_ number: Int64) -> Bool {
    guard case .numbers(let ranges) = values, let first = ranges.first else { return relation == .notEqual }
    switch relation {
    case .equal: return ranges.contains { $0.contains(number) }
    case .notEqual: return !ranges.contains { $0.contains(number) }
    case .less: return number < first.lowerBound
    case .atMost: return number <= first.upperBound
    case .greater: return number > first.upperBound
    case .atLeast: return number >= first.lowerBound
    }
  }

  /// Whether the bytes of a text have the relation.
  func holds(_ payload: RawSpan, _ range: Range<Int>) -> Bool {
    guard case .bytes(let texts) = values else { return relation == .notEqual }
    let isEqual = texts.contains { $0.count == range.count && payload.holds($0, at: range.lowerBound) }
    return relation == .equal ? isEqual : !isEqual
  }
}
