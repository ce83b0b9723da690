import Basics
import Impairment
import PayloadText
import TerminalUI
import UDPCore

/// The relay: its sliders, and holding back.
extension State {
  /// Whether this screen shows a relay.
  var isRelay: Bool { configuration.isRelay }

  /// The names of the impairments.
  static let impairmentNames = ImpairmentKey.allCases.map(\.rawValue)

  /// Takes a new report of the relay.
  mutating func relayReported(_ report: RelayReport) {
    guard relaying.take(report) else { return }
    say("the client has ended: the sliders are about all clients now")
  }

  private mutating func post(_ command: RelayCommand, _ effects: inout [Effect]) {
    relaying.post(command)
    effects.append(.relay(command))
  }

  // MARK: Sliders

  mutating func toggleRelay() {
    toggle(.relay)
  }

  mutating func stepSlider(_ step: Int) {
    let all = RelaySlider.allCases
    let place = (all.firstIndex(of: relaying.slider) ?? 0) + step
    if all.indices.contains(place) { relaying.slider = all[place] }
  }

  /// Pushes the slider to its next stop, in each direction that the sliders are about.
  mutating func push(_ step: Int, _ effects: inout [Effect]) {
    let slider = relaying.slider
    var isMoved = false
    for settings in Set(relaying.directions.map(relaying.settings)) {
      let stepped = slider.stepped(settings, by: step)
      let directions = relaying.directions.filter { relaying.settings($0) == settings }
      if stepped == settings || directions.isEmpty { continue }
      isMoved = true
      change(ImpairmentChange(slider.key, from: stepped), directions, &effects)
    }
    if !isMoved { say(step > 0 ? "there is no more of it" : "there is no less of it") }
  }

  private mutating func change(
    _ change: ImpairmentChange, _ directions: [ImpairmentDirection], _ effects: inout [Effect]
  ) {
    post(.change(change, directions, client: relaying.client?.ordinal), &effects)
    if !relaying.isImpaired { say("the impairments are off: \(key("impair-off")) puts them in force") }
  }

  /// All clients, or the selected row's client alone.
  mutating func switchScope() {
    if relaying.scope != .everyone { return relaying.choose(.everyone) }
    guard let client = selectedClient else { return sayNoClient() }
    relaying.choose(.client(client.ordinal))
  }

  private mutating func sayNoClient() {
    say("no row of a client that is there now is selected") { $0.selectedClient == nil }
  }

  /// Both directions, then each for itself.
  mutating func switchDirections() {
    let ways: [[ImpairmentDirection]] = [[.up, .down], [.up], [.down]]
    let place = ways.firstIndex(of: relaying.directions) ?? 0
    relaying.directions = ways[(place + 1) % ways.count]
  }

  /// Opens the command line with the value of the slider.
  mutating func typeSlider() {
    let key = relaying.slider.key
    let words = relaying.settings(relaying.directions[0]).words(of: key) ?? ""
    openCommandLine("impair \(key.rawValue) ", suggesting: words)
  }

  /// Sets one impairment from netem's words.
  mutating func impair(_ argument: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    let word = argument.prefix { $0 != " " }
    guard let key = ImpairmentKey(rawValue: String(word)) else {
      let hint = Spelling.hint(for: String(word), among: Self.impairmentNames)
      let names = Self.impairmentNames.joined(separator: ", ")
      throw CommandArgument.Problem("'\(word)' is no impairment\(hint): \(names)", 0..<word.unicodeScalars.count)
    }
    var settings = relaying.settings(relaying.directions[0])
    let value = argument[word.endIndex...]
    do throws(ImpairmentError) { try settings.set(key, to: String(value)) } catch {
      let start = word.unicodeScalars.count + error.offset
      throw CommandArgument.Problem(error.phrase, start..<max(start, argument.unicodeScalars.count))
    }
    if key == .reorder, let contradiction = settings.contradiction {
      throw CommandArgument.Problem(contradiction.phrase, all: argument)
    }
    change(ImpairmentChange(key, from: settings), relaying.directions, &effects)
  }

  // MARK: Everything off, and holding

