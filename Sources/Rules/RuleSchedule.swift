/// Things to do at a time, earliest first; those of the same time in the order in which they were added.
package struct RuleSchedule<Job> {
  private struct Entry {
    let time: Int64
    let order: Int
    let job: Job

    func isBefore(_ other: Entry) -> Bool { (time, order) < (other.time, other.order) }
  }

  /// The most jobs that wait.
  private let limit: Int
  /// A binary heap.
  private var heap: [Entry] = []
  private var added = 0

  /// Creates an empty schedule.
  package init(limit: Int) { self.limit = limit }

  /// The time of the next job, in nanoseconds of the monotonic clock; `nil` if none waits.
  package var next: Int64? { heap.first?.time }

  /// Adds a job. Returns whether there was room for it.
  package mutating func add(_ job: Job, at time: Int64) -> Bool {
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
  package mutating func take(at now: Int64) -> Job? {
    guard let first = heap.first, first.time <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return first.job
  }

  /// Forgets all jobs.
  package mutating func removeAll() { heap = [] }

  private mutating func sink() {
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
