import Alarms
package import Basics
package import Plumbing
package import Rules
import Synchronization
package import UDPCore

/// The figures of a reception for other programs, kept up to date by a thread of their own (`udpeek-metrics`). Reception
/// knows nothing of it.
package final class Metrics: Sendable {
  /// Something that a person should know.
  package struct News: Sendable, Equatable {
    package let sentence: Phrase
    /// Whether it is bad news.
    package let isTrouble: Bool
  }

  /// Signalled when there is news to take.
  package var attention: WakeUp { shared.attention }
  /// The sentence for the start: where the figures are.
  package let beginning: Phrase

  private let shared: MetricsShared
  private let worker: Lock<Worker?>

  /// Begins to answer, or writes the file for the first time.
  /// - Parameter fileInterval: the time between two files, in nanoseconds.
  /// - Throws: an error that says why the port cannot be used, or the file not be written.
  package init(
    _ request: MetricsRequest, of receiver: Receiver, rules: RuleEngine?, interfaces: InterfaceNames,
    fileInterval: Int64 = 10_000_000_000
  ) throws(CommandFailure) {
    let shared: MetricsShared
    do throws(SystemError) { shared = MetricsShared(wake: try WakeUp(), attention: try WakeUp()) } catch {
      throw CommandFailure(error.phrase)
    }
    shared.attention.arm()
    self.shared = shared
    let collector = MetricsCollector(receiver, rules, shared.alarms, peerLimit: request.peerLimit)
    let loop: MetricsLoop
    switch request.place {
    case .file(let path):
      let file = MetricsFile(path: path)
      do throws(KeptFile.Problem) {
        try file.check()
        try file.write(collector.reading().text)
      } catch {
        throw CommandFailure(MetricsFile.sentence(path, error))
      }
      beginning = "metrics in \(path), every 10 s"
      loop = MetricsLoop(shared, collector, file: file, every: fileInterval)
    case .endpoint(let endpoint):
      do throws(SocketError) {
        let listener = try StreamListener(at: endpoint, interfaces: interfaces)
        beginning = "metrics at http://\(listener.local.text(interfaces))/metrics"
        loop = MetricsLoop(shared, collector, server: MetricsServer(listener))
      } catch {
        throw CommandFailure("metrics: \(error.phrase)")
      }
    }
    worker = Lock(Worker(name: "udpeek-metrics") { loop.run() })
  }

  deinit { stop() }

  /// Says what the rules of alarms did so far, if that is not known already.
  package func publish(_ alarms: AlarmWatch) {
    let version = alarms.version
    guard shared.alarmVersion.exchange(version, ordering: .relaxed) != version else { return }
    shared.alarms.withLock { $0 = alarms.tallies }
  }

  /// Removes and returns the news since the last call.
  package func takeNews() -> [News] {
    attention.clear()
    attention.arm()
    return shared.news.withLock { news in
      defer { news = [] }
      return news
    }
  }

  /// Writes the file a last time, or stops to answer; to be called once the receiver has stopped. Further calls do nothing.
  package func stop() {
    guard let running = worker.take() else { return }
    shared.isStopping.store(true, ordering: .releasing)
    shared.wake.signal()
    running.join()
  }
}

/// What the thread of the metrics shares with the others.
final class MetricsShared: Sendable {
  /// Signalled, if armed, when the thread should end.
  let wake: WakeUp
  let attention: WakeUp
  let alarms = Lock([AlarmTally]())
  /// The version of the alarms that were published last.
  let alarmVersion = Atomic(-1)
  let news = Lock([Metrics.News]())
  let isStopping = Atomic(false)

  init(wake: WakeUp, attention: WakeUp) { (self.wake, self.attention) = (wake, attention) }

  func tell(_ sentence: Phrase, isTrouble: Bool) {
    news.withLock { $0.append(Metrics.News(sentence: sentence, isTrouble: isTrouble)) }
    attention.signal()
  }
}
