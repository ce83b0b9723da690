import DisplayFilter
import PayloadText
import PeerText
package import TerminalUI
import UDPCore

/// All that the screen knows. Changed by `update` alone, drawn by `draw(on:)`; neither does I/O nor reads a clock.
package struct State {
  /// The settings of the start, kept up to date by `Action.bound` and `.interfaces`.
  package internal(set) var configuration: MonitorSettings
  /// The terminal's size.
  package var size: Size { interaction.size }
  /// The place where keys go.
  package var focus: Focus { interaction.focus }
  /// The log's rows, as they were handed over last.
  var log: LogSnapshot { source.log }
  /// The times of the last tick.
  var clock: Clock { source.clock }
  /// Whether `update(.work)` has something to do: judging old rows, finding, sorting.
  package var wantsMoreTime: Bool {
    !filtering.run.isComplete || finding.isRunning || finding.isSearchingPeers || table.sorting.run != nil
      || source.isBehind || formats.sequences.isBehind(log) || formats.pairing.isBehind(log)
      || peers.ledger.isBehind(log) || peers.list.isSorting
      || isBehindWithConversation || isBehindWithKinds || isBehindWithGraph
      || peers.rates.graph.isBehind(log)
  }

  /// The rows, the time, and where they come from.
  var source = Source()
  /// The encodings and texts of every peer.
  var texts: PeerTexts
  /// The filter, and which rows it shows.
  var filtering: Filtering
  /// The table: the rows in sight, their order and columns, marks and notes.
  var table: Table
  /// The pane of the selected datagram.
  var detail = Detail()
  /// The message that is written, and what was sent.
  var compose: Compose
  /// The peers of the log, their rates, and the panes that show them.
  var peers = Peers()
  /// The search.
  var finding = Finding()
  /// The panes, the line that is typed, what lies over them, the last line, and the steps that can be undone.
  var interaction: Interaction
  /// The rules that answer.
  var rules = AnswerRules()
  /// Wireshark's tree of the selected datagram.
  var dissection = Dissecting()
  /// The kinds of datagrams, and the pane that lists them.
  var kinds = Kinds()
  /// The relay that datagrams pass through, if there is one.
  var relaying = Relaying()
  /// The structures that were found in binary datagrams.
  var structures = Structures()
  /// The formats, and what they say of the rows in sight.
  var formats: RowFormats
  /// The files that rows are being saved to, and the work that is saved.
  var saving = Saving()

  /// The state before anything happened.
  package init(_ configuration: MonitorSettings, size: Size) {
    self.configuration = configuration
    texts = configuration.encodings.texts
    texts.judgeLate()
    filtering = Filtering(configuration.filter)
    compose = Compose(history: configuration.history[.message] ?? [], seed: configuration.seed)
    table = Table(configuration)
    formats = RowFormats(configuration.formats)
    if let name = configuration.format { formats.choose(.forced(name)) }
    interaction = Interaction(size: size, panes: configuration.panes, histories: configuration.history)
    if configuration.format != nil { readColors() }
    layOut()
    if let rule = configuration.pairing { begin(rule) }
  }

  /// Changes the state for what happened.
  /// - Returns: the I/O to do, in order.
  package mutating func update(_ action: Action) -> [Effect] {
    var effects: [Effect] = []
    if !action.mayKeepLooks { interaction.looksMayDiffer() }
    switch action {
    case .tick(let monotonic, let wall):
      let rows = messageRows
      tick(monotonic: monotonic, wall: wall)
      let isLate = expirePairs()
      sendDue(&effects)
      repaintBesidePipe(&effects)
      layOut()
      // Ticks skip settle(): nothing there depends on the clock, but for the room that a sentence takes, and for requests
      // that have waited too long.
      if isLate || messageRows != rows { settle(&effects) }
      return effects
    case .log(let snapshot): logChanged(to: snapshot)
    case .key(let key, let isFollowed):
      let isTyped = press(key, &effects)
      pinCoding()
      if isTyped, isFollowed { return effects }
      readPrompt()
    case .resized(let size): resize(size)
    case .work: work()
    case .kernelDrops(let count, let isLowerBound): dropsChanged(to: count, isLowerBound: isLowerBound)
    case .messageSaved(let name, let before): interaction.undoStack.push(.savedMessage(name, before: before))
    case .encodingKept(let target, let before): interaction.undoStack.push(.keptEncoding(target, before: before))
    case .notice(let text, let kind): say(text, kind)
    case .announced(let one): say(one.text, one.kind, tail: one.tail)
    case .announcements(let all): interaction.notices.queue(all)
    case .settings(let settings): settingsChanged(to: settings, &effects)
    case .transmitRefused(let reason, let id): transmitRefused(id, reason)
    case .fileRead(let path, let result): fileArrived(path, result, &effects)
    case .lookedUp(let line, let result): resolved(line, result, &effects)
    case .bound(let endpoints, let addresses):
      configuration.bound = endpoints
      configuration.boundAddresses = addresses
    case .interfaces(let names):
      configuration.interfaces = names
      table.widths.forgetRows()
    case .rules(let records): rulesChanged(to: records)
    case .alarms(let records): alarmsChanged(to: records)
    case .hosts(let records): hostsChanged(to: records)
    case .withheld(let count): source.withheld = max(0, count)
    case .recording(let figures): recordingChanged(to: figures)
    case .export(let progress): exportChanged(to: progress, &effects)
    case .paths(let beginning, let paths): complete(path: beginning, paths)
    case .files(let status): source.files = status
    case .encodingFromFile(let peer, let encoding): encodingArrived(encoding, of: peer)
    case .noted(let notes): notesArrived(notes)
    case .structureFound(let answer): structureFound(answer)
    case .identified(let answer, let isLast): peersIdentified(answer, isLast: isLast)
    case .examined(let diagnosis): examined(diagnosis)
    case .marked(let rows): marksArrived(rows)
    case .dissected(let row, let answer): treeArrived(answer, for: row)
    case .dissectionIsSlow(let row): dissection.wait(for: row)
    case .relay(let report): relayReported(report)
    case .interrupt: interrupt(&effects)
    }
    settle(&effects)
    return effects
  }

  /// The selected row, where the log still has it.
  var selectedDatagram: Datagram? { table.viewport.selected.flatMap { log[$0] } }
}
