package import Basics

/// A compiled struct: a flat list of steps, in which a group's own steps follow it.
struct StructProgram: Sendable {
  /// One step of reading.
  struct Step: Sendable {
    /// The action of a step.
    enum Action: Hashable, Sendable, BitwiseCopyable {
      case read(Reading)
      /// Some bits of the number read last.
      case bits(low: Int, count: Int)
      /// Bytes that must stand here, by their index in `literals`.
      case literal(Int)
      /// The steps that follow, in as many bytes as `amount` says.
      case group
      /// The steps that follow, `amount` times or to the end.
      case repetition
      /// The steps that follow, without moving on.
      case peek
      /// The steps that follow where the condition holds, else those of `otherwise`.
      case branch
      /// The position becomes `amount`.
      case seek
      /// The end of the innermost repetition.
      case stop
      /// The steps of a part.
      case call
    }

    var action: Action
    /// The lowest byte comes first.
    var isLittle = false
    /// The index of the name in `names`; -1 for none.
    var slot = -1
    /// The count or size.
    var amount: Expression?
    /// Whether `amount` was a count before the letter; of `c`, `s` and `x` it is bytes.
    var shape = -1
    var condition = -1
    /// The step after this one and its own.
    var next = 0
    /// The steps of the other branch, or of a part.
    var otherwise = 0..<0
  }

  /// The meaning of a number: scale, labels, the values that it must have.
  struct Shape: Hashable, Sendable {
    var factor = 1.0
    var offset = 0.0
    var hasScale = false
    /// The texts of values, by ranges.
    var labels: [(values: ClosedRange<Int64>, text: String)] = []
    var constraint: Constraint?

    static func == (left: Shape, right: Shape) -> Bool {
      left.factor == right.factor && left.offset == right.offset && left.constraint == right.constraint
        && left.labels.elementsEqual(right.labels) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(constraint) }

    /// The label of a number; `nil` if it has none.
    func label(of number: Int64) -> String? {
      labels.isEmpty ? nil : labels.first { $0.values.contains(number) }?.text
    }
  }

  /// A condition of a branch.
  struct Condition: Hashable, Sendable {
    var expression: Expression
    /// The comparison; `nil` where any number but 0 will do.
    var constraint: Constraint?
  }

  /// A number whose place is the same in each datagram, so that it can be read without a run.
  struct FixedNumber: Hashable, Sendable {
    var offset: Int
    var bytes: Int
    var isLittle: Bool
    var reading: Reading
    /// The bits of the number; `nil` for all.
    var bits: (low: Int, count: Int)?
    /// The factor and the number added behind it; `nil` for the number as it is.
    var scale: (factor: Double, offset: Double)?
    /// Whether its values have texts, with which words are compared.
    var hasLabels: Bool

    static func == (left: FixedNumber, right: FixedNumber) -> Bool {
      left.offset == right.offset && left.bytes == right.bytes && left.reading == right.reading
    }

    func hash(into hasher: inout Hasher) { hasher.combine(offset) }

    /// Returns the number without its scale; `nil` if the payload ends before it.
    @inline(__always)
    func raw(_ payload: RawSpan) -> Int64? {
      guard offset &+ bytes <= payload.byteCount else { return nil }
      let number = payload.number(at: offset, width: bytes, isLittle: isLittle)
      if let bits {
        return Int64(bitPattern: number >> UInt64(bits.low) & (UInt64.max >> UInt64(64 - bits.count)))
      }
      switch reading {
      case .integer(_, true): return signExtended(number, bits: bytes * 8)
      case .boolean: return number == 0 ? 0 : 1
      default: return Int64(bitPattern: number)
      }
    }

    /// Returns the number, scaled; `nil` if the payload ends before it.
    @inline(__always)
    func number(_ payload: RawSpan) -> Double? {
      guard let raw = raw(payload) else { return nil }
      let value: Double
      switch reading {
      case .real(let bytes):
        value = NumberForm.shortest(NumberForm.real(UInt64(bitPattern: raw), bytes: bytes), bytes)
      case .integer(8, false) where bits == nil: value = Double(UInt64(bitPattern: raw))
      case .time(let form) where bits == nil:
        value = Double(NumberForm.time(UInt64(bitPattern: raw), form)) / 1e9
      case .shortTime: value = Double(raw) / 65_536
      default: value = Double(raw)
      }
      return scale.map { FieldValue.rounded(value * $0.factor + $0.offset) } ?? value
    }
  }

  var steps: [Step] = []
  /// The steps of the struct itself; those of parts come before them.
  var main = 0..<0
  var names: [String] = []
  /// The index of each name among the fields; `nil` for a hidden one.
  var fieldIndices: [Int?] = []
  var fields: [FieldDescription] = []
  var shapes: [Shape] = []
  var conditions: [Condition] = []
  var literals: [[UInt8]] = []
  /// The numbers at fixed places, by slot.
  var fixed: [Int: FixedNumber] = [:]
  /// The bytes that every datagram has at least.
  var leastSize = 0
  /// Whether every step has a fixed place, so that no run is needed to see whether the bytes fit.
  var isFixed = true
  /// The numbers at fixed places that must have certain values.
  var fixedConstraints: [(number: FixedNumber, constraint: Constraint)] = []

  /// The slot of a name; `nil` if the struct has no such name.
  func slot(named name: String) -> Int? { names.firstIndex(of: name) }
}

/// A mistake in a text of the format language, and its position.
package struct FormatError: Error, Hashable, Sendable {
  /// The position in scalars of the text.
  package var offset: Int
  /// One sentence, with the next step.
  package var reason: Phrase

  /// Creates an error.
  package init(offset: Int, reason: Phrase) {
    self.offset = offset
    self.reason = reason
  }
}

extension FormatError: Phrased {
  /// The reason.
  package var phrase: Phrase { reason }
}
