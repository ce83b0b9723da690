import CLinux
import CaptureFile
import Glibc
package import Plumbing
import Synchronization
import UDPCore

/// The signal thread: takes the signals that all threads block from then on, and passes them on through a descriptor.
/// Before there is a relay, a signal ends the process as it ends any other.
///
/// It finishes the recording where nobody else may: before the process ends by a second `SIGINT`, or because the loop
/// hangs. Should nobody notice a signal that means the end within half a second (two seconds where there is no screen), the
/// thread gives the terminal back and ends the process itself: no loop makes the process deaf, and a hung screen never
/// holds the terminal.
package final class SignalRelay: Sendable {
  /// Those that mean the end.
  package static let ending: Set<Int32> = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  private static let relayed: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT]
  private static let patience = timespec(tv_sec: 0, tv_nsec: 500_000_000)
  private static let patienceWithoutScreen = timespec(tv_sec: 2, tv_nsec: 0)

  /// Readable in `poll` when a signal waits to be taken.
  package let wake: WakeUp
  private let waiting = Lock([Int32]())
  private let end = EndRequest()

  /// Makes writing to a closed pipe an error of its write (EPIPE), not the end. Call it first of all.
  package static func ignoreSignalsOfWriting() {
    _ = signal(SIGPIPE, SIG_IGN)
    // A file that may not grow is an error of its write (setrlimit(2)), not the end.
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Blocks the signals in this thread and all that it starts from now on, and starts the relay's own thread. With
  /// `endsOnSecondInterrupt`, a second `SIGINT` ends the process at once with 130.
  package init(endsOnSecondInterrupt: Bool, recording: Recording? = nil) throws(SystemError) {
    wake = try WakeUp()
    wake.arm()
    var set = Self.signalSet()
    _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    let relay = Relay(
      wake: wake, waiting: waiting, end: end, endsOnSecondInterrupt: endsOnSecondInterrupt, recording: recording)
    _ = Worker(name: "udpeek-signal") { relay.run() }
  }

  /// A relay that takes no signal from the process: they come by `relay`.
  package init() throws(SystemError) {
    wake = try WakeUp()
    wake.arm()
  }

  /// Hands over a signal, as the signal thread does.
  package func relay(_ number: Int32) {
    waiting.withLock { $0.append(number) }
    if Self.ending.contains(number) { end.make() }
    wake.signal()
  }

  /// The signals since the last call, in order.
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

  /// The signals since the last call, once `number` is among them: those that came before it are relayed before it
  /// where they are smaller (signal(7), "Real-time signals"). Waits 0.1 s at most.
  package func takeThrough(_ number: Int32) -> [Int32] {
    var taken = take()
    for _ in 0..<10 where !taken.contains(number) {
      _ = PollSet.isReady(wake.descriptor, within: 10_000_000)
      taken += take()
    }
    return taken
  }

  /// Whether a signal asks for the end: `SIGINT`, `SIGTERM`, `SIGHUP` or `SIGQUIT`. Cheap enough to be asked between
  /// two rows; who asks has noticed the signal.
  package var isEndRequested: Bool { end.isRequested }

  /// A request to end that the signal thread makes and the loop of the command notices.
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
        if SignalRelay.ending.contains(number) { end.make() }
        wake.signal()
      }
    }

    /// The signal that means the end and that nobody has noticed yet. Without a screen one that was noticed is enough:
    /// what is still to be printed is waited for.
    private var unnoticed: Int32? {
      if endsOnSecondInterrupt, end.isNoticed { return nil }
      return waiting.withLock { $0.first(where: SignalRelay.ending.contains) }
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
