/// A bounded dictionary that evicts the least recently used entry. It reserves all its memory up front, so updates do
/// not allocate.
struct RecentTable<Key: Hashable, Value> {
  private struct Entry {
    var key: Key
    var value: Value
    var newer: Int
    var older: Int
  }

  private let limit: Int
  private var positions: [Key: Int] = [:]
  private var entries: [Entry] = []
  /// The most and least recently used entries; -1 when empty.
  private var newest = -1
  private var oldest = -1
  /// The number of evicted entries.
  private(set) var forgotten = 0

  init(limit: Int) {
    self.limit = limit
    positions.reserveCapacity(limit)
    entries.reserveCapacity(limit)
  }

  var count: Int { entries.count }

  /// The value for `key`; reading it does not mark it as used.
  subscript(key: Key) -> Value? {
    positions[key].map { entries[$0].value }
  }

  /// Calls `body` with the value for `key`, which becomes the most recently used; a missing value starts as `fresh`.
  @discardableResult
  mutating func update<R>(_ key: Key, default fresh: @autoclosure () -> Value, _ body: (inout Value) -> R) -> R {
    let position = position(of: key, fresh: fresh)
    return body(&entries[position].value)
  }

  private mutating func position(of key: Key, fresh: () -> Value) -> Int {
    if let known = positions[key] {
      if known != newest {
        unlink(known)
        linkNewest(known)
      }
      return known
    }
    let entry = Entry(key: key, value: fresh(), newer: -1, older: -1)
    let position: Int
    if entries.count < limit {
      position = entries.count
      entries.append(entry)
    } else {
      position = oldest
      unlink(position)
      positions[entries[position].key] = nil
      entries[position] = entry
      forgotten += 1
    }
    positions[key] = position
    linkNewest(position)
    return position
  }

  private mutating func unlink(_ position: Int) {
    let (newer, older) = (entries[position].newer, entries[position].older)
    if newer >= 0 { entries[newer].older = older } else { newest = older }
    if older >= 0 { entries[older].newer = newer } else { oldest = newer }
  }

  private mutating func linkNewest(_ position: Int) {
    entries[position].older = newest
    entries[position].newer = -1
    if newest >= 0 { entries[newest].newer = position }
    newest = position
    if oldest < 0 { oldest = position }
  }
}
