/// The datagrams of one direction that are due later, by time and then by arrival, with copies of their payloads. Its
/// owner bounds it.
@safe
final class DueQueue {
  /// The bytes that an entry takes beside its payload.
  static let overhead = 128

  /// A datagram that waits. Whoever takes it out of the queue frees its payload.
  @safe
  struct Entry {
    /// The time to pass it on, in nanoseconds of the monotonic clock.
    var due: Int64
    /// A number that rises with each entry.
    var order: UInt64
    let course: Relay.Course
    /// Whether its bytes are not those that came.
    let isChanged: Bool
    /// Whether it is delayed on purpose, or only held.
    let isDelayed: Bool
    let size: Int
    let payload: UnsafeMutableRawPointer

    func isBefore(_ other: Entry) -> Bool { due != other.due ? due < other.due : order < other.order }
  }

  /// A binary heap: each entry is before those at twice its place.
  private var heap: [Entry] = []
  private var nextOrder: UInt64 = 0

  deinit {
    for entry in heap { unsafe entry.payload.deallocate() }
  }

  var count: Int { heap.count }

  /// The time at which the first entry is due; `nil` if the queue is empty.
  var firstDue: Int64? { heap.first?.due }

  /// Adds a datagram, whose payload it takes over.
  func add(
    _ payload: UnsafeMutableRawPointer, size: Int, due: Int64, _ course: Relay.Course, isChanged: Bool, isDelayed: Bool
  ) {
    unsafe heap.append(
      Entry(
        due: due, order: nextOrder, course: course, isChanged: isChanged, isDelayed: isDelayed, size: size,
        payload: payload))
    nextOrder += 1
    rise(from: heap.count - 1)
  }

  /// Removes and returns the first entry if it is due.
  func take(dueBy now: Int64) -> Entry? {
    guard let first = heap.first, first.due <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first
  }

  private func rise(from start: Int) {
    var index = start
    while index > 0, heap[index].isBefore(heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private func sink() {
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child].isBefore(heap[least]) {
        least = child
      }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}
