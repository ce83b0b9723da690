/// A dictionary of bounded size that evicts the least recently used key. Every operation takes constant time.
///
/// Each value is stored at a place, through which callers can read and change it without another lookup. The table is
/// public and inlinable, while other declarations are `package`: only then does the compiler specialize it in the
/// modules that use it. Without that, learning from a known peer's datagram takes 77 ns instead of 38
/// (`udpeek-bench-encodings --speed`).
@frozen
public struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline var storage: [Value] = []
  @usableFromInline var keys: [Key] = []
  @usableFromInline var places: [Key: Int] = [:]
  @usableFromInline var order = RecentOrder()
  @usableFromInline let capacity: Int
  @usableFromInline var evictions = 0

  /// Creates a table of at most `capacity` keys, but at least one. If `isReserved`, memory for all of them is allocated
  /// now, and later use allocates nothing.
  @inlinable
  public init(capacity: Int, isReserved: Bool = false) {
    self.capacity = max(1, capacity)
    if isReserved { reserve() }
  }

  @inlinable
  mutating func reserve() {
    storage.reserveCapacity(capacity)
    keys.reserveCapacity(capacity)
    places.reserveCapacity(capacity)
    order.reserve(capacity)
  }

  /// The most keys in the table.
  @inlinable public var limit: Int { capacity }

  /// The keys and values, the least recently used first.
  @inlinable public var oldestFirst: [(key: Key, value: Value)] { order.oldestFirst.map { (keys[$0], storage[$0]) } }

  /// The values by place.
  @inlinable public var values: [Value] { storage }

  /// The number of keys evicted so far.
  @inlinable public var evicted: Int { evictions }

  /// The number of keys in the table.
  @inlinable public var count: Int { keys.count }

  /// The value of `key`, whose age does not change.
  @inlinable
  public subscript(key: Key) -> Value? {
    places[key].map { storage[$0] }
  }

  /// Returns the place of the value of `key`, whose age does not change; `nil` if the table does not contain it.
  @inlinable
  public func place(of key: Key) -> Int? { places[key] }

  /// Makes `key` the most recently used and returns the place of its value; `nil` if the table does not contain it.
  @inlinable
  public mutating func touch(_ key: Key) -> Int? {
    guard let place = places[key] else { return nil }
    order.moveToFront(place)
    return place
  }

  /// Makes the key at `place` the most recently used.
  @inlinable @inline(__always)
  public mutating func refresh(at place: Int) { order.moveToFront(place) }

  /// Changes the value at a place that `touch` or `set` returned.
  @inlinable @inline(__always)
  public mutating func change<Result>(at place: Int, _ change: (inout Value) -> Result) -> Result {
    change(&storage[place])
  }

  /// Changes the value of `key`, or `fresh` if the table does not contain it, and makes `key` the most recently used.
  @inlinable
  @discardableResult
  public mutating func update<Result>(
    _ key: Key, default fresh: @autoclosure () -> Value, _ change: (inout Value) -> Result
  ) -> Result {
    let place = touch(key) ?? set(fresh(), for: key)
    return change(&storage[place])
  }

  /// Sets the value of `key`, makes it the most recently used, and returns its place.
  @inlinable
  @discardableResult
  public mutating func set(_ value: Value, for key: Key) -> Int {
    if let place = touch(key) {
      storage[place] = value
      return place
    }
    let place: Int
    if keys.count == capacity {
      place = order.reuseOldest()
      places[keys[place]] = nil
      keys[place] = key
      storage[place] = value
      evictions += 1
    } else {
      place = order.append()
      keys.append(key)
      storage.append(value)
    }
    places[key] = place
    return place
  }
}

/// The places in order of their last use, as a doubly linked list.
@frozen @usableFromInline
struct RecentOrder: Sendable {
  @usableFromInline
  struct Neighbours: Sendable {
    @usableFromInline var newer: Int32
    @usableFromInline var older: Int32

    @inlinable
    init(newer: Int32, older: Int32) {
      self.newer = newer
      self.older = older
    }
  }

  @usableFromInline var neighbours: [Neighbours] = []
  /// The most and the least recently used place; -1 while the list is empty.
  @usableFromInline var newest: Int32 = -1
  @usableFromInline var oldest: Int32 = -1

  @inlinable
  init() {}

  @inlinable
  mutating func reserve(_ capacity: Int) { neighbours.reserveCapacity(capacity) }

  /// Adds a place as the most recently used and returns it.
  @inlinable
  mutating func append() -> Int {
    let place = neighbours.count
    neighbours.append(Neighbours(newer: -1, older: -1))
    link(Int32(place))
    return place
  }

  /// Makes the least recently used place the most recently used and returns it. The list must not be empty.
  @inlinable
  mutating func reuseOldest() -> Int {
    let place = Int(oldest)
    moveToFront(place)
    return place
  }

  /// The places, the least recently used first.
  @inlinable var oldestFirst: [Int] {
    var places: [Int] = []
    var place = oldest
    while place >= 0 {
      places.append(Int(place))
      place = neighbours[Int(place)].newer
    }
    return places
  }

  @inlinable
  mutating func moveToFront(_ place: Int) {
    guard newest != Int32(place) else { return }
    unlink(Int32(place))
    link(Int32(place))
  }

  @inlinable
  mutating func link(_ place: Int32) {
    neighbours[Int(place)] = Neighbours(newer: -1, older: newest)
    if newest >= 0 { neighbours[Int(newest)].newer = place } else { oldest = place }
    newest = place
  }

  @inlinable
  mutating func unlink(_ place: Int32) {
    let own = neighbours[Int(place)]
    if own.newer >= 0 { neighbours[Int(own.newer)].older = own.older } else { newest = own.older }
    if own.older >= 0 { neighbours[Int(own.older)].newer = own.newer } else { oldest = own.newer }
  }
}
