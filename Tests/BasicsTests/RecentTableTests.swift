import Basics
import Testing

struct RecentTableTests {
  @Test func `a full table forgets the key that was used longest ago`() {
    var table = RecentTable<Int, Int>(capacity: 3)
    for key in [1, 2, 3, 1, 4] { table.update(key, default: 0) { $0 += 1 } }
    #expect(table[2] == nil)
    #expect(table[1] == 2)
    #expect(table.count == 3 && table.evicted == 1)
  }

  /// A key whose hash is the same as that of many others.
  private struct Clashing: TableKey {
    let number: Int

    func hash(into hasher: inout Hasher) { hasher.combine(number % 3) }
  }

  @Test(arguments: [1, 5, 64, 100])
  func `a table holds what a list of the last keys holds, even if their hashes are the same`(capacity: Int) {
    var generator = SystemRandomNumberGenerator()
    var table = RecentTable<Clashing, Int>(capacity: capacity, isReserved: capacity == 64)
    var recent: [(key: Clashing, value: Int)] = []
    for step in 0..<2_000 {
      let key = Clashing(number: Int.random(in: 0..<capacity * 2, using: &generator))
      let known = recent.firstIndex { $0.key == key }
      #expect(table[key] == known.map { recent[$0].value })
      if let known { recent.insert(recent.remove(at: known), at: 0) }
      if Bool.random(using: &generator) {
        #expect((table.touch(key) == nil) == (known == nil))
      } else {
        table.set(step, for: key)
        if known == nil { recent.insert((key, step), at: 0) } else { recent[0].value = step }
        if recent.count > capacity { recent.removeLast() }
      }
    }
    #expect(table.count == recent.count)
    #expect(recent.allSatisfy { table[$0.key] == $0.value })
  }
}
