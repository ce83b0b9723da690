import UDPCore

/// The input from outside: the rows of the log, the time, losses, and the status of capture files.
struct Source: Sendable {
  /// The log's rows, as they were handed over last.
  var log = LogSnapshot()
  /// The times of the last tick.
  var clock = Clock()
  /// The kernel's drops.
  var drops = KernelDrops()
  /// Answers that `--reply` withheld.
  var withheld = 0
  /// The alarms that were raised.
  var alarms = RaisedAlarms()
  /// The hosts whose datagrams are shown, where they are not of this one.
  var hosts: [HostRecord] = []
  /// The first row that was not examined for its encoding and its failure.
  var observedThrough: UInt64 = 1
  /// The first row that no filter was asked about yet.
  var judgedThrough: UInt64 = 1
  /// The last row that the event loop was told to protect; `nil` where it protects none.
  var held: UInt64?
  /// The capture files' progress and remarks.
  var files = FileStatus()
  /// The time of the first datagram of the capture files.
  var fileOrigin: Int64?
  /// Whether the first rows of a file have been shown.
  var hasStarted = false
  /// The times at which the screen is drawn anew beside a pipe.
  var pipeRepainting = PipeRepainting()

  /// Whether rows wait to be examined.
  var isBehind: Bool { observedThrough < log.endNumber }
}

/// The times of the last tick.
struct Clock: Sendable, Hashable {
  /// Nanoseconds of the monotonic clock.
  var monotonic: UInt64 = 0
  /// Nanoseconds since the Unix epoch.
  var wall: Int64 = 0
  /// The first `wall`; `nil` before the first tick.
  var start: Int64?
}

/// Datagrams that the kernel dropped because a socket's queue was full.
struct KernelDrops: Sendable, Hashable {
  var count = 0
  var isLowerBound = false
  /// The time at which the remedy was last named, in nanoseconds of the monotonic clock.
  var remedyShownAt: UInt64?
}
