import Glibc

/// What was waited for in vain.
struct TimedOut: Error, CustomStringConvertible {
  let awaited: String
  /// What there was instead.
  let seen: String

  var description: String { "timed out waiting for \(awaited); there was:\n\(seen)" }
}

/// How long anything here may take on a slow machine, in seconds.
let patience = 20.0

/// Nanoseconds of the monotonic clock.
func monotonicTime() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Asks again and again, until there is a value or `patience` is over.
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

/// Asks again and again, until it is so or `patience` is over.
func eventually(_ awaited: String, seen: () -> String = { "" }, _ condition: () throws -> Bool) throws {
  _ = try eventually(awaited, seen: seen) { try condition() ? true : nil } as Bool
}
