import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// What a key does, and the steps back.
extension State {
  mutating func press(_ key: Key, _ effects: inout [Effect]) {
    if notice?.goes(withKeyAt: clock.monotonic) == true { notice = nil }
    isPressed = true
    defer { isPressed = false }
    if case .mouse(let action, let place) = key { return point(action, at: place, &effects) }
    let asked = quitAsked
    let focus = focus
    // What some terminals send for Enter.
    let isLineFeed = key == .control("j") && configuration.keymap.command(for: key, in: focus) == nil
    let key = isLineFeed ? .enter : key
    if let command = configuration.keymap.command(for: key, in: focus) {
      command.run(&self, &effects)
    } else {
      type(key, in: focus)
    }
    if asked != nil { quitAsked = nil }
  }

  /// A key that no command took goes to the line that is typed, if there is one.
  private mutating func type(_ key: Key, in focus: Focus) {
    switch focus {
    case .reply: typeInPanel(key)
    case .filter:
      if prompt?.editor.handle(key) == .changed { readFilterLine() }
    case .write:
      if prompt?.editor.handle(key) == .changed { readWriteLine() }
    case .find:
      if prompt?.editor.handle(key) == .changed { prompt?.offer = [] }
    case .command:
      if prompt?.editor.handle(key) == .changed { readCommandLine() }
    case .encodings: searchEncodings(key)
    case .messages: searchMessages(key)
    case .helpSearch: typeInHelpSearch(key)
    case .sorting: searchSortList(key)
    default: break
    }
  }

  /// `^C`: asks whether to quit; a second one quits.
  mutating func interrupt(_ effects: inout [Effect]) {
    if writing != nil { return effects.append(.stopWriting) }
    if stopSending() { return }
    if finding.isRunning || peerSearch != nil {
      finding.stop()
      peerSearch = nil
      return say("stopped looking")
    }
    if quitAsked != nil { return effects.append(.quit) }
    say("\(key("interrupt")) again quits; any other key goes on", .warning) { $0.quitAsked != nil }
    quitAsked = notice?.end
  }

  /// Whether there is a step back other than quitting.
  var canGoBack: Bool {
    overlay != nil || zoomed != nil || detail != nil || sending != nil || panes.isOpen(pane)
  }

  /// One step back.
  mutating func goBack() {
    if helpSearch != nil {
      leaveHelpSearch()
    } else if overlay != nil {
      overlay = nil
    } else if zoomed != nil {
      zoomed = nil
    } else if panes.isOpen(pane) {
      close(pane)
    } else if pane == .detail || (detail != nil && sending == nil) {
      closeDetail()
    } else if sending != nil {
      closePanel()
    } else if finding.isHighlighted {
      finding.isHighlighted = false
    } else {
      say(waysOut)
    }
  }

  mutating func acceptPrompt(_ effects: inout [Effect]) {
    switch prompt?.kind {
    case .filter: acceptFilterLine(&effects)
    case .find: acceptFindLine(&effects)
    case .command: acceptCommandLine(&effects)
    case .write: acceptWriteLine(&effects)
    case nil: break
    }
  }

  /// Esc in a line.
  mutating func leaveLine() {
    if focus == .helpSearch { return leaveHelpSearch() }
    switch prompt?.kind {
    case .filter: leaveFilterLine()
    case .find, .command, .write: prompt = nil
    case nil: closePanel()
    }
  }

  mutating func toggleDetail() {
    guard detail == nil else { return closeDetail() }
    guard viewport.selected != nil else { return }
    standStill()
    detail = Detail()
  }

  private mutating func closeDetail() {
    detail = nil
    if zoomed == .detail { zoomed = nil }
    if pane == .detail { pane = .table }
  }

  /// The keys go to the next pane that is open.
  mutating func focusNext(_ step: Int) {
    let open =
      [Focus.table] + PaneArrangement.stack.filter { panes.isOpen($0) || ($0 == .detail && detail != nil) }
      + (sending == nil ? [] : [.reply])
    guard let index = open.firstIndex(of: pane) else { return pane = .table }
    pane = open[(index + step + open.count) % open.count]
    if zoomed != nil { zoomed = pane == .reply ? nil : pane }
  }

  mutating func zoom() {
    zoomed = zoomed == nil && pane != .reply ? pane : nil
  }

  mutating func openEncodings(forAll: Bool) {
    var peer: Endpoint?
    if !forAll {
      peer = focus == .reply ? sending?.peer : subject?.peer
      guard peer != nil else { return say("no peer is selected") }
    }
    let isForMessage = focus == .reply
    let own = isForMessage ? sending?.encoding : nil
    let current = own ?? peer.map { peers.choice(for: $0).encoding } ?? peers.encodings.chosenForAll
    let candidates = peer.map { peers.candidates(for: $0) } ?? []
    overlay = .encodings(
      EncodingList(
        peer: peer, current: current, candidates: candidates, isForMessage: isForMessage))
  }

  mutating func stepEncodings() {
    guard case .encodings(var list) = overlay else { return }
    list.step()
    overlay = .encodings(list)
  }

  /// A letter goes to the encoding that begins so; the backspace key takes it back. The first `e` steps, as the one did
  /// that opened the list.
  private mutating func searchEncodings(_ key: Key) {
    guard case .encodings(var list) = overlay else { return }
    switch key {
    case .character("e") where list.search.isEmpty: list.step()
    case .character(let letter): list.type(letter)
    case .paste(let text): text.unicodeScalars.forEach { list.type($0) }
    case .backspace: list.typeBack()
    default: return
    }
    overlay = .encodings(list)
  }

  mutating func chooseEncoding(_ effects: inout [Effect]) {
    guard case .encodings(let list) = overlay else { return }
    overlay = nil
    let encoding = list.entries[list.selected].encoding
    let name = list.entries[list.selected].name
    if list.isForMessage {
      sending?.encoding = encoding
      sending?.takeBackRefusal()
    } else if let peer = list.peer {
      peers.set(encoding, for: peer)
      recordEncoding(of: peer, &effects)
      rejudge(peer)
      say("encoding \(name) for \(self.name(of: peer)): :keep-encoding writes it into the configuration")
    } else {
      peers.setAll(encoding)
      recordEncoding(of: nil, &effects)
      rejudge(nil)
      say("encoding \(name) for all peers")
    }
  }
}
