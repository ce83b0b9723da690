import CBench
import Glibc

/// A program to be measured: pinned to one processor, its output kept, its resource usage reported at its end.
struct Program {
  /// The kernel's accounting for a program that has ended (getrusage(2)).
  struct Usage {
    /// User and system time in seconds.
    var seconds: Double
    /// Peak resident memory in bytes.
    var memory: Int
  }

  /// The processor that a program runs on if the machine has two; with only one, all share it.
  enum Processor: Int32 {
    /// For programs that receive or show.
    case receiving = 0
    /// For programs that send, and for this one.
    case sending = 1
  }

  let id: pid_t
  /// The program's standard output and standard error; empty if it has a terminal.
  private let output: Int32

  /// Starts `words`. With `terminal`, all three streams are the terminal; otherwise the program has no input and its
  /// output is kept.
  init(_ words: [String], on processor: Processor = .receiving, terminal: PseudoTerminal? = nil) throws {
    guard let name = words.first else { throw BenchError("there is nothing to start") }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BenchError("pipe", errno) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let terminal {
      for stream in Int32(0)...2 { posix_spawn_file_actions_adddup2(&actions, terminal.slave, stream) }
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      for stream in Int32(1)...2 { posix_spawn_file_actions_adddup2(&actions, ends[1], stream) }
    }
    for end in ends { posix_spawn_file_actions_addclose(&actions, end) }
    // A child inherits the processor of the thread that starts it.
    cbench_pin(processor.rawValue)
    var id = pid_t()
    let status = Program.withCStrings(words) { words in
      Program.withCStrings(Program.environment) { posix_spawnp(&id, name, &actions, nil, words, $0) }
    }
    cbench_pin(Processor.sending.rawValue)
    close(ends[1])
    guard status == 0 else {
      close(ends[0])
      throw BenchError("cannot start \(name)", status)
    }
    self.id = id
    output = ends[0]
  }

  /// The environment of all programs, so that the user's settings and history play no part.
  private static let environment = [
    "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=\(Tools.searchPath)", "HOME=/nonexistent",
    "XDG_STATE_HOME=/nonexistent", "XDG_CONFIG_HOME=/nonexistent",
  ]

  private static func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
  }

  /// Reads until the output contains `text`, or ends.
  @discardableResult
  func waitForOutput(_ text: String) -> String {
    var read = ""
    while !read.contains(text), let more = readSome() { read += more }
    return read
  }

  func signal(_ number: Int32) { kill(id, number) }

  /// Waits for the program's end and returns the rest of its output and its resource usage.
  @discardableResult
  func end() -> (output: String, usage: Usage) {
    var text = ""
    while let more = readSome() { text += more }
    close(output)
    var status: Int32 = 0
    var usage = rusage()
    while wait4(id, &status, 0, &usage) < 0, errno == EINTR {}
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return (
      text, Usage(seconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), memory: usage.ru_maxrss * 1024)
    )
  }

  private func readSome() -> String? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(output, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }
}
