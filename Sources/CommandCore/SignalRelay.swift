import CLinux
import CaptureFile
import Glibc
package import Plumbing
import Synchronization
import UDPCore

/// The signal thread. It receives the signals that all threads block once it exists, and passes them on through a
/// descriptor. Before that, signals have their default action.
///
/// It finishes the recording when no other thread can: before a second `SIGINT` ends the process, or when the main loop
/// hangs. If no one notices a terminating signal within half a second (two seconds without a screen), the thread
/// restores the terminal and ends the process itself, so that a hung loop neither ignores signals nor keeps the
/// terminal.
package final class SignalRelay: Sendable {
  /// The signals that end the program.
  package static let ending: Set<Int32> = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  private static let relayed: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT]
  private static let patience = timespec(tv_sec: 0, tv_nsec: 500_000_000)
  private static let patienceWithoutScreen = timespec(tv_sec: 2, tv_nsec: 0)

  /// Readable in `poll` when there is a signal to take.
  package let wake: WakeUp
  private let waiting = Lock([Int32]())
  private let end = EndRequest()
  /// The thread's work while the thread waits to be started.
  private let pending: Lock<Relay?>

  /// Makes writing to a closed pipe fail with EPIPE instead of ending the process. Call it before anything else.
  package static func ignoreWriteSignals() {
    _ = signal(SIGPIPE, SIG_IGN)
    // Likewise, writing beyond the file size limit fails (setrlimit(2)) instead of ending the process.
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Blocks the signals in this thread and in all threads started later, and starts the relay's thread. If
  /// `endsOnSecondInterrupt`, a second `SIGINT` ends the process at once with status 130.
  /// - Parameter startsLater: whether the thread waits for `start`: signals wait meanwhile.
  package init(endsOnSecondInterrupt: Bool, recording: Recording? = nil, startsLater: Bool = false) throws(SystemError)
  {
    wake = try WakeUp()
    wake.arm()
    var set = Self.signalSet()
    _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    let relay = Relay(
      wake: wake, waiting: waiting, end: end, endsOnSecondInterrupt: endsOnSecondInterrupt, recording: recording)
    pending = Lock(relay)
    if !startsLater { start() }
  }

  /// Starts the thread if it waits.
  package func start() {
    if let relay = pending.take() { _ = Worker(name: "udpeek-signal") { relay.run() } }
  }

  /// Creates a relay that receives no signals from the kernel, only through `relay`.
  package init() throws(SystemError) {
    pending = Lock(nil)
    wake = try WakeUp()
    wake.arm()
  }

  /// Delivers a signal, as the signal thread does.
  package func relay(_ number: Int32) {
    waiting.withLock { $0.append(number) }
    if Self.ending.contains(number) { end.make() }
    wake.signal()
  }

  /// Returns the signals since the last call, in order.
  package func take() -> [Int32] {
    wake.clear()
    wake.arm()
    let taken = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    if !taken.isEmpty { end.notice() }
    return taken
  }

  /// Returns the signals since the last call, after waiting up to 0.1 s for `number` to be among them. Signals sent
  /// before it with smaller numbers are relayed before it (signal(7), "Real-time signals").
  package func takeThrough(_ number: Int32) -> [Int32] {
    var taken = take()
    for _ in 0..<10 where !taken.contains(number) {
      _ = PollSet.isReady(wake.descriptor, within: 10_000_000)
      taken += take()
    }
    return taken
  }

  /// Whether a signal requested the end: `SIGINT`, `SIGTERM`, `SIGHUP` or `SIGQUIT`. Reading it counts as noticing the
  /// signal. Cheap enough to check between two rows.
  package var isEndRequested: Bool { end.isRequested }

  /// A request to end, made by the signal thread and noticed by the command's loop.
  private final class EndRequest: Sendable {
    private let requested = Atomic(false)
    private let noticed = Atomic(false)

    var isRequested: Bool {
      guard requested.load(ordering: .relaxed) else { return false }
      notice()
      return true
    }

    var isNoticed: Bool { noticed.load(ordering: .relaxed) }

    func make() {
      if !requested.load(ordering: .relaxed) { noticed.store(false, ordering: .relaxed) }
      requested.store(true, ordering: .relaxed)
    }

    func notice() { noticed.store(true, ordering: .relaxed) }
  }

  private static func signalSet() -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in relayed { unsafe sigaddset(&set, number) }
    return set
  }

  private struct Relay: Sendable {
    let wake: WakeUp
    let waiting: Lock<[Int32]>
    let end: EndRequest
    let endsOnSecondInterrupt: Bool
    let recording: Recording?

    func run() -> Never {
      var set = SignalRelay.signalSet()
      var interrupts = 0
      var patience = endsOnSecondInterrupt ? SignalRelay.patienceWithoutScreen : SignalRelay.patience
      while true {
        let unnoticed = unnoticed
        let number: Int32
        if unnoticed != nil {
          number = unsafe sigtimedwait(&set, nil, &patience)
        } else {
          number = unsafe sigwaitinfo(&set, nil)
        }
        if number < 0 {
          if errno == EAGAIN, let unnoticed, unnoticed == self.unnoticed { giveUp(unnoticed) }
          continue
        }
        if number == SIGINT {
          interrupts += 1
          if endsOnSecondInterrupt, interrupts > 1 {
            recording?.finishQuickly()
            UnfinishedFile.discardAll()
            _exit(ExitStatus.interruptedTwice.rawValue)
          }
        }
        // Without a screen there is nothing to clean up before the shell resumes.
        if number == SIGTSTP, endsOnSecondInterrupt {
          _ = kill(getpid(), SIGSTOP)
          continue
        }
        waiting.withLock { $0.append(number) }
        if SignalRelay.ending.contains(number) { end.make() }
        wake.signal()
      }
    }

    /// The first terminating signal not yet taken. Without a screen, `nil` as soon as one was noticed, so that the
    /// remaining output can still be printed.
    private var unnoticed: Int32? {
      if endsOnSecondInterrupt, end.isNoticed { return nil }
      return waiting.withLock { $0.first(where: SignalRelay.ending.contains) }
    }

    private func giveUp(_ number: Int32) -> Never {
      clinux_terminal_restore()
      clinux_errors_show()
      recording?.finishQuickly()
      UnfinishedFile.discardAll()
      _exit(128 + number)
    }
  }
}
