import Basics

/// Collects the fields of a datagram, within bounds.
struct DissectionBuilder {
  /// The most fields of a dissection; what follows is left out.
  static let fieldLimit = 2_000
  /// The most groups around a field.
  static let depthLimit = 32
  /// The most values of a list.
  static let listLimit = 256
  /// The most bytes of a value that are kept.
  static let byteLimit = 65_536

  /// The mode of a run: what is collected.
  enum Demand {
    /// Nothing: whether the bytes fit.
    case nothing
    /// The values of one field.
    case field(Int)
    case everything
  }

  let demand: Demand
  private(set) var fields: [Dissection.Field] = []
  private(set) var isFull = false
  var depth = 0

  init(_ demand: Demand) { self.demand = demand }

  /// Whether a field with this index is collected.
  @inline(__always)
  func wants(_ index: Int?) -> Bool {
    switch demand {
    case .nothing: false
    case .field(let wanted): index == wanted
    case .everything: true
    }
  }

  /// Whether names that only this datagram has are collected.
  var wantsEverything: Bool { if case .everything = demand { true } else { false } }

  /// Adds a field.
  /// - Returns: the field's place, for `close`; `nil` if there are too many.
  @discardableResult
  mutating func add(
    _ name: String, _ index: Int?, _ value: FieldValue, _ range: Range<Int>, label: String? = nil, unit: String? = nil,
    bits: ClosedRange<Int>? = nil
  ) -> Int? {
    guard fields.count < Self.fieldLimit else {
      isFull = true
      return nil
    }
    fields.append(
      Dissection.Field(
        name: name, index: index, value: value, label: label, unit: unit, range: range, bits: bits, depth: depth))
    return fields.count - 1
  }

  /// Sets the end of a group's bytes.
  mutating func close(_ place: Int?, at end: Int) {
    guard let place else { return }
    fields[place].range = fields[place].range.lowerBound..<max(fields[place].range.lowerBound, end)
  }
}
