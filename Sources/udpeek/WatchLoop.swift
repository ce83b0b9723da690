import Basics
import CLinux
import Configuration
import CursesTerminal
import Glibc
import Monitor
import PayloadText
import PeerText
import Plumbing
import TerminalUI
import UDPCore

/// The event loop of the screen: waits for keys, rows, signals and the clock, turns them into actions, performs the
/// effects, draws. Only this thread touches the state and curses.
struct WatchLoop {
  /// The least time between two frames that traffic causes, in nanoseconds; keys are drawn at once.
  private static let frameTime: Int64 = 33_000_000
  private static let second: Int64 = 1_000_000_000

  private let source: any RowSource
  private let signals: SignalRelay
  private let terminal: CursesTerminal
  private let history: HistoryFile
  private var configuration: LiveConfiguration
  private let panes: PaneFile
  /// `nil` where nothing can be recorded.
  let recording: ScreenRecording?
  private let background: BackgroundWork
  private(set) var state: State
  /// The rows that are being written to a file.
  private var job: WriteJob?
  private var isOver = false
  /// Whether something changed since the last frame that was shown.
  var needsFrame = true
  private var nextTick: Int64 = 0
  /// Kernel drops when they were last told, and whether the process was stopped since.
  private var dropsTold = 0
  private var stoodStill = false
  /// When traffic may cause the next frame.
  private var nextTrafficFrame: Int64 = 0
  /// How often names of interfaces had changed when the state was last told them.
  private var lastInterfaceChanges: UInt64?
  /// What the state was last told of the files.
  private var lastFiles: FileStatus?
  /// Rows of the log when it was last read.
  private var rowsSeen = -1

  /// Takes the terminal, runs until the person or a signal ends it, gives the terminal back.
  /// - Throws: what stood in the way of the screen.
  static func run(
    reception: Reception, theme: String?, source: any RowSource, signals: SignalRelay,
    recording: ScreenRecording? = nil, options: CursesTerminal.Options, notices: [Announcement]
  ) throws {
    let terminal: CursesTerminal
    do throws(TerminalError) {
      terminal = try CursesTerminal(options)
    } catch {
      throw Failure(Phrase(verbatim: error.description), .usage)
    }
    let errors = try? DivertedErrors()
    let history = HistoryFile()
    let panes = PaneFile()
    let background: BackgroundWork
    do throws(SystemError) { background = try BackgroundWork() } catch { throw Failure(Phrase(error)) }
    var settings = MonitorSettings(bound: source.bound)
    settings.places = source.places
    settings.interfaces = reception.interfaces
    settings.filter = reception.filter
    settings.take(reception.configuration, theme: theme, encodings: reception.encodings)
    if let files = source as? OpenedFiles { settings.take(files) }
    settings.replies = reception.rule != nil
    settings.history = history.lines
    settings.panes = panes.arrangement
    // Lines and graphs are of ambiguous width.
    settings.isASCII = terminal.drawsASCII || reception.configuration.settings.ambiguousWidth == 2
    settings.catalogue = terminal.drawsASCII ? .english : Language(locale: Environment.messages).catalogue
    settings.utcOffset = LocalTime().offset(at: SystemClock.wall)
    let state = State(settings, size: terminal.size)
    var loop = WatchLoop(
      source: source, signals: signals, terminal: terminal, history: history, panes: panes, recording: recording,
      background: background, configuration: LiveConfiguration(reception, theme: theme), state: state)
    loop.tick()  // A notice begins to age at the time that the state knows.
    let mistakes = [history.mistake, panes.mistake].compactMap { $0 }
    loop.perform(.announcements(notices + mistakes.map { Announcement($0) }))
    loop.runToEnd()
    terminal.close()
    let unfinished = [loop.endWriting(), loop.state.unfinishedSending].compactMap { $0 }
    source.stop()
    // One that has ended by itself was told of on the screen, but the exit status is still to say so.
    let ended = recording?.ended
    let recorded = recording?.finish()
    unfinished.forEach(StandardError.say)
    if let text = errors?.end().text, !text.isEmpty { StandardError.say(text) }
    if let problem = history.problem ?? panes.problem { StandardError.say(problem) }
    if let recorded { StandardError.say(recorded.sentence) }
    if let complaint = (recorded ?? ended)?.complaint { throw Failure(complaint) }
  }

