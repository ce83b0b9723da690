/// A dictionary of bounded size that forgets the key touched longest ago. Every operation takes constant time.
///
/// Values stand at places, so that a caller who knows their type reads and changes them there: code that is generic over
/// the key only is several times slower with them.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// By place.
  private(set) var values: [Value] = []
  private var keys: [Key] = []
  private var places: [Key: Int] = [:]
  private var order = RecentOrder()
  private let capacity: Int

  /// At most `capacity` keys, at least one.
  init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// How many keys are held.
  var count: Int { keys.count }

  /// The value, without a touch.
  subscript(key: Key) -> Value? {
    places[key].map { values[$0] }
  }

  /// Where the value of a key is; its key is now the most recent.
  mutating func touch(_ key: Key) -> Int? {
    guard let place = places[key] else { return nil }
    order.moveToFront(place)
    return place
  }

  /// Changes a value at the place that `touch` or `set` returned.
  @inline(__always)
  mutating func change<Result>(at place: Int, _ change: (inout Value) -> Result) -> Result {
    change(&values[place])
  }

  /// Sets a value; its key is now the most recent.
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

/// The order in which places were used, as a list through them.
private struct RecentOrder: Sendable {
  private struct Neighbours: Sendable {
    var newer: Int32
    var older: Int32
  }

  private static let none: Int32 = -1

  private var neighbours: [Neighbours] = []
  private var newest = none
  private var oldest = none

  /// A new place, the most recent.
  mutating func append() -> Int {
    let place = neighbours.count
    neighbours.append(Neighbours(newer: Self.none, older: Self.none))
    link(Int32(place))
    return place
  }

  /// The place used longest ago, now the most recent; there must be one.
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
