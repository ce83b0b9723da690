import Glibc
import Plumbing
import Synchronization

/// A program started by a test, with pipes to its three streams. It does not outlive the test.
final class Program {
  /// The end of a program: its output, and its status, which is 128 plus the number for a signal.
  struct Ended {
    let status: Int32
    let output: String
    let errors: String
    /// The lines of standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  let pid: pid_t
  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []
  /// Whether `pump` reads standard output too; otherwise the program writes until its pipe is full.
  var readsOutput = true
  private var outputPipe: Int32
  private var errorPipe: Int32
  private var inputPipe: Int32
  private var status: Int32?
  /// Held while a pipe is created and while a program is started, so that no program inherits another one's pipe: a
  /// pipe becomes close-on-exec only after its creation (Glibc hides pipe2).
  private static let starting = Mutex(())

  /// Starts `path` with exactly the given environment.
  init(_ path: String, _ arguments: [String], environment: [String: String]) throws {
    let input = try Self.pipe()
    let output = try Self.pipe()
    let errors = try Self.pipe()
    defer { for descriptor in [input.reading, output.writing, errors.writing] { close(descriptor) } }
    (inputPipe, outputPipe, errorPipe) = (input.writing, output.reading, errors.reading)
    for descriptor in [outputPipe, errorPipe] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    pid = try Self.spawn(
      path, arguments, environment: environment, streams: [input.reading, output.writing, errors.writing])
  }

  deinit {
    closeInput()
    for descriptor in [outputPipe, errorPipe] where descriptor >= 0 { close(descriptor) }
    guard status == nil else { return }
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errors, as: UTF8.self) }
  var isRunning: Bool {
    reap()
    return status == nil
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Stops the program and waits until each of its threads has stopped: kill(2) returns before.
  func pause() throws {
    signal(SIGSTOP)
    try eventually("a stopped program") {
      try Self.threads(of: pid).allSatisfy { contents(of: "/proc/\(pid)/task/\($0)/stat")?.contains(") T ") ?? true }
    }
  }

  /// Resumes the program.
  func resume() { signal(SIGCONT) }

  /// Writes to the program's standard input and closes it.
  func feed(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(inputPipe, bytes, bytes.count)
    closeInput()
  }

  /// Writes bytes to the program's standard input and closes it if `isEnd`.
  func feed(_ bytes: [UInt8], isEnd: Bool = true) {
    _ = write(inputPipe, bytes, bytes.count)
    if isEnd { closeInput() }
  }

  func closeInput() {
    if inputPipe >= 0 { close(inputPipe) }
    inputPipe = -1
  }

  /// Stops reading the program's output, as `head` does.
  func closeOutput() {
    if outputPipe >= 0 { close(outputPipe) }
    outputPipe = -1
  }

  /// The number of bytes waiting in the pipe of standard output.
  var unreadOutput: Int {
    var count: Int32 = 0
    _ = ioctl(outputPipe, UInt(FIONREAD), &count)
    return Int(count)
  }

  /// Reads the program's output, waiting for it at most the given time.
  func pump(milliseconds: Int32) {
    var entries = [
      pollfd(fd: readsOutput ? outputPipe : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errorPipe, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&entries, 2, milliseconds) > 0 else { return }
    if readsOutput { Self.drain(&outputPipe, into: &output) }
    Self.drain(&errorPipe, into: &errors)
  }

  /// Waits until standard output contains `text`.
  func waitForOutput(_ text: String) throws {
    try wait("'\(text)' on standard output") { $0.outputText.contains(text) }
  }

  /// Waits until standard error contains `text`.
  func waitForErrors(_ text: String) throws {
    try wait("'\(text)' on standard error") { $0.errorText.contains(text) }
  }

  /// Waits until standard output has the given number of lines, and returns them.
  @discardableResult
  func waitForLines(_ count: Int) throws -> [String] {
    try wait("\(count) lines on standard output") { $0.output.count { $0 == 10 } >= count }
    return outputText.split(separator: "\n").map(String.init)
  }

  /// Waits at most `seconds` for the program to end, and reads all of its output.
  @discardableResult
  func finish(within seconds: Double = patience) throws -> Ended {
    let deadline = monotonicTime() + Int64(seconds * 1e9)
    while outputPipe >= 0 || errorPipe >= 0 || isRunning {
      if monotonicTime() > deadline {
        throw TimedOut(awaited: "the end of the program", seen: outputText + "\n" + errorText)
      }
      pump(milliseconds: outputPipe >= 0 || errorPipe >= 0 ? 100 : 1)
    }
    return Ended(status: status ?? -1, output: outputText, errors: errorText)
  }

  /// Ends the program by a signal and waits for its end.
  @discardableResult
  func end(by number: Int32 = SIGINT) throws -> Ended {
    signal(number)
    return try finish()
  }

  /// Reads the program's output until `condition` holds.
  func wait(_ awaited: String, _ condition: (Program) -> Bool) throws {
    let deadline = monotonicTime() + Int64(patience * 1e9)
    while !condition(self) {
      if monotonicTime() > deadline || (outputPipe < 0 && errorPipe < 0) {
        throw TimedOut(awaited: awaited, seen: "output: \(outputText)\nerrors: \(errorText)")
      }
      pump(milliseconds: 100)
    }
  }

  private func reap() {
    var raw: Int32 = 0
    guard status == nil, waitpid(pid, &raw, WNOHANG) == pid else { return }
    status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + raw & 0x7f
  }

  static func threads(of pid: pid_t) throws -> [String] {
    guard let folder = opendir("/proc/\(pid)/task") else { throw SystemError(call: "opendir", code: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func drain(_ descriptor: inout Int32, into bytes: inout [UInt8]) {
    guard descriptor >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer.prefix(count)
      } else if count == 0 {
        close(descriptor)
        descriptor = -1
        return
      } else if errno != EINTR {
        return
      }
    }
  }

  private static func pipe() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    try starting.withLock { _ in
      guard Glibc.pipe(&ends) == 0 else { throw SystemError(call: "pipe", code: errno) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    return (ends[0], ends[1])
  }

  /// Starts a program with these streams and with default signal handling, as after a login.
  private static func spawn(
    _ path: String, _ arguments: [String], environment: [String: String], streams: [Int32]
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, stream) in streams.enumerated() { posix_spawn_file_actions_adddup2(&actions, stream, Int32(target)) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var pid: pid_t = 0
    let code = starting.withLock { _ in posix_spawnp(&pid, path, &actions, &attributes, words, variables) }
    guard code == 0 else { throw SystemError(call: "posix_spawn of \(path)", code: code) }
    return pid
  }
}
