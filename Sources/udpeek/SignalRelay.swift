import CLinux
import CaptureFile
import Glibc
import Synchronization
import UDPCore

/// The signal thread: takes the signals that all threads block, and passes them on through a descriptor.
///
/// It finishes the recording where nobody else may: before the process ends by a second `SIGINT`, or because the screen
/// hangs. Should the screen not take a signal that means the end within half a second, the thread gives the terminal back and
/// ends the process itself: a hung screen never holds the terminal.
final class SignalRelay: Sendable {
  /// Those that mean the end.
  static let ending: Set<Int32> = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  private static let relayed: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT]
  private static let patience = timespec(tv_sec: 0, tv_nsec: 500_000_000)

  /// Readable in `poll` when a signal waits to be taken.
  let wake: WakeUp
  private let waiting = Lock([Int32]())
  private let endRequested = Atomic(false)

  /// Blocks the signals in this thread and all that it starts. Call it first of all.
  static func blockSignals() {
    var set = signalSet()
    _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    _ = signal(SIGPIPE, SIG_IGN)
    // A file that may not grow is an error of its write (setrlimit(2)), not the end.
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Starts the thread. With `endsOnSecondInterrupt`, a second `SIGINT` ends the process at once with 130.
  init(endsOnSecondInterrupt: Bool, recording: Recording? = nil) throws(SocketError) {
    wake = try WakeUp()
    wake.arm()
    let relay = Relay(wake: wake, waiting: waiting, endsOnSecondInterrupt: endsOnSecondInterrupt, recording: recording)
    _ = Worker(name: "udpeek-signal") { relay.run() }
  }

  /// The signals since the last call, in order.
  func take() -> [Int32] {
    wake.clear()
    wake.arm()
    let taken = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    if taken.contains(where: Self.ending.contains) { endRequested.store(true, ordering: .relaxed) }
    return taken
  }

  /// The signals since the last call, once `number` is among them: those that came before it are relayed before it
  /// where they are smaller (signal(7), "Real-time signals"). Waits 0.1 s at most.
  func takeThrough(_ number: Int32) -> [Int32] {
    var taken = take()
    for _ in 0..<10 where !taken.contains(number) {
      var entry = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&entry, 1, 10)
      taken += take()
    }
    return taken
  }

  /// Whether a signal that was taken asks for the end: `SIGINT`, `SIGTERM`, `SIGHUP` or `SIGQUIT`.
  var isEndRequested: Bool { endRequested.load(ordering: .relaxed) }

  private static func signalSet() -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in relayed { unsafe sigaddset(&set, number) }
    return set
  }

  private struct Relay: Sendable {
    let wake: WakeUp
    let waiting: Lock<[Int32]>
    let endsOnSecondInterrupt: Bool
    let recording: Recording?

    func run() -> Never {
      var set = SignalRelay.signalSet()
      var interrupts = 0
      var patience = SignalRelay.patience
      while true {
        // Without a screen there is no terminal to give back, and what is still to be printed is waited for.
        let untaken =
          endsOnSecondInterrupt ? nil : waiting.withLock { $0.first(where: SignalRelay.ending.contains) }
        let number: Int32
        if untaken != nil {
          number = unsafe sigtimedwait(&set, nil, &patience)
        } else {
          number = unsafe sigwaitinfo(&set, nil)
        }
        if number < 0 {
          if errno == EAGAIN, let untaken, waiting.withLock({ $0.contains(untaken) }) { giveUp(untaken) }
          continue
        }
        if number == SIGINT {
          interrupts += 1
          if endsOnSecondInterrupt, interrupts > 1 {
            recording?.finishHastily()
            UnfinishedFile.discardAll()
            _exit(Ending.interruptedTwice.rawValue)
          }
        }
        // Without a screen there is nothing to tidy up before the shell goes on.
        if number == SIGTSTP, endsOnSecondInterrupt {
          _ = kill(getpid(), SIGSTOP)
          continue
        }
        waiting.withLock { $0.append(number) }
        wake.signal()
      }
    }

    private func giveUp(_ number: Int32) -> Never {
      clinux_terminal_restore()
      clinux_errors_show()
      recording?.finishHastily()
      UnfinishedFile.discardAll()
      _exit(128 + number)
    }
  }
}
