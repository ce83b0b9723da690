import Glibc

/// The error that a condition did not hold in time.
struct TimedOut: Error, CustomStringConvertible {
  let awaited: String
  /// A description of the last state seen instead.
  let seen: String

  var description: String { "timed out waiting for \(awaited); there was:\n\(seen)" }
}

/// The longest time, in seconds, that anything may take on a slow machine.
let patience = 60.0

/// The time of the monotonic clock in nanoseconds.
func monotonicTime() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Polls until there is a value, for at most `patience`.
func eventually<Value>(
  _ awaited: String, seen: () -> String = { "" }, every milliseconds: Int32 = 10, _ value: () throws -> Value?
) throws -> Value {
  let deadline = monotonicTime() + Int64(patience * 1e9)
  while true {
    if let value = try value() { return value }
    if monotonicTime() > deadline { throw TimedOut(awaited: awaited, seen: seen()) }
    poll(nil, 0, milliseconds)
  }
}

/// Polls until the condition holds, for at most `patience`.
func eventually(_ awaited: String, seen: () -> String = { "" }, _ condition: () throws -> Bool) throws {
  _ = try eventually(awaited, seen: seen) { try condition() ? true : nil } as Bool
}
