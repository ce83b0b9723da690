import Plumbing
import Synchronization

/// The kernel drops of several sockets, from two sources that do not agree at every moment: `SO_RXQ_OVFL`, late but
/// with the datagrams, and `SO_MEMINFO`, exact when asked. Each socket's count is a wrapping 32-bit number.
package final class DropCounter: Sendable {
  private let last: Lock<[UInt32]>
  private let sum = Atomic(0)
  private let joined = Atomic(false)
  private let marks = Lock([DropMark]())
  private static let markLimit = 4096

  package init(sockets: Int) {
    last = Lock(Array(repeating: 0, count: sockets))
  }

  /// Datagrams dropped so far by all sockets together.
  package var total: Int { sum.load(ordering: .relaxed) }

  /// Whether the total is a lower bound: the kernel counts a dropped joined buffer once, whatever it held.
  package var isLowerBound: Bool { total > 0 && joined.load(ordering: .relaxed) }

  /// Takes in a socket's count; one that is older than what is known changes nothing.
  /// - Returns: how many drops were new.
  @discardableResult
  func note(_ count: UInt32, socket: Int) -> Int {
    let new = last.withLock { last in
      let difference = Int32(bitPattern: count &- last[socket])
      guard difference > 0 else { return 0 }
      last[socket] = count
      return Int(difference)
    }
    if new > 0 { sum.add(new, ordering: .relaxed) }
    return new
  }

  /// Remembers where in the log drops belong: so many before row `number`. Nobody may ask, so that beyond a limit they
  /// are added to the last place.
  func mark(_ count: Int, before number: UInt64) {
    marks.withLock { marks in
      if marks.count < Self.markLimit {
        marks.append(DropMark(number: number, count: count))
      } else {
        marks[marks.count - 1].count += count
      }
    }
  }

  /// The places remembered since the last call, in the order of the rows. For one reader.
  package func takeMarks() -> [DropMark] {
    marks.withLock { marks in
      guard !marks.isEmpty else { return [] }
      defer { marks = [] }
      return marks
    }
  }

  /// A socket was replaced by a new one: its count begins at 0 again.
  func restart(socket: Int) {
    last.withLock { $0[socket] = 0 }
  }

  /// Joined reads have occurred.
  func noteJoined() {
    if !joined.load(ordering: .relaxed) { joined.store(true, ordering: .relaxed) }
  }
}

/// Kernel drops between two rows of the log.
package struct DropMark: Sendable, Hashable {
  /// The row that they came before.
  package let number: UInt64
  package fileprivate(set) var count: Int

  /// Makes a mark for `count` drops before row `number`.
  package init(number: UInt64, count: Int) {
    self.number = number
    self.count = count
  }
}
