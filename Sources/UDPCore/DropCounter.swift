import Plumbing
import Synchronization

/// The kernel drops of several sockets, from two sources that may disagree for a moment: `SO_RXQ_OVFL`, which comes
/// late but with the datagrams, and `SO_MEMINFO`, which is exact when queried. Each socket's count is a wrapping 32-bit
/// number.
package final class DropCounter: Sendable {
  /// The drops of one socket.
  private struct Count {
    /// The kernel's number when it was last read.
    var last: UInt32 = 0
    /// The drops since the start, those of sockets that had this place before included.
    var total = 0
  }

  private let counts: Lock<[Count]>
  private let sum = Atomic(0)
  private let joined = Atomic(false)
  private let marks = Lock([DropMark]())
  private static let markLimit = 4096

  /// Creates a counter for as many sockets.
  package init(sockets: Int) {
    counts = Lock(Array(repeating: Count(), count: sockets))
  }

  /// Datagrams dropped so far by all sockets together.
  package var total: Int { sum.load(ordering: .relaxed) }

  /// Datagrams dropped so far by each socket.
  package var bySocket: [Int] { counts.withLock { $0.map(\.total) } }

  /// Whether the total is a lower bound: the kernel counts a dropped buffer of coalesced datagrams only once.
  package var isLowerBound: Bool { total > 0 && joined.load(ordering: .relaxed) }

  /// Records a socket's current count; a count older than the last one is ignored.
  /// - Returns: the number of new drops.
  @discardableResult
  func note(_ count: UInt32, socket: Int) -> Int {
    let new = counts.withLock { counts in
      let difference = Int32(bitPattern: count &- counts[socket].last)
      guard difference > 0 else { return 0 }
      counts[socket].last = count
      counts[socket].total += Int(difference)
      return Int(difference)
    }
    if new > 0 { sum.add(new, ordering: .relaxed) }
    return new
  }

  /// Records `count` drops just before row `number`. If no reader takes the marks, their number is limited: further
  /// drops are added to the last mark.
  func mark(_ count: Int, before number: UInt64) {
    marks.withLock { marks in
      if marks.count < Self.markLimit {
        marks.append(DropMark(number: number, count: count))
      } else {
        marks[marks.count - 1].count += count
      }
    }
  }

  /// Counts drops that another counter noticed just before row `number`.
  package func add(_ count: Int, before number: UInt64) {
    sum.add(count, ordering: .relaxed)
    mark(count, before: number)
  }

  /// Removes and returns the marks since the last call, in row order. For one reader.
  package func takeMarks() -> [DropMark] {
    marks.withLock { marks in
      guard !marks.isEmpty else { return [] }
      defer { marks = [] }
      return marks
    }
  }

  /// Restarts a socket's count at 0, after the socket was replaced by a new one.
  func restart(socket: Int) {
    counts.withLock { $0[socket].last = 0 }
  }

  /// Records that coalesced datagrams were received.
  func noteJoined() {
    if !joined.load(ordering: .relaxed) { joined.store(true, ordering: .relaxed) }
  }
}

/// Kernel drops between two rows of the log.
package struct DropMark: Sendable, Hashable {
  /// The row just after the drops.
  package let number: UInt64
  /// The number of drops.
  package fileprivate(set) var count: Int

  /// Creates a mark for `count` drops before row `number`.
  package init(number: UInt64, count: Int) {
    self.number = number
    self.count = count
  }
}
