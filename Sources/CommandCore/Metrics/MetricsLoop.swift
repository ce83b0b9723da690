import Basics
import Plumbing
import Synchronization

/// The thread of the metrics: answers requests, or writes the file, and reads rows before the log forgets them.
final class MetricsLoop {
  /// The time between two looks at the rows, and two pages made anew, in nanoseconds.
  private static let (rowInterval, pageInterval): (Int64, Int64) = (1_000_000_000, 100_000_000)

  private let shared: MetricsShared
  private let collector: MetricsCollector
  private let file: MetricsFile?
  private let server: MetricsServer?
  private let fileInterval: Int64
  private var nextFile: Int64
  private var nextRows: Int64
  /// The last page, and the time until which it is given again: whoever asks all the time costs no more.
  private var (page, pageEnd): ([UInt8], Int64) = ([], .min)
  /// Whether the last file could not be written.
  private var hasFailed = false

  /// Creates a loop that writes a file, answers requests, or both.
  init(
    _ shared: MetricsShared, _ collector: MetricsCollector, file: MetricsFile? = nil, every fileInterval: Int64 = 0,
    server: MetricsServer? = nil
  ) {
    self.fileInterval = fileInterval
    self.shared = shared
    self.collector = collector
    self.file = file
    self.server = server
    nextFile = file == nil ? .max : SystemClock.monotonic + fileInterval
    nextRows = collector.readsRows ? SystemClock.monotonic + Self.rowInterval : .max
  }

  /// Runs until the end is requested, then writes the file once more.
  func run() {
    while true {
      shared.wake.arm()
      if shared.isStopping.load(ordering: .acquiring) { break }
      var waiting = PollSet()
      waiting.add(shared.wake)
      let slots = server?.add(to: &waiting)
      waiting.wait(until: min(nextFile, nextRows, server?.nextDue ?? .max))
      shared.wake.clear()
      if let server, let slots { server.serve(waiting, slots) { currentPage() } }
      let now = SystemClock.monotonic
      if now >= nextRows {
        nextRows = now + Self.rowInterval
        collector.readRows()
      }
      if now >= nextFile {
        nextFile = now + fileInterval
        writeFile()
      }
    }
    writeFile(isFinal: true)
  }

  private func currentPage() -> [UInt8] {
    let now = SystemClock.monotonic
    if now >= pageEnd {
      page = collector.reading().text
      pageEnd = now + Self.pageInterval
    }
    return page
  }

  /// Writes the file; says once that it cannot, and when it can again.
  private func writeFile(isFinal: Bool = false) {
    guard let file else { return }
    do throws(KeptFile.Problem) {
      try file.write(collector.reading(isFinal: isFinal).text)
      if hasFailed { shared.tell("the metrics are written to \(file.path) again", isTrouble: false) }
      hasFailed = false
    } catch {
      if !hasFailed {
        let sentence = MetricsFile.sentence(file.path, error)
        shared.tell(isFinal ? sentence : "\(sentence); trying again every 10 s", isTrouble: true)
      }
      hasFailed = true
    }
  }
}
