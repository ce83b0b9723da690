import Glibc

/// The figures of a program that ran to its end.
struct Run {
  /// The time by the clock, and on a processor.
  private(set) var seconds = Double.infinity
  private(set) var cpu = Double.infinity
  private(set) var residentKilobytes = 0

  /// Runs a program, and keeps the best times.
  /// - Parameters:
  ///   - output: the file for standard output; `nil` for that of the benchmark.
  /// - Throws: an error if it is not installed or failed.
  init(_ command: [String], rounds: Int = 1, output: String? = "/dev/null") throws {
    for _ in 0..<rounds {
      let words = command.map { strdup($0) } + [nil]
      defer { for word in words { free(word) } }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      if let output {
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      }
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
      let start = Self.now()
      var pid: pid_t = 0
      guard posix_spawnp(&pid, command[0], &actions, nil, words, environ) == 0 else { throw Missing() }
      var usage = rusage()
      var status: Int32 = 0
      wait4(pid, &status, 0, &usage)
      guard status == 0 else { throw Missing() }
      seconds = min(seconds, Double(Self.now() - start) / 1e9)
      cpu = min(cpu, Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime))
      residentKilobytes = max(residentKilobytes, usage.ru_maxrss)
    }
  }

  /// The error that a program is not installed or failed.
  struct Missing: Error {}

  /// The time of the monotonic clock in nanoseconds.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
