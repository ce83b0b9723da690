import Basics
import UDPCore

/// One operand of a level.
struct FilterOperand {
  /// The role of an operand in a list.
  enum Role: Hashable {
    /// Anything else.
    case other
    /// `port 53`, with the word.
    case ports
    /// `not port 53`.
    case negatedPorts
    /// A bare number that inherited `port`.
    case morePorts
  }

  /// The expression.
  var expression: FilterExpression
  /// The range in scalars of the source.
  var range: Range<Int>
  /// The qualifier that a bare value after it inherits.
  var carried: FilterQualifier?
  /// The role of the operand in a list.
  var role = Role.other
}

/// The operands of one level and the operators between them.
struct OperandList {
  private struct Join {
    var isOr: Bool
    var range: Range<Int>
  }

  /// The operands in the order of the source.
  private(set) var operands: [FilterOperand]
  private var joins: [Join] = []

  /// Creates a list of one operand.
  init(first: FilterOperand) {
    operands = [first]
  }

  /// Appends an operand that an operator at `range` of the source joins to the one before.
  mutating func append(_ operand: FilterOperand, byOr isOr: Bool, at range: Range<Int>) {
    operands.append(operand)
    joins.append(Join(isOr: isOr, range: range))
  }

  /// Combines all operands into one.
  /// - Throws: `FilterError` if `and` and `or` are mixed, unless a list of ports comes first: tcpdump and this language
  ///   then agree that `port 53 or 67 and in` means either port.
  func combined(_ interfaces: InterfaceNames) throws(FilterError) -> FilterOperand {
    guard let first = operands.first, let last = operands.last, let join = joins.first else { return operands[0] }
    try refuseNegatedList(interfaces)
    var whole = FilterOperand(
      expression: first.expression, range: first.range.lowerBound..<last.range.upperBound, carried: last.carried)
    if joins.allSatisfy({ $0.isOr == join.isOr }) {
      whole.expression = .joined(operands.map(\.expression), byOr: join.isOr)
      return whole
    }
    let listed = first.role == .ports ? operands.dropFirst().prefix { $0.role == .morePorts }.count : 0
    guard joins.prefix(listed).allSatisfy(\.isOr), joins.dropFirst(listed).allSatisfy({ !$0.isOr }) else {
      throw mixed(interfaces)
    }
    let ports = FilterExpression.joined(operands.prefix(listed + 1).map(\.expression), byOr: true)
    whole.expression = .joined([ports] + operands.dropFirst(listed + 1).map(\.expression), byOr: false)
    return whole
  }

  /// Rejects `not port 53 or 67`, where tcpdump negates only the first port but the grammar suggests the whole list.
  private func refuseNegatedList(_ interfaces: InterfaceNames) throws(FilterError) {
    for index in joins.indices
    where joins[index].isOr && operands[index].role == .negatedPorts && operands[index + 1].role == .morePorts {
      guard case .not(let port) = operands[index].expression else { continue }
      let other = operands[index + 1].expression
      let inside = FilterExpression.not(.joined([port, other], byOr: true))
      let outside = FilterExpression.joined([operands[index].expression, other], byOr: true)
      throw FilterError(
        range: operands[index].range.lowerBound..<operands[index + 1].range.upperBound,
        message:
          "'not' before a list can be read in two ways: write \(text(inside, interfaces)), or \(text(outside, interfaces))"
      )
    }
  }

  private func mixed(_ interfaces: InterfaceNames) -> FilterError {
    let change = joins.indices.first { joins[$0].isOr != joins[0].isOr } ?? 0
    let isLong = operands.count > 8
    let shown = isLong ? change - 1..<change + 2 : 0..<operands.count
    let parts = operands[shown].map(\.expression)
    let byOr = joins[shown.lowerBound..<shown.upperBound - 1].map(\.isOr)
    let usual = Self.grouped(parts, byOr, tightOr: false)
    var other = Self.leftToRight(parts, byOr)
    if other == usual { other = Self.grouped(parts, byOr, tightOr: true) }
    return FilterError(
      range: joins[change].range,
      message:
        "'and' mixed with 'or' needs parentheses: write \(text(usual, interfaces)), or \(text(other, interfaces))")
  }

  private func text(_ expression: FilterExpression, _ interfaces: InterfaceNames) -> String {
    CanonicalWriter.text(of: expression, interfaces)
  }

  /// Groups the parts as tcpdump does, from left to right.
  private static func leftToRight(_ parts: [FilterExpression], _ byOr: [Bool]) -> FilterExpression {
    zip(parts.dropFirst(), byOr).reduce(parts[0]) { .joined([$0, $1.0], byOr: $1.1) }
  }

  /// Groups the parts with one of the two operators binding more tightly than the other.
  private static func grouped(_ parts: [FilterExpression], _ byOr: [Bool], tightOr: Bool) -> FilterExpression {
    var groups = [[parts[0]]]
    for (part, isOr) in zip(parts.dropFirst(), byOr) {
      if isOr == tightOr { groups[groups.count - 1].append(part) } else { groups.append([part]) }
    }
    return .joined(groups.map { .joined($0, byOr: tightOr) }, byOr: !tightOr)
  }
}
