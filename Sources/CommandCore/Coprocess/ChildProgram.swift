import Basics
import CLinux
import Glibc
import Plumbing

/// A command that a shell runs for us, in a process group of its own, with pipes to its standard streams.
final class ChildProgram {
  /// The way in which it ended.
  enum Ending: Equatable {
    case status(Int32)
    case signal(Int32)
  }

  /// The reason why a program did not start.
  enum StartProblem: Error {
    /// There is no such program in PATH.
    case missing
    case refused(Phrase)
  }

  /// The time that it gets to end by itself, in nanoseconds.
  private static let patience: Int64 = 1_000_000_000
  /// The time between two looks where nothing signals, in nanoseconds.
  private static let lookInterval: Int64 = 10_000_000

  private var child: clinux_child
  /// Whether it has a process group of its own, with all that it started.
  private let hasGroup: Bool

  /// Starts a command.
  /// - Parameter asksOnTerminal: whether it stays in our process group, so that it may ask on our terminal.
  /// - Throws: the reason if the system refuses it.
  init(_ command: String, asksOnTerminal: Bool = false) throws(CoprocessProblem) {
    var child = clinux_child()
    let result =
      asksOnTerminal
      ? unsafe clinux_start_shell_asking(command, &child) : unsafe clinux_start_shell(command, &child)
    guard result == 0 else { throw CoprocessProblem(Self.refusal(errno)) }
    self.child = child
    hasGroup = !asksOnTerminal
  }

  /// What a signal to end it goes to (kill(2)): its process group, or it alone.
  private var target: Int32 { hasGroup ? -child.process : child.process }

  /// Starts a command with more variables in its environment.
  /// - Parameter variables: each as `NAME=value`.
  /// - Throws: the reason if the system refuses it.
  init(_ command: String, variables: [String]) throws(CoprocessProblem) {
    var child = clinux_child()
    // A null byte would end a variable early; none of ours has one.
    let copies = unsafe variables.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    let pointers = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
    guard unsafe clinux_start_shell_with(command, pointers, &child) == 0 else {
      throw CoprocessProblem(Self.refusal(errno))
    }
    self.child = child
    hasGroup = true
  }

  /// Starts a program that is not trusted, with limits and without a network (`clinux_start_confined`).
  /// - Parameters:
  ///   - file: the descriptor that becomes its descriptor 3.
  /// - Throws: the reason if it did not start.
  init(confined program: String, _ argument: String, file: Int32) throws(StartProblem) {
    var child = clinux_child()
    guard unsafe clinux_start_confined(program, argument, file, &child) == 0 else {
      // A confined process is refused before anybody looks for the program.
      let isMissing = errno == ENOENT || Confinement.report != nil && ProgramFiles.find(program) == nil
      throw isMissing ? .missing : .refused(Self.refusal(errno))
    }
    self.child = child
    hasGroup = true
  }

  /// The reason why no program started.
  private static func refusal(_ code: Int32) -> Phrase {
    guard [EPERM, EACCES].contains(code), Confinement.refusesPrograms else { return errorPhrase(code) }
    return "udpeek has confined itself, and this was not asked for at its start; start it again, or with --no-confine"
  }

  deinit {
    for descriptor in [child.input, child.output, child.errors, child.descriptor] where descriptor >= 0 {
      close(descriptor)
    }
  }

  /// Our end of its standard input.
  var input: Int32 { child.input }
  /// Our end of its standard output.
  var output: Int32 { child.output }
  /// Our end of its standard error.
  var errors: Int32 { child.errors }
  /// Becomes readable when it ends; -1 where the kernel lacks that.
  var end: Int32 { child.descriptor }

  /// Closes its standard input.
  func closeInput() {
    close(child.input)
    child.input = -1
  }

  /// Writes bytes to its standard input.
  /// - Returns: the number of bytes that it accepted; 0 if it accepts none now.
  func write(_ bytes: RawSpan) -> Int {
    unsafe bytes.withUnsafeBytes { bytes in max(0, unsafe Glibc.write(child.input, bytes.baseAddress, bytes.count)) }
  }

  /// Reads what is there of one of its streams.
  /// - Returns: `nil` if there is nothing now; empty at the end.
  static func read(_ descriptor: Int32) -> [UInt8]? {
    var count = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, filled in
      count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      filled = max(0, count)
    }
    return count < 0 ? nil : bytes
  }

  /// Returns how it ended; `nil` while it runs. Once it ended, nothing of it is left running.
  func takeEnding() -> Ending? {
    var status: Int32 = 0
    // A process that started us may have made the system forget the status of children (SIGCHLD ignored).
    guard unsafe waitpid(child.process, &status, WNOHANG) != 0 else { return nil }
    if hasGroup { _ = kill(target, SIGKILL) }
    return Self.ending(status)
  }

  /// Ends it and all that it started: asks for it by SIGTERM, and forces it after a second.
  func terminate() {
    let deadline = SystemClock.monotonic + Self.patience
    _ = kill(target, SIGTERM)
    var isReaped = false
    while SystemClock.monotonic < deadline {
      if !isReaped { isReaped = waitpid(child.process, nil, WNOHANG) != 0 }
      if isReaped, !hasGroup || kill(target, 0) != 0 { return }
      _ = PollSet.isReady(isReaped ? -1 : child.descriptor, within: Self.lookInterval)
    }
    _ = kill(target, SIGKILL)
    if !isReaped { _ = waitpid(child.process, nil, 0) }
  }

  /// Ends it and all that it started, at once.
  func endAtOnce() {
    _ = kill(target, SIGKILL)
    _ = waitpid(child.process, nil, 0)
  }

  /// The meaning of what waitpid(2) reports.
  private static func ending(_ status: Int32) -> Ending {
    let signal = status & 0x7f
    return signal == 0 ? .status(status >> 8 & 0xff) : .signal(signal)
  }
}

extension ChildProgram.Ending {
  /// The ending as the end of a sentence: `with status 1`.
  var phrase: Phrase {
    switch self {
    case .status(let status): "with status \(String(status))"
    case .signal(let number): "by signal \(String(number))"
    }
  }
}
