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

  /// The value; its key is now the most recent.
  mutating func touch(_ key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    if newest != place {
      unlink(place)
      link(place)
    }
    return entries[place].value
  }

  /// Sets a value; its key is now the most recent.
  mutating func set(_ value: Value, for key: Key) {
    if touch(key) != nil, let place = newest {
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
