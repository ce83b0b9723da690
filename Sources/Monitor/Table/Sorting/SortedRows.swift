import UDPCore

/// Rows in the order of a column's entries, rows with equal entries as they came. Rows are held by their slot among the
/// ascending numbers, so that a row takes 12 bytes.
struct SortedRows: Sendable {
  /// The numbers of the rows, ascending.
  private let numbers: RowNumbers
  /// The slot at each place.
  private let slots: [UInt32]
  /// The place of each slot.
  private let places: [UInt32]
  /// The newest number that was there to be sorted: rows with higher ones are unsorted.
  let through: UInt64

  /// `places` is the inverse of `slots`.
  init(numbers: RowNumbers, slots: [UInt32], places: [UInt32], through: UInt64) {
    self.numbers = numbers
    self.slots = slots
    self.places = places
    self.through = through
  }

  var count: Int { slots.count }

  /// The row at a place from 0 to `count` - 1.
  subscript(place: Int) -> UInt64 { numbers[Int(slots[place])] }

  /// The place of a row, or of the next one by number where it is none of these; `nil` where there is no such.
  func place(of number: UInt64) -> Int? {
    let slot = numbers.slot(of: number)
    return slot < numbers.count ? Int(places[slot]) : nil
  }
}
