/// Things that are due at a time, earliest first; those of the same time in the order in which they were added. It is
/// public and inlinable for the reason that `RecentTable` gives.
@frozen
public struct Schedule<Job> {
  @usableFromInline
  struct Entry {
    @usableFromInline let time: Int64
    @usableFromInline let order: Int
    @usableFromInline let job: Job

    @inlinable
    init(time: Int64, order: Int, job: Job) {
      self.time = time
      self.order = order
      self.job = job
    }

    @inlinable
    func isBefore(_ other: Entry) -> Bool { time != other.time ? time < other.time : order < other.order }
  }

  /// The most jobs that wait.
  @usableFromInline let limit: Int
  /// A binary heap: each entry is before those at twice its place.
  @usableFromInline var heap: [Entry] = []
  @usableFromInline var added = 0

  /// Creates an empty schedule, which may be bounded.
  @inlinable
  public init(limit: Int = .max) { self.limit = limit }

  /// The time of the next job; `nil` if none waits.
  @inlinable public var next: Int64? { heap.first?.time }

  /// The jobs that wait, in no particular order.
  @inlinable public var jobs: [Job] { heap.map(\.job) }

  /// Adds a job. Returns whether there was room for it.
  @inlinable @discardableResult
  public mutating func add(_ job: Job, at time: Int64) -> Bool {
    guard heap.count < limit else { return false }
    heap.append(Entry(time: time, order: added, job: job))
    added += 1
    var child = heap.count - 1
    while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
    return true
  }

  /// Removes and returns the next job if its time has come.
  @inlinable
  public mutating func take(at now: Int64) -> Job? {
    guard let first = heap.first, first.time <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first.job
  }

  /// Forgets all jobs.
  @inlinable
  public mutating func removeAll() { heap = [] }

  @inlinable
  mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least]) {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
