import Basics
import DisplayFilter
import PayloadText
import PeerText
package import TerminalUI
import UDPCore

/// All that the screen knows. Changed by `update` alone, drawn by `draw(on:)`; neither does I/O nor reads a clock.
package struct State {
  /// What was said at the start, kept up to date by `Action.bound`, `.interfaces` and `.utcOffset`.
  package internal(set) var configuration: MonitorSettings
  /// The terminal's size.
  package internal(set) var size: Size
  /// Where keys go.
  package var focus: Focus {
    if let overlay { return overlay.focus == .help && helpSearch?.isTyping == true ? .helpSearch : overlay.focus }
    return prompt?.focus ?? pane
  }
  /// Whether `update(.work)` has something to do: judging old rows, finding, sorting.
  package var wantsMoreTime: Bool {
    !filtering.run.isComplete || finding.isRunning || finding.isSearchingPeers || sorting.run != nil
      || observedThrough < log.endNumber
      || peers.ledger.isBehind(log)
      || rates.graph.peer?.isBehind(log) == true
  }

  var log = LogSnapshot()
  var clock = Clock()
  var drops = KernelDrops()
  /// How every peer's texts are read.
  var texts: PeerTexts
  /// The first row that was not looked at for its encoding and its failure.
  var observedThrough: UInt64 = 1
  var filtering: Filtering
  var viewport = Viewport()
  /// The columns of the table, where there is room for all.
  var columns: ColumnSet
  var widths = ColumnWidths()
  var sorting = Sorting()
  var table = TableOptions()
  var detail: Detail?
  /// The message that is written, and what was sent.
  var compose: Compose
  var peers = Peers()
  var rates = Rates()
  /// The panes that are open, but for the detail and the reply, and how high they are.
  var panes = PaneArrangement()
  /// The theme that was chosen on the screen; `nil` where that of the start counts.
  var chosenTheme: String?
  var prompt: Prompt?
  var overlay: Overlay?
  /// What is looked for in the help; `nil` shows all of it.
  var helpSearch: HelpSearch?
  var finding = Finding()
  var notices = Notices()
  /// The pane that has the keys when no line or list is open over it: table, detail, peers, rate or reply.
  var pane = Focus.table
  /// The window in which heights were chosen for the panes that are open. In another one, and beside another pane, they
  /// leave the table rows enough.
  var resizedAt: Size?
  /// The pane that has the screen to itself.
  var zoomed: Focus?
  /// The first number that is not cleared away.
  var firstNumber: UInt64 = 1
  /// The marks and notes that are in a file.
  var kept = KeptWork()
  /// The steps that can be undone.
  var undoStack = UndoStack()
  /// The rows that are being written to a file.
  var export: Export?
  /// The numbers of the rows that were marked.
  var marked: Set<UInt64> = []
  /// The row that was marked last and the one that was selected instead; `nil` once the person moved on from there.
  var justMarked: (row: UInt64, next: UInt64)?
  /// What the person or a file wrote on rows, by their numbers.
  var notes: [UInt64: String] = [:]
  var histories: [HistoryKind: [String]]
  /// Until when a second `^C` quits, in nanoseconds of the monotonic clock; `nil` while it only asks.
  var quitAsked: UInt64?
  /// What is known of the capture files.
  var files = FileStatus()
  /// The time of the first datagram of the capture files.
  var fileOrigin: Int64?
  /// Whether the first rows of a file have been shown.
  var hasStarted = false
  /// When the screen is drawn anew beside a pipe.
  var pipeRepainting = PipeRepainting()
  /// Answers that `--reply` withheld.
  var withheld = 0
  /// The arrangement of panes that the event loop was last told to keep.
  var savedPanes: PaneArrangement
  /// The recording in progress.
  var recording: RecordingMeter?
  /// What the event loop was last told to hold.
  var held: UInt64?

  /// The state before anything happened.
  package init(_ configuration: MonitorSettings, size: Size) {
    self.configuration = configuration
    self.size = size
    texts = configuration.encodings.texts
    filtering = Filtering(configuration.filter)
    histories = configuration.history
    compose = Compose(history: configuration.history[.message] ?? [])
    table.time = configuration.time
    if configuration.isHex { table.togglePayload() }
    columns = ColumnSet(configuration.columns)
    savedPanes = configuration.panes
    panes = configuration.panes
    if panes.open.remove(.detail) != nil { detail = Detail() }
  }

  /// Changes the state for what happened.
  /// - Returns: the I/O to do, in order.
  package mutating func update(_ action: Action) -> [Effect] {
    var effects: [Effect] = []
    switch action {
    case .tick(let monotonic, let wall):
      let rows = messageRows
      tick(monotonic: monotonic, wall: wall)
      goOnSending(&effects)
      repaintBesidePipe(&effects)
      // Nothing that is brought in line below depends on the time, but for the room that a sentence takes.
      if messageRows != rows { settle(&effects) }
      return effects
    case .log(let snapshot): take(snapshot)
    case .key(let key, let isFollowed):
      let isTyped = press(key, &effects)
      if isTyped, isFollowed { return effects }
      readPrompt()
    case .resized(let size): resize(size)
    case .work: work()
    case .kernelDrops(let count, let isLowerBound): take(drops: count, isLowerBound: isLowerBound)
    case .messageSaved(let name, let before): undoStack.push(.savedMessage(name, before: before))
    case .notice(let text, let kind): say(text, kind)
    case .announced(let one): say(one.text, one.kind, tail: one.tail)
    case .announcements(let all): notices.queue(all)
    case .settings(let settings): take(settings, &effects)
    case .transmitRefused(let reason, let id): takeRefusal(id, reason)
    case .fileRead(let path, let result): take(file: path, result, &effects)
    case .lookedUp(let line, let result): take(lookUp: line, result, &effects)
    case .bound(let endpoints, let places):
      configuration.bound = endpoints
      configuration.places = places
    case .interfaces(let names):
      configuration.interfaces = names
      widths.forgetRows()
    case .utcOffset(let seconds): configuration.utcOffset = seconds
    case .withheld(let count): withheld = max(0, count)
    case .recording(let figures): take(recording: figures)
    case .writing(let progress): take(progress, &effects)
    case .paths(let beginning, let paths): complete(path: beginning, paths)
    case .files(let status): files = status
    case .written(let peer, let encoding): take(encoding, of: peer)
    case .noted(let notes): take(notes: notes)
    case .interrupt: interrupt(&effects)
    }
    settle(&effects)
    return effects
  }

  /// The selected row, where the log still has it.
  var selectedDatagram: Datagram? { viewport.selected.flatMap { log[$0] } }
}

