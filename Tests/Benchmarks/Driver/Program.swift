import CBench
import Glibc

/// A program that is measured: started on one processor, its output kept, its use of the machine told at its end.
struct Program {
  /// What the kernel accounted to a program that ended (getrusage(2)).
  struct Usage {
    var status: Int32
    /// User and system time in seconds.
    var seconds: Double
    /// Peak resident memory in bytes.
    var memory: Int
  }

  let id: pid_t
  /// What it writes to standard error and, but for `devNull`, standard output.
  private let output: Int32

  /// Starts `words` on `processor`. With `terminal`, that descriptor is all three of its streams.
  init(_ words: [String], processor: Int32, terminal: Int32? = nil) throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BenchError("pipe", errno) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    if let terminal {
      for stream in Int32(0)...2 { posix_spawn_file_actions_adddup2(&actions, terminal, stream) }
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
      posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    }
    posix_spawn_file_actions_addclose(&actions, ends[0])
    posix_spawn_file_actions_addclose(&actions, ends[1])
    // A child inherits the processor of the thread that starts it.
    cbench_pin(processor)
    var words = words.map { strdup($0) }
    words.append(nil)
    var id = pid_t()
    let environment = [
      "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "XDG_STATE_HOME=/nonexistent",
    ]
    var variables = environment.map { strdup($0) }
    variables.append(nil)
    let status = posix_spawnp(&id, words[0]!, &actions, nil, &words, &variables)
    words.forEach { free($0) }
    variables.forEach { free($0) }
    close(ends[1])
    guard status == 0 else { throw BenchError("cannot start", status) }
    self.id = id
    output = ends[0]
  }

  /// Reads until the output holds `text`, or ends.
  @discardableResult
  func waitForOutput(_ text: String) -> String {
    var read = ""
    while !read.contains(text), let more = readSome() { read += more }
    return read
  }

  func signal(_ number: Int32) { kill(id, number) }

  /// The rest of its output and what it used.
  func end() -> (output: String, usage: Usage) {
    var text = ""
    while let more = readSome() { text += more }
    close(output)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(id, &status, 0, &usage) < 0, errno == EINTR {}
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return (
      text,
      Usage(status: status, seconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), memory: usage.ru_maxrss * 1024)
    )
  }

  private func readSome() -> String? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(output, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }
}

struct BenchError: Error, CustomStringConvertible {
  let description: String

  init(_ what: String, _ code: Int32) { description = "\(what): \(String(cString: strerror(code)))" }
}
