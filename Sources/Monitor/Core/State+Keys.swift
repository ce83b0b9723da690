import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// What a key does, and the steps back.
extension State {
  /// Does what a key asks for.
  /// - Returns: whether it was typed into a line; `readPrompt` then sees what the line means by now.
  mutating func press(_ key: Key, _ effects: inout [Effect]) -> Bool {
    notices.dismiss(withKeyAt: clock.monotonic)
    notices.isAnswering = true
    defer { notices.isAnswering = false }
    if case .mouse(let action, let place) = key {
      readPrompt()
      point(action, at: place, &effects)
      return false
    }
    let asked = quitAsked
    if answerQuestion(key, &effects) { return false }
    let focus = focus
    // What some terminals send for Enter.
    let isLineFeed = key == .control("j") && configuration.keymap.command(for: key, in: focus) == nil
    let key = isLineFeed ? .enter : key
    let command = configuration.keymap.command(for: key, in: focus)
    if let command {
      readPrompt()
      command.run(&self, &effects)
    } else {
      type(key, in: focus)
    }
    if asked != nil { quitAsked = nil }
    return command == nil
  }

  /// Reads the line that is typed, if it was changed since it was read.
  mutating func readPrompt() {
    guard let line = prompt, line.isUnread else { return }
    prompt?.isUnread = false
    let wasPressed = notices.isAnswering
    notices.isAnswering = true
    defer { notices.isAnswering = wasPressed }
    switch line.kind {
    case .filter: readFilterLine()
    case .write: readWriteLine()
    case .command: readCommandLine()
    case .find: readFindLine()
    }
  }

  /// A key that no command took goes to the line that is typed, if there is one.
  private mutating func type(_ key: Key, in focus: Focus) {
    switch focus {
    case .reply: typeInPanel(key)
    case .filter, .write, .find, .command:
      if prompt?.editor.handle(key) == .changed { prompt?.isUnread = true }
    case .encodings: searchEncodings(key)
    case .messages: searchMessages(key)
    case .helpSearch: typeInHelpSearch(key)
    case .sorting: searchSortList(key)
    default: break
    }
  }

  /// `^C`: asks whether to quit; a second one quits.
  mutating func interrupt(_ effects: inout [Effect]) {
    if export != nil { return effects.append(.stopWriting) }
    if stopSending() { return }
    if finding.isRunning || finding.isSearchingPeers {
      finding.giveUp()
      finding.peerSearch = nil
      return say("stopped looking")
    }
    if quitAsked != nil { return effects.append(.quit) }
    askByInterrupt()
  }

  /// Whether something is open that a step back closes.
  var canGoBack: Bool {
    overlay != nil || zoomed != nil || detail != nil || compose.panel != nil || panes.isOpen(pane)
  }

  /// Whether the next step back takes the filter away.
  var stepClearsFilter: Bool {
    overlay == nil && !canGoBack && !finding.isHighlighted && !filtering.inForce.isEverything
  }

  /// Whether there is a step back.
  var canStepBack: Bool { canGoBack || finding.isHighlighted || stepClearsFilter }

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
    } else if pane == .detail || (detail != nil && compose.panel == nil) {
      closeDetail()
    } else if compose.panel != nil {
      closePanel()
    } else if finding.isHighlighted {
      finding.leave()
    } else if stepClearsFilter {
      clearFilter()
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
    case .find: leaveFindLine()
    case .command, .write: prompt = nil
    case nil: closePanel()
    }
  }

  mutating func toggleDetail() {
    guard detail == nil else { return closeDetail() }
    guard viewport.selected != nil else { return say("no row is selected") }
    standStill()
    detail = Detail()
    resizedAt = nil
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
      + (compose.panel == nil ? [] : [.reply])
    guard let index = open.firstIndex(of: pane) else { return pane = .table }
    guard open.count > 1 else { return sayNoOtherPane() }
    pane = open[(index + step + open.count) % open.count]
    if zoomed != nil { zoomed = pane == .reply ? nil : pane }
  }

  mutating func zoom() {
    let isAlone = panes.open.isEmpty && detail == nil && compose.panel == nil
    guard zoomed != nil || !isAlone else { return sayNoOtherPane() }
    zoomed = zoomed == nil && pane != .reply ? pane : nil
  }

  mutating func openEncodings(forAll: Bool) {
    var peer: Endpoint?
    if !forAll {
      peer = focus == .reply ? compose.panel?.peer : subject?.peer
      guard peer != nil else { return say("no peer is selected") }
    }
    // What is chosen for peers whose encoding is not known stays with them.
    let undecided = focus == .reply ? undecidedRecipients : []
    if let first = undecided.first { peer = first }
    let isForMessage = focus == .reply && undecided.isEmpty
    let own = isForMessage ? compose.panel?.form == .hex ? .hex : compose.panel?.encoding : nil
    let choice = peer.map { texts.choice(for: $0) }
    let found = choice?.isUndecided == true ? nil : choice?.encoding
    let current = own ?? found ?? texts.encodings.chosenForAll
    let candidates = peer.map { texts.candidates(for: $0) } ?? []
    overlay = .encodings(
      EncodingList(
        peer: peer, others: Array(undecided.dropFirst()), current: current, candidates: candidates,
        isForMessage: isForMessage))
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
      chooseMessageEncoding(encoding)
    } else if let peer = list.peer {
      for peer in [peer] + list.others {
        texts.set(encoding, for: peer)
        recordEncoding(of: peer, &effects)
        rejudge(peer)
      }
      compose.panel?.takeBackRefusal()
      if !list.others.isEmpty { return say("encoding \(name) for \(Figures.grouped(list.others.count + 1)) peers") }
      say("encoding \(name) for \(self.name(of: peer)): :keep-encoding writes it into the configuration")
    } else {
      texts.setAll(encoding)
      recordEncoding(of: nil, &effects)
      rejudge(nil)
      say("encoding \(name) for all peers")
    }
  }
}
