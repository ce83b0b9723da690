import CLinux
import Glibc
package import Plumbing
import Synchronization
package import UDPCore

/// A recorder of what arrives in a capture log: another reader of the log, on a separate thread, which never delays
/// reception. If a slow disk lets eviction overtake it, the lost rows are counted in the file and in `status`.
package final class Recorder: Sendable {
  private let shared: RecorderShared
  private let arrivals: WakeUp
  private let worker: Lock<Worker?>

  /// Opens the file and starts recording.
  /// - Parameters:
  ///   - arrivals: signalled after new rows, if armed; used by this recorder only.
  ///   - first: the first row to record.
  ///   - comments: the source of the comments to write.
  /// - Throws: an error if the file cannot be created.
  package init(
    _ plan: RecordingPlan, log: CaptureLog, arrivals: WakeUp, drops: DropCounter, from first: UInt64 = 1,
    comments: sending any CommentSource
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

  /// The current status of the recording.
  package var status: RecordingStatus { shared.status.withLock { $0 } }

  /// Signalled when the recording is over, by itself or on request.
  package var attention: WakeUp { shared.attention }

  /// Makes the recorder check for new comments even if no rows arrive.
  package func wake() { arrivals.signal() }

  /// Requests the end; `attention` is signalled when it is reached.
  package func requestStop() { shared.requestStop(.prompt) }

  /// Records the rest after reception has ended, finishes the file, and returns. Later calls do nothing.
  package func finish() {
    guard let running = worker.take() else { return }
    shared.requestStop(.orderly)
    running.join()
  }

  /// Finishes the file when other threads may hang: writes the rows available now, and waits at most `time`
  /// nanoseconds. Any thread may call it.
  /// - Returns: whether the file is finished.
  @discardableResult
  package func finishQuickly(within time: Int64) -> Bool {
    shared.requestStop(.prompt)
    return clinux_wait_readable(shared.over.descriptor, max(0, time)) > 0
  }
}

extension RecordingPlan {
  /// The name of the target for the user.
  fileprivate var path: String { if case .file(let path) = target { path } else { "standard output" } }
}

/// The state shared between the recorder's thread and the others.
final class RecorderShared: Sendable {
  /// The way in which the recording should end.
  enum Ending: Int {
    case none
    /// With the rows available now; more may still arrive.
    case prompt
    /// With all rows: reception is over.
    case orderly
  }

  let status = Lock(RecordingStatus())
  /// Readable once the end is requested.
  let stopping: WakeUp
  /// Readable once the recording is over.
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
