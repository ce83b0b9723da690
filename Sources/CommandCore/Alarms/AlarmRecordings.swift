import Alarms
import Basics
import CaptureFile
import Configuration
import Glibc
import PeerText
import Plumbing
import UDPCore

/// The recordings of alarms (`record`): each begins with the rows in memory before its alarm, and ends some time after it.
struct AlarmRecordings {
  /// The most recordings at a time.
  private static let most = 4
  /// The most files whose names differ in a number alone.
  private static let mostNames = 1_000
  /// The times of its rule that a recording may last because the alarm comes again and again.
  private static let longest: Int64 = 10

  /// A recording that goes on.
  private struct Running {
    let recording: Recording
    let arrivals: WakeUp
    let drops: DropCounter
    /// The alarm that it began with.
    let alarm: AlarmRecord
    /// Its end and the latest that it may become, in nanoseconds of the monotonic clock.
    var end: Int64
    let latest: Int64
    /// The kernel drops that it knows of.
    var knownDrops: Int
    var isEnding = false
  }

  /// The folder of the configuration; `nil` for the usual one.
  var folder: String?
  private let receiver: Receiver
  private let setup: Setup
  private var running: [Running] = []

  init(_ receiver: Receiver, _ setup: Setup) {
    self.receiver = receiver
    self.setup = setup
    folder = setup.configuration.settings.alarmFolder
  }

  /// The time at which a recording ends; while one goes on, it hears of new rows four times a second.
  var nextDue: Int64? { running.isEmpty ? nil : SystemClock.monotonic + 250_000_000 }

  /// Records an alarm, or continues the recording of its rule that goes on.
  mutating func begin(
    _ alarm: AlarmRecord, _ time: Int64, in snapshot: LogSnapshot, _ encodings: PeerTexts.Snapshot
  ) -> [AlarmWatch.Report] {
    let now = SystemClock.monotonic
    if let place = running.firstIndex(where: { $0.alarm.rule == alarm.rule && !$0.isEnding }) {
      running[place].end = min(running[place].latest, max(running[place].end, now + time))
      return []
    }
    guard running.count < Self.most else {
      return [
        .said("alarm \(alarm.name) is not recorded: \(Self.most) recordings of alarms go on already", isTrouble: true)
      ]
    }
    do throws(RecordingError) {
      let (first, missing) = Self.start(of: time, before: alarm.begin, in: snapshot)
      let recording = Recording()
      guard let arrivals = try? WakeUp() else {
        throw RecordingError.failed(operation: .record, path: alarm.name, code: EMFILE)
      }
      let drops = DropCounter(sockets: 0)
      let path = try open(recording, alarm, from: first, encodings, arrivals, drops)
      let span = TimeSpan(nanoseconds: UInt64(time))
      var sentence: Phrase = "alarm \(alarm.name): recording \(span) before and after it to \(path)"
      var comment = "alarm \(alarm.name): \(span) before and after it"
      if let missing {
        let reach = TimeSpan(nanoseconds: UInt64(max(0, missing) / 1_000_000_000 * 1_000_000_000))
        sentence += "; the memory reached back only \(reach)"
        comment += "; the memory reached back only \(reach)"
      }
      recording.say(.note(comment))
      running.append(
        Running(
          recording: recording, arrivals: arrivals, drops: drops, alarm: alarm, end: now + time,
          latest: now + time * Self.longest, knownDrops: receiver.drops.total))
      return [.said(sentence, isTrouble: false)]
    } catch {
      return [.said("alarm \(alarm.name) is not recorded: \(error.phrase)", isTrouble: true)]
    }
  }

  /// Lets the recordings take new rows, and ends those that are due.
  mutating func look(_ end: UInt64) -> [AlarmWatch.Report] {
    if running.isEmpty { return [] }
    let now = SystemClock.monotonic
    let drops = receiver.drops.total
    var reports: [AlarmWatch.Report] = []
    for place in running.indices {
      if drops > running[place].knownDrops {
        running[place].drops.add(drops - running[place].knownDrops, before: end)
        running[place].knownDrops = drops
      }
      running[place].arrivals.signal()
      if !running[place].isEnding, now >= running[place].end {
        running[place].isEnding = true
        running[place].recording.requestStop()
      }
      if let status = running[place].recording.takeFinalStatus() {
        reports += Self.reports(status, running[place].alarm)
        running[place].isEnding = true
      }
    }
    running.removeAll { $0.isEnding && $0.recording.status == nil }
    return reports
  }

