import Basics
import CaptureFile
import CommandCore
import Configuration
import CursesTerminal
import DisplayFilter
import Formats
import Monitor
import PayloadText
import Plumbing
import Rules
import TerminalUI
import UDPCore

/// One run of a screen: takes the terminal, runs the loop until the user or a signal ends it, and gives the terminal
/// back.
struct ScreenRun {
  /// The configuration, encodings and interfaces.
  let setup: Setup
  /// The name of a theme; `nil` uses the configured one.
  let theme: String?
  /// The source of the rows.
  let source: RowSource
  /// The relay of signals to the loop.
  let signals: SignalRelay
  /// Recording from the screen; `nil` if this screen cannot record.
  let recording: ScreenRecording?
  /// The engine that answers datagrams by rules; `nil` without rules.
  let rules: RuleEngine?
  /// The figures for other programs; `nil` without `--metrics`.
  var metrics: Metrics?
  /// The options of the terminal.
  let terminal: CursesTerminal.Options
  /// The notices shown at the start.
  let notices: [Announcement]

  /// Runs the screen to its end.
  /// - Throws: an error if the screen cannot start, or if the recording failed.
  func run() throws {
    let terminal: CursesTerminal
    do throws(TerminalError) {
      terminal = try CursesTerminal(self.terminal)
    } catch {
      throw CommandFailure(Phrase(error), .usage)
    }
    let errors = try? DivertedErrors()
    let history = HistoryFile()
    let panes = PaneFile()
    let background: BackgroundWork
    let dissections: DissectionWork
    do throws(SystemError) {
      background = try BackgroundWork()
      dissections = try DissectionWork(background)
    } catch {
      throw CommandFailure(Phrase(error))
    }
    defer { dissections.stop() }
    let watch = try alarmWatch()
    let state = State(settings(terminal, history, panes), size: terminal.size)
    var loop = WatchLoop(
      source: source, signals: signals, terminal: terminal, history: history, panes: panes, recording: recording,
      rules: rules, alarms: watch, metrics: metrics, background: background, dissections: dissections,
      configuration: LiveConfiguration(setup, theme: theme),
      state: state)
    loop.tick()  // A notice begins to age at the time that the state knows.
    let mistakes = [history.mistake, panes.mistake].compactMap { $0 }
    loop.perform(.announcements(notices + mistakes.map { Announcement($0) }))
    loop.runToEnd()
    terminal.close()
    let unfinished = [loop.endExport(), loop.state.unfinishedSending].compactMap { $0 }
    source.stop()
    // A recording that ended by itself was reported on the screen, but still determines the exit status.
    let ended = recording?.ended
    let recorded = recording?.finish()
    for case .said(let sentence, _) in loop.alarms?.finish() ?? [] { StandardError.say(sentence) }
    unfinished.forEach(StandardError.say)
    rules?.takeNews().flatMap(\.sentences).forEach(StandardError.say)
    metrics?.stop()
    metrics?.takeNews().map(\.sentence).forEach(StandardError.say)
    if let text = errors?.end().text, !text.isEmpty { StandardError.say(Phrase(verbatim: text)) }
    if let problem = history.problem ?? panes.problem { StandardError.say(problem) }
    if let recorded { StandardError.say(recorded.sentence) }
    if let problem = (recorded ?? ended)?.problem { throw CommandFailure(problem) }
  }

  /// The alarms at work; `nil` where none are set, and for files.
  private func alarmWatch() throws(CommandFailure) -> AlarmWatch? {
    guard case .sockets(let receiver) = source, !setup.alarms.isEmpty else { return nil }
    do throws(SystemError) { return try AlarmWatch(setup.alarms, receiver, setup) } catch {
      throw CommandFailure(Phrase(error))
    }
  }

  private func settings(_ terminal: CursesTerminal, _ history: HistoryFile, _ panes: PaneFile) -> MonitorSettings {
    var settings = MonitorSettings(bound: source.bound)
    settings.boundAddresses = source.boundAddresses
    settings.interfaces = setup.interfaces
    settings.filter = setup.filter
    settings.relayTargets = source.relay?.report.targets ?? []
    settings.apply(setup.configuration, theme: theme, encodings: setup.encodings)
    settings.formats = { [library = setup.library.forcing(nil)] in library.book }
    settings.ownFormats = setup.library.own.map(\.name)
    settings.recordsAllFields = setup.showsFields
    settings.format = setup.library.forced
    if case .files(let files) = source { settings.apply(files) }
    settings.alarmCount += setup.ownAlarms.count
    settings.pairing = setup.pairing
    settings.replies = rules != nil
    settings.history = history.lines
    settings.panes = panes.arrangement
    // Lines and graphs are drawn with characters of ambiguous width.
    settings.isASCII = terminal.drawsASCII || setup.configuration.settings.ambiguousWidth == 2
    settings.catalogue = terminal.drawsASCII ? .english : Environment.language.catalogue
    settings.seed = UInt64.random(in: .min ... .max)
    let offsets = LocalOffsets()
    settings.utcOffsets = UTCOffsets { offsets.offset(at: $0) }
    return settings
  }
}
