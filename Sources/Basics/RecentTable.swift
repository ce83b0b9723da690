/// A dictionary of bounded size that evicts the least recently used key. Every operation takes constant time.
///
/// Each value is stored at a place, through which callers can read and change it without another lookup. The table is
/// public and inlinable, while other declarations are `package`: only then does the compiler specialize it in the
/// modules that use it. Without that, learning from a known peer's datagram takes 77 ns instead of 38
/// (`udpeek-bench-encodings --speed`).
@frozen
public struct RecentTable<Key: TableKey, Value: Sendable>: Sendable {
  @usableFromInline var storage: [Value] = []
  @usableFromInline var keys: [Key] = []
  @usableFromInline var index = PlaceIndex()
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
    index.reserve(capacity)
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
    place(of: key).map { storage[$0] }
  }

  /// Returns the place of the value of `key`, whose age does not change; `nil` if the table does not contain it.
  @inlinable
  public func place(of key: Key) -> Int? { keys.isEmpty ? nil : place(of: key, hash: key.tableHash) }

  @inlinable @inline(__always)
  func place(of key: Key, hash: Int) -> Int? {
    var place = index.first(hash)
    while place >= 0 {
      if index.links[place].matches(hash), keys[place] == key { return place }
      place = Int(index.links[place].next)
    }
    return nil
  }

  /// Makes `key` the most recently used and returns the place of its value; `nil` if the table does not contain it.
  @inlinable
  public mutating func touch(_ key: Key) -> Int? {
    guard let place = place(of: key) else { return nil }
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
    change(&storage[touch(key, default: fresh())])
  }

  /// Makes `key` the most recently used, with the value `fresh` if the table does not contain it, and returns the place
  /// of its value.
  @inlinable
  public mutating func touch(_ key: Key, default fresh: @autoclosure () -> Value) -> Int {
    let hash = key.tableHash
    guard let place = place(of: key, hash: hash) else { return insert(fresh(), for: key, hash: hash) }
    order.moveToFront(place)
    return place
  }

  /// Sets the value of `key`, makes it the most recently used, and returns its place.
  @inlinable
  @discardableResult
  public mutating func set(_ value: Value, for key: Key) -> Int {
    let hash = key.tableHash
    guard let place = place(of: key, hash: hash) else { return insert(value, for: key, hash: hash) }
    order.moveToFront(place)
    storage[place] = value
    return place
  }

  @inlinable
  mutating func insert(_ value: Value, for key: Key, hash: Int) -> Int {
    if keys.count == capacity {
      let place = order.reuseOldest()
      index.move(place, to: hash)
      keys[place] = key
      storage[place] = value
      evictions += 1
      return place
    }
    index.append(hash)
    keys.append(key)
    storage.append(value)
    return order.append()
  }
}

/// The places of keys by their hashes: a chain of places for each remainder of the hash. The hashes are kept, so that a
/// key is hashed once when it takes the place of another.
@frozen @usableFromInline
struct PlaceIndex: Sendable {
  /// A place in its chain.
  @usableFromInline
  struct Link: Sendable {
    @usableFromInline let hash: UInt32
    /// The next place of the chain; -1 at its end.
    @usableFromInline var next: Int32

    @inlinable
    init(hash: UInt32, next: Int32) {
      self.hash = hash
      self.next = next
    }

    @inlinable
    func matches(_ hash: Int) -> Bool { self.hash == UInt32(truncatingIfNeeded: hash) }
  }

  /// The first place of each chain, -1 for none; as many as a power of two, and at least two for each place, so that
  /// most chains have one place or none.
  @usableFromInline var heads: [Int32] = [-1]
  @usableFromInline var links: [Link] = []

  @inlinable
  init() {}

  @inlinable @inline(__always)
  func chain(_ hash: UInt32) -> Int { Int(hash) & (heads.count &- 1) }

  /// Returns the first place to look for a key at; -1 for none.
  @inlinable @inline(__always)
  func first(_ hash: Int) -> Int { Int(heads[chain(UInt32(truncatingIfNeeded: hash))]) }

  @inlinable
  mutating func reserve(_ capacity: Int) {
    links.reserveCapacity(capacity)
    spread(over: 2 * capacity)
  }

  /// Adds the next place.
  @inlinable
  mutating func append(_ hash: Int) {
    if 2 * links.count >= heads.count { spread(over: 2 * heads.count) }
    links.append(Link(hash: 0, next: -1))
    link(links.count - 1, UInt32(truncatingIfNeeded: hash))
  }

  /// Gives a place to a key of another hash.
  @inlinable
  mutating func move(_ place: Int, to hash: Int) {
    let old = chain(links[place].hash)
    if heads[old] == Int32(place) {
      heads[old] = links[place].next
    } else {
      var before = Int(heads[old])
      while links[before].next != Int32(place) { before = Int(links[before].next) }
      links[before].next = links[place].next
    }
    link(place, UInt32(truncatingIfNeeded: hash))
  }

  @inlinable
  mutating func link(_ place: Int, _ hash: UInt32) {
    let chain = chain(hash)
    links[place] = Link(hash: hash, next: heads[chain])
    heads[chain] = Int32(place)
  }

  /// Makes at least `count` chains.
  @inlinable
  mutating func spread(over count: Int) {
    var size = heads.count
    while size < count { size *= 2 }
    guard size > heads.count else { return }
    heads = Array(repeating: -1, count: size)
    for place in links.indices { link(place, links[place].hash) }
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
