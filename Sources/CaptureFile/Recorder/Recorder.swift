import CLinux
import Glibc
package import Plumbing
import Synchronization
package import UDPCore

/// Records what a capture log gains: one more reader of the log, on a thread of its own, which never holds up
/// reception. A slow disk lets eviction overtake it; that is counted, in the file and in `status`.
package final class Recorder: Sendable {
  private let shared: RecorderShared
  private let arrivals: WakeUp
  private let worker: Lock<Worker?>

  /// Opens the file and starts.
  /// - Parameters:
  ///   - arrivals: signalled after new rows, when armed; the recorder's alone.
  ///   - first: the first row to record.
  ///   - comments: what is to be said in words.
  /// - Throws: why there is no such file.
  package init(
    _ plan: RecordingPlan, log: CaptureLog, arrivals: WakeUp, drops: DropCounter, from first: UInt64 = 1,
    comments: sending any RecordingComments
  ) throws(RecordingError) {
    let shared: RecorderShared
    do throws(SystemError) { shared = try RecorderShared() } catch {
      throw .failed(operation: .record, path: plan.path, code: error.code)
    }
    self.shared = shared
    self.arrivals = arrivals
    let loop = try RecorderLoop(
      plan, log: log, arrivals: arrivals, drops: drops, from: first, shared: shared, comments: comments)
    worker = Lock(Worker(name: "udpeek-record") { loop.run() })
  }

  deinit {
    finish()
  }

  /// What became of it so far.
  package var status: RecordingStatus { shared.status.withLock { $0 } }

  /// Signalled when it is over, by itself or because it was asked to.
  package var attention: WakeUp { shared.attention }

  /// Lets it see what its comments have to say, though no row comes.
  package func lookAgain() { arrivals.signal() }

  /// Asks for the end; `attention` says when it has come.
  package func requestStop() { shared.requestStop(.prompt) }

  /// Records the rest after reception has ended, finishes the file, and returns. Later calls do nothing.
  package func finish() {
    let running = worker.withLock { worker in
      defer { worker = nil }
      return worker
    }
    guard let running else { return }
    shared.requestStop(.orderly)
    running.join()
  }

  /// Finishes the file while others are not to be relied upon: writes what is there at this moment, and waits no longer
  /// than so many nanoseconds. Any thread.
  /// - Returns: whether it is finished.
  @discardableResult
  package func finishHastily(within time: Int64) -> Bool {
    shared.requestStop(.prompt)
    return clinux_wait_readable(shared.over.descriptor, max(0, time)) > 0
  }
}

extension RecordingPlan {
  /// What a person knows the target by.
  fileprivate var path: String { if case .file(let path) = target { path } else { "standard output" } }
}

/// What crosses between the recorder's thread and the others.
final class RecorderShared: Sendable {
  /// How it is to end.
  enum Ending: Int {
    case none
    /// With what is there at that moment; rows may still come.
    case prompt
    /// With all that there will be: reception is over.
    case orderly
  }

  let status = Lock(RecordingStatus())
  /// Readable once the end is asked for.
  let stopping: WakeUp
  /// Readable once it is over.
  let over: WakeUp
  let attention: WakeUp
  private let requested = Atomic(Ending.none.rawValue)

  init() throws(SystemError) {
    stopping = try WakeUp()
    over = try WakeUp()
    attention = try WakeUp()
    for wake in [stopping, over, attention] { wake.arm() }
  }

  var ending: Ending { Ending(rawValue: requested.load(ordering: .acquiring)) ?? .orderly }

  func requestStop(_ ending: Ending) {
    requested.store(ending.rawValue, ordering: .releasing)
    stopping.signal()
  }

  func publish(_ new: RecordingStatus) {
    status.withLock { $0 = new }
  }

  func end(_ last: RecordingStatus, failure: RecordingError?) {
    status.withLock { status in
      status = last
      status.failure = failure
      status.isOver = true
    }
    over.signal()
    attention.signal()
  }
}
