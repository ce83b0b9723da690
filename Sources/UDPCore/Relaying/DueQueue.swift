import Basics

/// The datagrams of one direction that are due later, by time and then by arrival, with copies of their payloads. Its
/// owner bounds it.
@safe
final class DueQueue {
  /// The bytes that an entry takes beside its payload.
  static let overhead = 128

  /// A datagram that waits. Whoever takes it out of the queue frees its payload.
  @safe
  struct Entry {
    let course: Relay.Course
    /// Whether its bytes are not those that came.
    let isChanged: Bool
    /// Whether it is delayed on purpose, or only held.
    let isDelayed: Bool
    let size: Int
    let payload: UnsafeMutableRawPointer
  }

  private var entries = Schedule<Entry>()
  /// A time by which all that ever waited is due, in nanoseconds of the monotonic clock.
  private(set) var lastDue = Int64.min

  deinit {
    for entry in entries.jobs { unsafe entry.payload.deallocate() }
  }

  /// The time at which the first entry is due, in nanoseconds of the monotonic clock; `nil` if the queue is empty.
  var firstDue: Int64? { entries.next }

  /// Adds a datagram, whose payload it takes over.
  func add(
    _ payload: UnsafeMutableRawPointer, size: Int, due: Int64, _ course: Relay.Course, isChanged: Bool, isDelayed: Bool
  ) {
    let entry = unsafe Entry(
      course: course, isChanged: isChanged, isDelayed: isDelayed, size: size, payload: payload)
    entries.add(entry, at: due)
    lastDue = max(lastDue, due)
  }

  /// Removes and returns the first entry if it is due.
  func take(dueBy now: Int64) -> Entry? { entries.take(at: now) }
}
