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
}