  private init(
    source: any RowSource, signals: SignalRelay, terminal: CursesTerminal, history: HistoryFile, panes: PaneFile,
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

  private mutating func runToEnd() {
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

  // MARK: What happened

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
    var entries = [
      pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.wake.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: source.attention.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: recording?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: terminal.pendingDescriptor ?? -1, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: background.wake.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: job?.wake.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: source.changes.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    // To the nanosecond: a message that is repeated keeps its times.
    let rest = max(0, limit - SystemClock.monotonic)
    _ = unsafe clinux_poll(&entries, isTrafficDue ? 8 : 7, rest)
    if entries[2].revents != 0 { nextTick = now }
    if entries[3].revents != 0 { tellRecording() }
    if entries[5].revents != 0 {
      for answer in background.take() { perform(answer) }
      needsFrame = true
    }
    if entries[6].revents != 0 { takeWriting() }
    if entries[7].revents != 0 {
      source.changes.clear()
      readLog()
    }
    // A terminal that is gone: no key will ever come (POLLHUP), the screen is over.
    if entries[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { isOver = true }
  }

  /// Tells the state the time; once a second also what only the kernel knows.
  private mutating func tick() {
    let now = SystemClock.monotonic
    perform(.tick(monotonic: UInt64(clamping: now), wall: SystemClock.wall))
    guard now >= nextTick else { return }
    nextTick = now + Self.second
    source.refreshDrops()
    let drops = source.kernelDrops
    perform(.kernelDrops(drops.count, isLowerBound: drops.isLowerBound))
    if stoodStill, drops.count > dropsTold {
      let dropped = drops.count - dropsTold
      let sentence: Phrase =
        dropped == 1
        ? "the kernel dropped 1 datagram while udpeek was stopped"
        : "the kernel dropped \(dropped) datagrams while udpeek was stopped"
      perform(.notice(sentence, .warning))
    }
    (dropsTold, stoodStill) = (drops.count, false)
    perform(.withheld(source.withheldCount))
    tellRecording()
    perform(.utcOffset(LocalTime().offset(at: SystemClock.wall)))
    let news = source.takeNews()
    if !news.isEmpty { perform(.bound(source.bound, source.places)) }
    tellInterfaces()
    perform(.announcements(news))
    needsFrame = true
  }

  /// Hands new rows to the state.
  /// - Returns: whether there were any.
  @discardableResult
  private mutating func readLog() -> Bool {
    tellOfFiles()
    let snapshot = source.log.snapshot()
    let rows = snapshot.counters.received + snapshot.counters.sent + snapshot.counters.failed
    guard rows != rowsSeen else { return false }
    rowsSeen = rows
    nextTrafficFrame = SystemClock.monotonic + Self.frameTime
    tellInterfaces()
    perform(.log(snapshot))
    needsFrame = true
    return true
  }

  /// Tells the state the names of interfaces, where some are new.
  private mutating func tellInterfaces() {
    let changes = source.interfaceChanges
    guard changes != lastInterfaceChanges else { return }
    lastInterfaceChanges = changes
    perform(.interfaces(source.interfaceNames))
  }

  /// Tells the state what is new of the files, before the rows that it belongs to.
  private mutating func tellOfFiles() {
    guard let files = source.files else { return }
    if files != lastFiles {
      lastFiles = files
      perform(.files(files))
      perform(.interfaces(source.interfaceNames))
      needsFrame = true
    }
    for (peer, encoding) in source.takeEncodings() { perform(.written(peer: peer, encoding)) }
    let notes = source.takeNotes()
    if !notes.isEmpty { perform(.noted(notes)) }
  }

  /// - Returns: whether there were any.
  private mutating func readKeys() -> Bool {
    let (keys, isClosed) = terminal.readKeys()
    if isClosed { isOver = true }
    for (place, key) in keys.enumerated() {
      perform(.key(key, isFollowed: place < keys.count - 1))
      needsFrame = true
    }
    return !keys.isEmpty
  }

  private mutating func takeSignals() {
    for number in signals.take() {
      switch number {
      case SIGTERM, SIGHUP, SIGQUIT: isOver = true
      case SIGINT: perform(.interrupt)
      case SIGWINCH: perform(.resized(terminal.resize()))
      case SIGTSTP: suspend(wholeJob: false)
      case SIGCONT:
        // Somebody else stopped us, and the shell may have set the terminal to its own taste.
        terminal.suspend()
        goOn()
      default: break
      }
      needsFrame = true
    }
  }

  // MARK: What to do

  mutating func perform(_ action: Action) {
    for effect in state.update(action) { perform(effect) }
  }

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .transmit(let request):
      do throws(TransmitRefusal) { try source.send(request) } catch {
        perform(.transmitRefused(error.phrase, id: request.id))
      }
    case .hold(let number): source.log.hold(through: number)
    case .saveHistory(let kind, let line): history.append(line, kind: kind)
    case .reload: reload()
    case .keepEncoding(let encoding, let target):
      keep { () throws(Failure) in try ConfigurationFile.keep(encoding, for: target) }
    case .saveMessage(let name, let message, let replaces):
      let before = state.configuration.messages[name]
      let isSaved = keep { () throws(Failure) in try ConfigurationFile.save(message, as: name, replaces: replaces) }
      if isSaved { perform(.messageSaved(name: name, before: before)) }
    case .restoreMessage(let name, let message):
      keep { () throws(Failure) in try ConfigurationFile.restore(message, as: name) }
    case .readFile(let path, let limit): background.read(path, limit: limit)
    case .lookUp(let line): background.lookUp(line, interfaces: state.configuration.interfaces)
    case .savePanes(let arrangement): panes.save(arrangement)
    case .startRecording(let path, let replaces): startRecording(to: path, replaces: replaces)
    case .recordEncoding(let peer): recording?.note(state.knowledge, of: peer)
    case .recordNote(let text, let row):
      if let recording, !recording.note(text, row: row) {
        perform(.notice("noted on row \(String(row)), but not in the recording: that began after it", .warning))
      }
    case .stopRecording: recording?.requestStop()
    case .copy(let form, let rows): copy(form, rows)
    case .write(let request): write(request)
    case .stopWriting: job?.stop()
    case .listPaths(let path): perform(.paths(beginning: path, OutputFile.paths(beginning: path)))
    case .redraw: terminal.repaint()
    case .suspend: suspend(wholeJob: true)
    case .quit: isOver = true
    }
  }

  private mutating func reload() {
    let (settings, announcement) = configuration.reload(state.configuration)
    perform(.settings(settings))
    perform(.announced(announcement))
  }

  /// Writes a choice into the configuration, which is then read again.
  /// - Returns: whether it could be written.
  @discardableResult
  private mutating func keep(_ write: () throws(Failure) -> Phrase) -> Bool {
    do throws(Failure) {
      let sentence = try write()
      perform(.settings(configuration.reload(state.configuration).settings))
      perform(.notice(sentence, .information))
      return true
    } catch {
      perform(.notice(error.message, .failure))
      return false
    }
  }

  /// Gives the terminal back and stops the process, as the shell expects of `^Z`; goes on after `fg`.
  /// - Parameter wholeJob: whether a key asks for it; a signal that was sent to us says nothing of the other programs.
  private mutating func suspend(wholeJob: Bool) {
    guard getsid(0) != getpid() else { return perform(.notice("there is no shell to go back to", .warning)) }
    source.refreshDrops()
    dropsTold = source.kernelDrops.count
    terminal.suspend()
    // As where the terminal itself takes ^Z; for us that signal only waits.
    if wholeJob { _ = kill(0, SIGTSTP) }
    _ = kill(getpid(), SIGSTOP)
    if signals.takeThrough(SIGCONT).contains(where: SignalRelay.ending.contains) {
      // `kill %1`: the terminal is the shell's now, and is left alone.
      isOver = true
      return
    }
    goOn()
  }

  /// Takes the terminal again after the process stood still, and says what the kernel dropped meanwhile.
  private mutating func goOn() {
    terminal.resume()
    perform(.resized(terminal.resize()))
    stoodStill = true
    nextTick = 0
    tick()
    needsFrame = true
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

/// Rows that leave the program.
extension WatchLoop {
  private mutating func write(_ request: WriteRequest) {
    guard job == nil else { return perform(.writing(.refused("still writing"))) }
    let rows = state.rowsToWrite
    do throws(WriteJob.Refusal) {
      job = try WriteJob.start(request, rows: rows, log: source.log)
      perform(.writing(.begun(path: request.path, rows: rows.count)))
    } catch {
      perform(.writing(error.progress))
    }
  }

  private mutating func takeWriting() {
    guard let progress = job?.take() else { return }
    if case .ended = progress { job = nil }
    perform(.writing(progress))
    needsFrame = true
  }

  /// Stops what is still being written.
  /// - Returns: what became of it, as a sentence.
  private mutating func endWriting() -> Phrase? {
    guard let job else { return nil }
    job.stop()
    guard case .ended(let written, _, let failure?) = job.finish() else { return nil }
    return "writing was not finished (\(failure)): after \(written) of \(job.count) rows nothing is left of the file"
  }

  private mutating func copy(_ form: CopyForm, _ rows: [UInt64]) {
    let texts = PeerTexts(state.rowsToWrite.knowledge)
    let text = ClipboardText(form, rows: rows, of: source.log.snapshot(), texts, state.configuration.interfaces)
    guard text.rows > 0 else { return perform(.notice("there is no row to copy: it was evicted", .warning)) }
    guard terminal.copy(text.bytes) else {
      return perform(.notice("not copied: the terminal takes no output now", .failure))
    }
    let hint: Phrase = terminal.multiplexer == .tmux ? "; tmux passes it on after: tmux set -s set-clipboard on" : ""
    let size: Phrase = text.bytes.count == 1 ? "1 byte" : "\(text.bytes.count) bytes"
    if text.wholeSize > text.bytes.count {
      perform(.notice("copied only the first \(size): terminals take no more\(hint)", .warning))
    } else {
      let what: Phrase = text.rows > 1 ? "\(text.rows) rows, " : ""
      perform(.notice("copied \(what)\(size) to the terminal's clipboard\(hint)", .information))
    }
  }
}
