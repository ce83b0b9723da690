import Basics
import DisplayFilter
package import Plumbing
package import Rules
import Synchronization
import UDPCore

/// The program of `--exec`, which answers datagrams beside the rules: it gets each one as a line of JSON on its
/// standard input, and asks for answers by lines of JSON on its standard output.
///
/// A thread of its own (`udpeek-exec`) reads the log for it, so that reception never waits for the program.
package final class Coprocess: RuleCompanion {
  package let name = "exec"
  package let condition: String
  package let summary: String

  private let setup: Setup
  private let shared: CoprocessShared
  private let worker = Lock<Worker?>(nil)

  /// Prepares to run a command.
  /// - Parameter setup: the filter of the datagrams that it gets, and the encodings of texts.
  /// - Throws: an error if the process has too many open files.
  package init(_ command: String, _ setup: Setup) throws(SystemError) {
    self.setup = setup
    condition = setup.filter.source
    summary = command
    shared = CoprocessShared(wake: try WakeUp())
  }

  package func start(_ desk: RuleCompanionDesk) {
    worker.withLock { worker in
      if worker == nil {
        worker = Worker(name: "udpeek-exec") { [summary, setup, shared] in
          CoprocessLoop(summary, setup, desk, shared).run()
        }
      }
    }
  }

  package func rowsWerePublished() { shared.wake.signal() }

  package func stop() {
    guard let running = worker.take() else { return }
    shared.isStopping.store(true, ordering: .releasing)
    shared.wake.signal()
    running.join()
  }
}

/// What the thread shares with the others.
final class CoprocessShared: Sendable {
  /// Signalled, if armed, after new rows and when the end is requested.
  let wake: WakeUp
  /// Whether the end is requested.
  let isStopping = Atomic(false)

  init(wake: WakeUp) { self.wake = wake }
}
