/// A dictionary of bounded size that evicts the least recently used key. Every operation takes constant time.
///
/// Values live in numbered slots, so that a caller that knows their type reads and changes them there; generic code is
/// several times slower.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// The values by slot.
  private(set) var values: [Value] = []
  private var keys: [Key] = []
  private var places: [Key: Int] = [:]
  private var order = RecentOrder()
  private let capacity: Int

  /// Creates a table of at most `capacity` keys, at least one.
  init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// The number of keys.
  var count: Int { keys.count }

  /// The value of a key, without marking the key as used.
  subscript(key: Key) -> Value? {
    places[key].map { values[$0] }
  }

  /// Marks a key as the most recently used and returns the slot of its value; `nil` if there is none.
  mutating func touch(_ key: Key) -> Int? {
    guard let place = places[key] else { return nil }
    order.moveToFront(place)
    return place
  }

  /// Changes the value in a slot that `touch` or `set` returned.
  @inline(__always)
  mutating func change<Result>(at place: Int, _ change: (inout Value) -> Result) -> Result {
    change(&values[place])
  }

  /// Sets a value and marks its key as the most recently used. Returns the value's slot.
  @discardableResult
  mutating func set(_ value: Value, for key: Key) -> Int {
    if let place = touch(key) {
      values[place] = value
      return place
    }
    let place: Int
    if keys.count == capacity {
      place = order.reuseOldest()
      places[keys[place]] = nil
      keys[place] = key
      values[place] = value
    } else {
      place = order.append()
      keys.append(key)
      values.append(value)
    }
    places[key] = place
    return place
  }
}

/// The order in which slots were used, as a doubly linked list.
private struct RecentOrder: Sendable {
  private struct Neighbours: Sendable {
    var newer: Int32
    var older: Int32
  }

  private static let none: Int32 = -1

  private var neighbours: [Neighbours] = []
  private var newest = none
  private var oldest = none

  /// Adds a slot as the most recently used.
  mutating func append() -> Int {
    let place = neighbours.count
    neighbours.append(Neighbours(newer: Self.none, older: Self.none))
    link(Int32(place))
    return place
  }

  /// Marks the least recently used slot as the most recently used and returns it; there must be one.
  mutating func reuseOldest() -> Int {
    let place = Int(oldest)
    moveToFront(place)
    return place
  }

  mutating func moveToFront(_ place: Int) {
    guard newest != Int32(place) else { return }
    unlink(Int32(place))
    link(Int32(place))
  }

  private mutating func link(_ place: Int32) {
    neighbours[Int(place)] = Neighbours(newer: Self.none, older: newest)
    if newest != Self.none { neighbours[Int(newest)].newer = place } else { oldest = place }
    newest = place
  }

  private mutating func unlink(_ place: Int32) {
    let own = neighbours[Int(place)]
    if own.newer != Self.none { neighbours[Int(own.newer)].older = own.older } else { newest = own.older }
    if own.older != Self.none { neighbours[Int(own.older)].newer = own.newer } else { oldest = own.newer }
  }
}
