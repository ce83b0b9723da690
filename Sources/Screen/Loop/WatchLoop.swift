import Basics
import CLinux
import CommandCore
import Configuration
import CursesTerminal
import Glibc
import Monitor
import PayloadText
import Plumbing
import TerminalUI
import UDPCore

/// The event loop of the screen: waits for keys, rows, signals and the clock, turns them into actions, performs the
/// effects, draws. Only this thread touches the state and curses.
struct WatchLoop {
  /// The least time between two frames that traffic causes, in nanoseconds; keys are drawn at once.
  static let frameTime: Int64 = 33_000_000
  static let second: Int64 = 1_000_000_000

  let source: RowSource
  let signals: SignalRelay
  let terminal: CursesTerminal
  let history: HistoryFile
  var configuration: LiveConfiguration
  let panes: PaneFile
  /// `nil` where nothing can be recorded.
  let recording: ScreenRecording?
  let background: BackgroundWork
  private(set) var state: State
  /// The rows that are being written to a file.
  var job: WriteJob?
  var isOver = false
  /// Whether something changed since the last frame that was shown.
  var needsFrame = true
  var nextTick: Int64 = 0
  /// Kernel drops when they were last told, and whether the process was stopped since.
  var dropsTold = 0
  var stoodStill = false
  /// When traffic may cause the next frame.
  var nextTrafficFrame: Int64 = 0
  /// How often names of interfaces had changed when the state was last told them.
  var lastInterfaceChanges: UInt64?
  /// What the state was last told of the files.
  var lastFiles: FileStatus?
  /// Rows of the log when it was last read.
  var rowsSeen = -1

  init(
    source: RowSource, signals: SignalRelay, terminal: CursesTerminal, history: HistoryFile, panes: PaneFile,
    recording: ScreenRecording?, background: BackgroundWork, configuration: LiveConfiguration, state: State
  ) {
    self.source = source
    self.signals = signals
    self.terminal = terminal
    self.history = history
    self.configuration = configuration
    self.panes = panes
    self.recording = recording
    self.background = background
    self.state = state
  }

  /// Runs until a person or a signal ends it, or the terminal is gone.
  mutating func runToEnd() {
    tick()
    readLog()
    while !isOver {
      draw()
      wait()
      tick()
      let isPressed = readKeys()
      takeSignals()
      // What a key did is seen before more of what it began is done.
      if state.wantsMoreTime, !isPressed {
        perform(.work)
        needsFrame = true
      }
    }
  }

  /// Waits for the next thing to do.
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
    if state.wantsMoreTime { limit = now }
    var waiting = PollSet()
    let keys = waiting.add(terminal.inputDescriptor)
    waiting.add(signals.wake)
    let attention = waiting.add(source.attention)
    let recorded = waiting.add(recording?.descriptor)
    waiting.add(terminal.pendingDescriptor, for: .writable)
    let answers = waiting.add(background.wake)
    let export = waiting.add(job?.wake)
    let rows = waiting.add(isTrafficDue ? source.changes : nil)
    // To the nanosecond: a message that is repeated keeps its times.
    waiting.wait(until: limit)
    if waiting.isReady(attention) { nextTick = now }
    if waiting.isReady(recorded) { tellRecording() }
    if waiting.isReady(answers) {
      for answer in background.take() { perform(answer) }
      needsFrame = true
    }
    if waiting.isReady(export) { takeWriting() }
    if waiting.isReady(rows) {
      source.changes.clear()
      readLog()
    }
    // A terminal that is gone: no key will ever come (POLLHUP), the screen is over.
    if waiting.isBroken(keys) { isOver = true }
  }

  /// Has the state take an action, and performs the effects.
  mutating func perform(_ action: Action) {
    for effect in state.update(action) { perform(effect) }
  }

  private mutating func draw() {
    guard needsFrame else { return terminal.flush() }
    if terminal.isWritable, terminal.show(state.drawn()) {
      needsFrame = false
    } else {
      // A stalled terminal: the frame is skipped, and tried again when traffic or the clock wakes us.
      nextTrafficFrame = max(nextTrafficFrame, SystemClock.monotonic + Self.frameTime)
    }
  }
}
