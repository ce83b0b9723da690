import Basics
import UDPCore

/// Reads a payload by a compiled struct. A run is kept and used again, so that reading numbers allocates nothing.
struct StructRun {
  /// The most steps of a run.
  static let stepLimit = 50_000
  /// The most nested groups and calls.
  static let depthLimit = 48

  /// The result of some steps.
  enum Outcome {
    case next
    /// The innermost repetition is over.
    case stop
    /// The bytes ended, or do not fit.
    case end
  }

  private let compiled: CompiledStruct
  let decoder: PayloadDecoder
  /// Whether a run ends where the bytes do not fit, rather than reading on.
  let isStrict: Bool
  var builder: DissectionBuilder
  /// The last number of each name.
  var slots: [Int64]
  /// The bytes of the last value of each name.
  var ranges: [Range<Int>]
  var position = 0
  var end = 0
  var index: Int64 = 0
  var item: Int64 = 0
  var stepsLeft = StructRun.stepLimit
  var level = 0
  /// The number that bits are taken from, and its bytes.
  var bitSource: UInt64 = 0
  var bitRange = 0..<0
  /// The bytes of the last text, without its length and what ends it.
  var textBytes = 0..<0
  /// The first reason why the bytes do not fit; `nil` while they do.
  var misfit: Misfit?

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

  /// The program that is run.
  var program: StructProgram { compiled.program }

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

  init(_ compiled: CompiledStruct, _ decoder: PayloadDecoder, _ demand: DissectionBuilder.Demand, isStrict: Bool) {
    self.compiled = compiled
    self.decoder = decoder
    self.isStrict = isStrict
    builder = DissectionBuilder(demand)
    slots = [Int64](repeating: 0, count: compiled.program.names.count)
    ranges = [Range<Int>](repeating: -1..<(-1), count: compiled.program.names.count)
  }

  /// Reads a payload.
  mutating func run(_ payload: RawSpan) {
    end = payload.byteCount
    _ = run(program.main, payload)
  }

  /// Remembers the first reason.
  mutating func fail(_ reason: Misfit) {
    if misfit == nil { misfit = reason }
  }

  /// The value of an expression at the position.
  func value(_ expression: Expression, _ payload: RawSpan) -> Int64 {
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

  /// Runs steps.
  mutating func run(_ range: Range<Int>, _ payload: RawSpan) -> Outcome {
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
}