  /// Takes all impairments off, or puts them back.
  mutating func toggleImpairments(_ effects: inout [Effect]) {
    if relaying.isImpaired, !relaying.hasImpairments {
      return say("nothing is impaired: \(key("relay")) shows the sliders")
    }
    let isOn = !relaying.isImpaired
    post(.impair(isOn: isOn), &effects)
    say(isOn ? "the impairments are in force again" : "all impairments are off: \(key("impair-off")) puts them back")
  }

  /// Holds the direction of the selected row, or lets go what is held.
  mutating func toggleHold(_ effects: inout [Effect]) {
    let held = relaying.held
    guard held.isEmpty else {
      for direction in held { post(.hold(direction, isHeld: false), &effects) }
      return say("let go what was held")
    }
    let direction = holdDirection
    post(.hold(direction, isHeld: true), &effects)
    say("holding \(direction.phrase): \(key("relay-hold")) lets go")
  }

  /// The direction that would be held: the one that the sliders are about, else the selected row's.
  private var holdDirection: ImpairmentDirection {
    if panes.focused == .relay, relaying.directions.count == 1 { return relaying.directions[0] }
    return relaySubject?.direction ?? .up
  }

  // MARK: Clients

  /// The client of the selected row, its target, and the direction of the row.
  var relaySubject: (client: Endpoint, target: Endpoint, direction: ImpairmentDirection, path: LocalPath)? {
    guard isRelay, let row = selectedDatagram else { return nil }
    let isFromTarget = configuration.relayTargets.contains(row.peer)
    guard isFromTarget || configuration.relayTargets.contains(row.local.endpoint) else { return nil }
    let (client, target) = isFromTarget ? (row.local.endpoint, row.peer) : (row.peer, row.local.endpoint)
    let isIncoming = row.kind == .incoming
    return (client, target, isFromTarget == isIncoming ? .down : .up, row.local)
  }

  /// The client of the selected row, as long as it is there.
  var selectedClient: RelayReport.Client? {
    relaySubject.flatMap { subject in relaying.report?.clients.first { $0.peer == subject.client } }
  }

  /// Opens the panel for a message to the target or to the client of the selected row, as if the other had sent it.
  mutating func openInjection(_ direction: ImpairmentDirection) {
    guard let subject = relaySubject, selectedClient != nil else { return sayNoClient() }
    let (to, by) = direction == .up ? (subject.target, subject.client) : (subject.client, subject.target)
    var path = subject.path
    path.endpoint = by
    path.replySource = by.address
    openPanel(.reply(to, path), compose.history.map(\.text))
  }

  // MARK: The pane

  /// The view of the pane.
  var relayView: RelayView {
    RelayView(relaying: relaying, isFocused: focus == .relay, isASCII: configuration.isASCII, look: look)
  }

  mutating func moveInRelay(_ distance: Distance) {
    let rows = relayLayout.clientRows
    let count = relaying.lineCount
    relaying.scroll(
      to: distance.place(from: relaying.offset, page: rows, last: max(0, count - 1)), of: count, rows: rows)
  }

  /// A click selects a slider, or the client of a line.
  mutating func clickRelay(at place: Position) {
    if let slider = relayLayout.slider(at: place) { relaying.slider = slider }
    guard let line = relayLayout.clientLine(at: place), let clients = relaying.report?.clients else { return }
    let index = (line + relaying.offset) / 2
    if clients.indices.contains(index) { relaying.choose(.client(clients[index].ordinal)) }
  }

  /// The places of the pane's parts.
  private var relayLayout: RelayLayout { RelayLayout(layout[.relay], hasOthers: relaying.hasOthers) }

  /// The relay's part of the title: that a direction is held, or that datagrams are impaired.
  var relayState: Phrase? {
    guard isRelay else { return nil }
    let held = relaying.held
    if !held.isEmpty {
      let waiting = held.reduce(0) { $0 + relaying.waiting($1) }
      return "HELD (\(Figures.grouped(waiting)) waiting)"
    }
    guard relaying.hasImpairments else { return nil }
    return relaying.isImpaired ? "IMPAIRED" : "impairments off"
  }
}