/// The times of the last tick.
struct Clock: Sendable, Hashable {
  /// Nanoseconds of the monotonic clock.
  var monotonic: UInt64 = 0
  /// Nanoseconds since the Unix epoch.
  var wall: Int64 = 0
  /// The first `wall`; `nil` before the first tick.
  var start: Int64?
}

/// What the kernel dropped because a socket's queue was full.
struct KernelDrops: Sendable, Hashable {
  var count = 0
  var isLowerBound = false
  /// When the cure was last named, in nanoseconds of the monotonic clock.
  var saidAt: UInt64?
}

/// How the table shows its rows.
struct TableOptions: Sendable, Hashable {
  /// What the Text column shows.
  enum Payload: Sendable, Hashable {
    case text
    case hex
  }

  var payload = Payload.text
  var time = TimeStyle.clock
  /// What is scrolled out on the left: columns of the text, or bytes of the hexadecimal.
  private(set) var offset = 0

  /// The same in columns.
  var offsetColumns: Int { payload == .hex ? offset * 3 : offset }

  /// Scrolls to the right; to the left when negative.
  mutating func scroll(_ distance: Int) {
    offset = min(max(0, offset + distance), 65_536)
  }

  /// The other way to show a payload, from its beginning.
  mutating func togglePayload() {
    payload = payload == .text ? .hex : .text
    offset = 0
  }
}
