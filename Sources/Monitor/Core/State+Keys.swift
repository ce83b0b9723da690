import Basics
import DisplayFilter
import TerminalUI

/// The effect of a key, and the steps back.
extension State {
  /// Does what a key asks for.
  /// - Returns: whether it was typed into a line; `readPrompt` then sees what the line means by now.
  mutating func press(_ key: Key, _ effects: inout [Effect]) -> Bool {
    interaction.keyAt = clock.monotonic
    var isStep = false
    defer { if !isStep { interaction.looksMayDiffer() } }
    interaction.notices.dismiss(withKeyAt: clock.monotonic)
    interaction.notices.isAnswering = true
    defer { interaction.notices.isAnswering = false }
    if case .mouse(let action, let place) = key {
      readPrompt()
      point(action, at: place, &effects)
      return false
    }
    let asked = interaction.quitArmedUntil
    if answerQuestion(key, &effects) { return false }
    let focus = focus
    // What some terminals send for Enter.
    let isLineFeed = key == .control("j") && configuration.keymap.command(for: key, in: focus) == nil
    let key = isLineFeed ? .enter : key
    let command = configuration.keymap.command(for: key, in: focus)
    if let command {
      readPrompt()
      command.run(&self, &effects)
      isStep = command.isStep
    } else {
      type(key, in: focus)
    }
    if asked != nil { interaction.quitArmedUntil = nil }
    return command == nil
  }

  /// Reads the line that is typed, if it was changed since it was read.
  mutating func readPrompt() {
    guard let line = interaction.prompt, line.isUnread else { return }
    interaction.prompt?.isUnread = false
    let wasPressed = interaction.notices.isAnswering
    interaction.notices.isAnswering = true
    defer { interaction.notices.isAnswering = wasPressed }
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
      if interaction.prompt?.editor.handle(key) == .changed { interaction.prompt?.isUnread = true }
    case .encodings, .messages, .sorting: typeInList(key)
    case .helpSearch: typeInHelpSearch(key)
    default: break
    }
  }

  /// `^C`: asks whether to quit; a second one quits.
  mutating func interrupt(_ effects: inout [Effect]) {
    if saving.export != nil { return effects.append(.stopWriting) }
    if stopSending() { return }
    if finding.isRunning || finding.isSearchingPeers {
      finding.cancel()
      finding.peerSearch = nil
      return say("stopped searching")
    }
    if interaction.quitArmedUntil != nil { return effects.append(.quit) }
    askByInterrupt()
  }

  /// Whether something is open that a step back closes.
  var canGoBack: Bool { interaction.overlay != nil || panes.zoomed != nil || panes.closing != nil }

  /// Whether the next step back takes the filter away.
  var stepClearsFilter: Bool {
    interaction.overlay == nil && !canGoBack && !finding.isHighlighted && !filtering.active.isEverything
  }

  /// Whether there is a step back.
  var canStepBack: Bool { canGoBack || finding.isHighlighted || stepClearsFilter }

  /// One step back.
  mutating func goBack() {
    if leaveHelpSearch() { return }
    if interaction.overlay != nil {
      interaction.overlay = nil
    } else if stepEndsSelection {
      detail.endSelection()
    } else if panes.zoomed != nil {
      changePanes { $0.unzoom() }
    } else if let pane = panes.closing {
      close(pane)
    } else if finding.isHighlighted {
      finding.leave()
    } else if stepClearsFilter {
      clearFilter()
    } else {
      say(quitHint)
    }
  }

  mutating func acceptPrompt(_ effects: inout [Effect]) {
    switch interaction.prompt?.kind {
    case .filter: acceptFilterLine(&effects)
    case .find: acceptFindLine(&effects)
    case .command: acceptCommandLine(&effects)
    case .write: acceptWriteLine(&effects)
    case nil: break
    }
  }

  /// Esc in a line.
  mutating func leaveLine() {
    if leaveHelpSearch() { return }
    switch interaction.prompt?.kind {
    case .filter: leaveFilterLine()
    case .find: leaveFindLine()
    case .command, .write: interaction.prompt = nil
    case nil: closePanel()
    }
  }
}
