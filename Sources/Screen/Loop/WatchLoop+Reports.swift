import Basics
import CLinux
import CaptureFile
import CommandCore
import Configuration
import CursesTerminal
import Glibc
import Monitor
import PayloadText
import Plumbing
import Rules
import TerminalUI
import UDPCore

/// The news reported to the state: time, rows, files, keys, signals.
extension WatchLoop {
  /// Reports the time to the state, and once a second the facts that only the kernel knows.
  mutating func tick() {
    let now = SystemClock.monotonic
    perform(.tick(monotonic: UInt64(clamping: now), wall: SystemClock.wall))
    readRelay(now)
    guard now >= nextTick else { return }
    nextTick = now + Self.second
    relayReports.ask()
    source.refreshDrops()
    let drops = source.kernelDrops
    perform(.kernelDrops(drops.count, isLowerBound: drops.isLowerBound))
    if wasStopped, drops.count > reportedDrops {
      let dropped = drops.count - reportedDrops
      let sentence: Phrase =
        dropped == 1
        ? "the kernel dropped 1 datagram while udpeek was stopped"
        : "the kernel dropped \(dropped) datagrams while udpeek was stopped"
      perform(.notice(sentence, .warning))
    }
    (reportedDrops, wasStopped) = (drops.count, false)
    perform(.withheld(source.withheldCount))
    reportRules()
    reportRecording()
    let news = source.takeAnnouncements()
    if !news.isEmpty { perform(.bound(source.bound, source.boundAddresses)) }
    reportInterfaces()
    perform(.announcements(news))
    needsFrame = true
  }

  /// Reports to the state what the rules did, and whether they were read again.
  mutating func reportRules() {
    guard let rules else { return }
    let version = rules.book.version
    if version != lastRules {
      lastRules = version
      perform(.rules(rules.book.records))
    }
    for news in rules.takeNews() {
      switch news {
      case .loaded: perform(.announcements(news.sentences.map { Announcement($0, .information) }))
      case .refused(let problems):
        // One line has room for the first; `udpeek rules FILE` tells them all.
        perform(.announcements(problems.prefix(1).map { Announcement($0, .failure, topic: "rules", isPressing: true) }))
      case .disarmed(let sentence): perform(.announcements([Announcement(sentence, .warning)]))
      case .companion(let sentence, let isTrouble):
        perform(.announcements([Announcement(sentence, isTrouble ? .warning : .information)]))
      }
    }
  }

  /// Says that the file of the figures cannot be written, or can be again.
  mutating func reportMetrics() {
    let news = metrics?.takeNews() ?? []
    perform(
      .announcements(news.map { Announcement($0.sentence, $0.isTrouble ? .failure : .information, topic: "metrics") }))
    needsFrame = true
  }

  /// Hands new rows to the state.
  /// - Returns: whether there were new rows.
  @discardableResult
  mutating func readLog() -> Bool {
    reportFiles()
    let snapshot = source.log.snapshot()
    let counters = snapshot.counters
    let rows = counters.received + counters.sent + counters.failed + counters.alarms
    guard rows != rowsSeen else { return false }
    rowsSeen = rows
    nextTrafficFrame = SystemClock.monotonic + Self.frameTime
    relayReports.ask()
    reportInterfaces()
    perform(.log(snapshot))
    needsFrame = true
    return true
  }

  /// Reports the names of interfaces to the state if they have changed.
  mutating func reportInterfaces() {
    let changes = source.interfaceChanges
    guard changes != lastInterfaceChanges else { return }
    lastInterfaceChanges = changes
    perform(.interfaces(source.interfaceNames))
  }

  /// Reports news about the files to the state, before the rows that they concern.
  mutating func reportFiles() {
    guard case .files(let files) = source else { return }
    let status = files.status
    if status != lastFiles {
      lastFiles = status
      perform(.files(status))
      perform(.interfaces(source.interfaceNames))
      needsFrame = true
    }
    reportHosts(files)
    for (peer, encoding) in files.takeEncodings() { perform(.encodingFromFile(peer: peer, encoding)) }
    let notes = files.takeNotes()
    if !notes.isEmpty { perform(.noted(notes)) }
    let marked = files.takeMarked()
    if !marked.isEmpty { perform(.marked(marked)) }
  }

  /// Hands the keys that were pressed to the state.
  /// - Returns: whether there were any keys.
  mutating func readKeys() -> Bool {
    let (keys, isClosed) = terminal.readKeys()
    if isClosed { isOver = true }
    for (place, key) in keys.enumerated() {
      perform(.key(key, isFollowed: place < keys.count - 1))
      needsFrame = true
    }
    return !keys.isEmpty
  }

  /// Handles the signals that have arrived.
  mutating func takeSignals() {
    for number in signals.take() {
      switch number {
      case SIGTERM, SIGHUP, SIGQUIT: isOver = true
      case SIGINT: perform(.interrupt)
      case SIGWINCH: perform(.resized(terminal.resize()))
      case SIGTSTP: suspend(wholeJob: false)
      case SIGCONT:
        // Another process stopped this one, and the shell may have changed the terminal's modes.
        terminal.suspend()
        resumeScreen()
      default: break
      }
      needsFrame = true
    }
  }
}
