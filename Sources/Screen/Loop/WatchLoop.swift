import Basics
import CLinux
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

/// The event loop of the screen: waits for keys, rows, signals and the clock, turns them into actions, performs the
/// resulting effects, and draws. Only this thread touches the state and curses.
struct WatchLoop {
  /// The shortest time between two frames caused by traffic, in nanoseconds; keys are drawn at once.
  static let frameTime: Int64 = 33_000_000
  /// One second in nanoseconds.
  static let second: Int64 = 1_000_000_000

  /// The source of the rows.
  let source: RowSource
  /// The relay of signals to this thread.
  let signals: SignalRelay
  /// The terminal on which the screen is drawn.
  let terminal: CursesTerminal
  /// The file of remembered lines.
  let history: HistoryFile
  /// The configuration, which can be reloaded.
  var configuration: LiveConfiguration
  /// The file of the pane arrangement.
  let panes: PaneFile
  /// Recording from the screen; `nil` if this screen cannot record.
  let recording: ScreenRecording?
  /// The engine that answers by rules; `nil` without rules.
  let rules: RuleEngine?
  /// The alarms that what arrives may raise; `nil` without any.
  var alarms: AlarmWatch?
  /// The figures for other programs; `nil` without `--metrics`.
  let metrics: Metrics?
  /// The version of the alarms that was last reported to the state.
  var lastAlarms = 0
  /// Look-ups and file reading on other threads.
  let background: BackgroundWork
  /// The thread that asks Wireshark for trees.
  let dissections: DissectionWork
  /// The state of the screen.
  private(set) var state: State
  /// The running export of rows to a file.
  var job: WriteJob?
  /// Whether the screen must end.
  var isOver = false
  /// The last frame that was shown.
  private var lastFrame: Frame?
  /// Whether anything has changed since the last frame.
  var needsFrame = true
  /// The due time of the next once-a-second work, in nanoseconds of the monotonic clock.
  var nextTick: Int64 = 0
  /// Kernel drops when they were last reported, and whether the process has been stopped since.
  var reportedDrops = 0
  var wasStopped = false
  /// The time from which work that goes on may cause the next frame.
  private var nextWorkFrame: Int64 = 0
  /// The time from which traffic may cause the next frame.
  var nextTrafficFrame: Int64 = 0
  /// The interface names' generation that was last reported to the state.
  var lastInterfaceChanges: UInt64?
  /// The file status that was last reported to the state.
  var lastFiles: FileStatus?
  /// What was last reported to the state of the hosts.
  var lastHosts: [HostStatus] = []
  /// The version of the rules' records that was last reported to the state.
  var lastRules = 0
  /// The reports of the relay that are read.
  var relayReports = RelayReports()
  /// Number of rows in the log when it was last read.
  var rowsSeen = -1

  /// Creates a loop that has not drawn anything yet.
  init(
    source: RowSource, signals: SignalRelay, terminal: CursesTerminal, history: HistoryFile, panes: PaneFile,
    recording: ScreenRecording?, rules: RuleEngine?, alarms: AlarmWatch? = nil, metrics: Metrics? = nil,
    background: BackgroundWork, dissections: DissectionWork,
    configuration: LiveConfiguration,
    state: State
  ) {
    self.source = source
    self.signals = signals
    self.terminal = terminal
    self.history = history
    self.configuration = configuration
    self.panes = panes
    self.recording = recording
    self.rules = rules
    self.alarms = alarms
    self.metrics = metrics
    self.background = background
    self.dissections = dissections
    self.state = state
  }

  /// Runs until the user or a signal ends the screen, or the terminal is gone.
  mutating func runToEnd() {
    tick()
    readLog()
    while !isOver {
      draw()
      wait()
      tick()
      watchAlarms()
      let isPressed = readKeys()
      takeSignals()
      // Draws the effect of a key before continuing the work that the key started.
      if state.wantsMoreTime, !isPressed {
        perform(.work)
        showWork()
      }
    }
  }

  /// Has a frame drawn for work that goes on: the first part of it, the last, and in between as often as traffic may
  /// have one.
  private mutating func showWork() {
    let now = SystemClock.monotonic
    guard now >= nextWorkFrame || !state.wantsMoreTime else { return }
    nextWorkFrame = now + Self.frameTime
    needsFrame = true
  }

  /// Waits for the next event.
  private mutating func wait() {
    let now = SystemClock.monotonic
    var limit = nextTick
    let isTrafficDue = now >= nextTrafficFrame
    if isTrafficDue {
      source.changes.arm()
      if readLog() { limit = now }
    } else {
      limit = min(limit, nextTrafficFrame)
    }
    if let due = state.nextDue { limit = min(limit, Int64(clamping: due)) }
    if let due = alarms?.nextDue { limit = min(limit, due) }
    if source.relay != nil { limit = min(limit, relayReports.due) }
    if state.wantsMoreTime { limit = now }
    var waiting = PollSet()
    let keys = waiting.add(terminal.inputDescriptor)
    waiting.add(signals.wake)
    let attention = waiting.add(source.attention)
    let recorded = waiting.add(recording?.descriptor)
    let ruled = waiting.add(rules?.attention)
    waiting.add(alarms?.attention)
    let measured = waiting.add(metrics?.attention)
    waiting.add(terminal.pendingDescriptor, for: .writable)
    let answers = waiting.add(background.wake)
    let export = waiting.add(job?.wake)
    let rows = waiting.add(isTrafficDue ? source.changes : nil)
    // Waits with nanosecond precision, so that repeated messages keep their times.
    waiting.wait(until: limit)
    if waiting.isReady(attention) || waiting.isReady(ruled) { nextTick = now }
    if waiting.isReady(recorded) { reportRecording() }
    if waiting.isReady(measured) { reportMetrics() }
    if waiting.isReady(answers) {
      for answer in background.take() { perform(answer) }
      needsFrame = true
    }
    if waiting.isReady(export) { takeWriting() }
    if waiting.isReady(rows) {
      source.changes.clear()
      readLog()
    }
    // The terminal is gone (POLLHUP): no key will ever arrive, so the screen ends.
    if waiting.isBroken(keys) { isOver = true }
  }

  /// Applies an action to the state and performs the resulting effects.
  mutating func perform(_ action: Action) {
    for effect in state.update(action) { perform(effect) }
  }

  private mutating func draw() {
    guard needsFrame else { return terminal.flush() }
    let frame = terminal.isWritable ? state.drawn(after: lastFrame) : nil
    if let frame, terminal.show(frame.canvas) {
      lastFrame = frame
      needsFrame = false
    } else {
      // The terminal is stalled: the frame is skipped and retried when traffic or the clock wakes the loop.
      nextTrafficFrame = max(nextTrafficFrame, SystemClock.monotonic + Self.frameTime)
    }
  }
}