  /// Finishes all recordings after reception has ended.
  mutating func finish() -> [AlarmWatch.Report] {
    defer { running = [] }
    return running.flatMap { one in one.recording.finish().map { Self.reports($0, one.alarm) } ?? [] }
  }

  private static func reports(_ status: RecordingStatus, _ alarm: AlarmRecord) -> [AlarmWatch.Report] {
    if let problem = status.problem, status.datagrams == 0, !status.path.isEmpty {
      // The recording made the file, and nothing is in it.
      unsafe unlink(status.path)
      return [.said("alarm \(alarm.name) is not recorded: \(problem)", isTrouble: true)]
    }
    let problem = status.problem.map { AlarmWatch.Report.said("alarm \(alarm.name): \($0)", isTrouble: true) }
    return [.said("alarm \(alarm.name): \(status.sentence)", isTrouble: false)] + (problem.map { [$0] } ?? [])
  }

  // MARK: The beginning

  /// Returns the first row of a recording, and the time in nanoseconds that the memory reaches back if that is less than
  /// asked for.
  private static func start(
    of time: Int64, before end: Int64, in snapshot: LogSnapshot
  ) -> (first: UInt64, missing: Int64?) {
    let begin = end - time
    for segment in snapshot.segments.reversed() {
      guard let earliest = segment.withRecords({ records, _ in records.isEmpty ? nil : records[0].time }) else {
        continue
      }
      if earliest >= begin { continue }
      let first = segment.withRecords { records, _ in records.indices.first { records[$0].time >= begin } }
      return (first.map { segment.numbers.lowerBound + UInt64($0) } ?? segment.numbers.upperBound, nil)
    }
    let oldest = snapshot[snapshot.firstNumber].map { end - $0.time }
    // Rows that never were are not missing.
    return (snapshot.firstNumber, snapshot.firstNumber > 1 ? oldest : nil)
  }

  /// Opens a file with a name that is free.
  /// - Returns: its path.
  private func open(
    _ recording: Recording, _ alarm: AlarmRecord, from first: UInt64, _ encodings: PeerTexts.Snapshot,
    _ arrivals: WakeUp, _ drops: DropCounter
  ) throws(RecordingError) -> String {
    let folder = AlarmFolder.path(configured: folder)
    AlarmFolder.make(folder)
    let name = String(alarm.name.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "-" })
    let base = RecordingRotation.name(for: "\(folder)/\(name).pcapng", at: alarm.begin)
    for number in 1...Self.mostNames {
      let path = number == 1 ? base : "\(base.dropLast(".pcapng".count))-\(number).pcapng"
      do throws(RecordingError) {
        try recording.start(
          RecordingRequest(target: .file(path)), of: receiver, from: first, encodingSnapshot: encodings,
          interfaces: setup.interfaces, arrivals: arrivals, drops: drops)
        return path
      } catch {
        guard case .exists = error, number < Self.mostNames else { throw error }
      }
    }
    throw .exists(path: base)
  }
}

/// The folder of the recordings of alarms.
enum AlarmFolder {
  /// Returns the path: the configuration's, or `alarms` in the folder of state; without a home folder the current one.
  static func path(configured: String?) -> String {
    guard let configured else { return StateFolder.path(of: "alarms") ?? "." }
    let path = HomeFolder.expanded(configured)
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Creates the folder, accessible only to the owner, and its missing parents.
  static func make(_ path: String) {
    if path.hasPrefix("/") { return StateFolder.makeFolders(path) }
    var part = ""
    for name in path.split(separator: "/") {
      part += part.isEmpty ? String(name) : "/\(name)"
      _ = unsafe mkdir(part, 0o700)
    }
  }
}
