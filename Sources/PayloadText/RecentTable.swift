/// A dictionary of bounded size that forgets the key touched longest ago. Every operation takes constant time.
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var key: Key
    var value: Value
    /// The neighbours in the order of use, by place in `entries`.
    var newer: Int?
    var older: Int?
  }

  private var entries: [Entry] = []
  private var places: [Key: Int] = [:]
  private var newest: Int?
  private var oldest: Int?
  private let capacity: Int

  /// At most `capacity` keys, at least one.
  init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// How many keys are held.
  var count: Int { entries.count }

  /// The value, without a touch.
  subscript(key: Key) -> Value? {
    places[key].map { entries[$0].value }
  }

  /// Changes the value of a key, which starts as `initial` and is now the most recent. Returns what `change` does.
  mutating func update<Result>(
    _ key: Key, default initial: @autoclosure () -> Value, _ change: (inout Value) -> Result
  ) -> Result {
    if !moveToFront(key) { set(initial(), for: key) }
    guard let place = newest else { preconditionFailure("a key that was touched is the newest") }
    return change(&entries[place].value)
  }

  /// The value; its key is now the most recent.
  mutating func touch(_ key: Key) -> Value? {
    moveToFront(key) ? newest.map { entries[$0].value } : nil
  }

  /// Makes the key the most recent. Returns whether it is held.
  @discardableResult
  mutating func moveToFront(_ key: Key) -> Bool {
    guard let place = places[key] else { return false }
    if newest != place {
      unlink(place)
      link(place)
    }
    return true
  }

  /// Sets a value; its key is now the most recent.
  mutating func set(_ value: Value, for key: Key) {
    if moveToFront(key), let place = newest {
      entries[place].value = value
      return
    }
    let entry = Entry(key: key, value: value, newer: nil, older: nil)
    let place: Int
    if entries.count == capacity, let last = oldest {
      unlink(last)
      places[entries[last].key] = nil
      entries[last] = entry
      place = last
    } else {
      place = entries.count
      entries.append(entry)
    }
    places[key] = place
    link(place)
  }

  private mutating func link(_ place: Int) {
    entries[place].older = newest
    entries[place].newer = nil
    if let newest { entries[newest].newer = place } else { oldest = place }
    newest = place
  }

  private mutating func unlink(_ place: Int) {
    let (newer, older) = (entries[place].newer, entries[place].older)
    if let newer { entries[newer].older = older } else { newest = older }
    if let older { entries[older].newer = newer } else { oldest = newer }
  }
}
