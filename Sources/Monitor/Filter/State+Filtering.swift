import Basics
import DisplayFilter
import TerminalUI
import UDPCore

/// The filter line, and commands that change the filter.
extension State {
  mutating func openFilterLine() {
    let choice = filtering.choice
    let source = (choice.active.isEverything ? choice.switchedOff ?? choice.active : choice.active).source
    interaction.prompt = Prompt(
      .filter, text: source, history: interaction.histories[.filter] ?? [], viewport: table.viewport)
    readFilterLine()
  }

  /// Compiles what is typed: a right filter shows its rows at once, a wrong one leaves the last right one in force.
  mutating func readFilterLine() {
    guard var line = interaction.prompt, line.kind == .filter else { return }
    line.offer = []
    do throws(FilterError) {
      let filter = try parsedFilter(line.editor.text)
      line.problem = nil
      line.echo = [filter.isEverything ? "everything" : Phrase(verbatim: filter.canonical)]
      filtering.preview(filter)
      judge()
    } catch {
      line.problem = (error.message, error.range)
      line.echo = []
    }
    interaction.prompt = line
  }

  /// Enter in the filter line: the filter in force, or why it cannot be.
  mutating func acceptFilterLine(_ effects: inout [Effect]) {
    guard let line = interaction.prompt, line.kind == .filter else { return }
    do throws(FilterError) {
      let filter = try parsedFilter(line.editor.text)
      remember(line.editor.text, .filter, &effects)
      // What is said belongs to the pane that the keys go to now.
      interaction.prompt = nil
      accept(filter)
    } catch {
      readFilterLine()
    }
  }

  /// Esc in the filter line: everything as it was before.
  mutating func leaveFilterLine() {
    guard let line = interaction.prompt, line.kind == .filter else { return }
    interaction.prompt = nil
    filtering.restore()
    judge()
    table.viewport = line.viewport
    refreshLayout()
  }

  /// Puts a filter in force that a person typed. Where the one that is switched off was edited, that is the new one.
  mutating func accept(_ filter: DisplayFilter) {
    choose(
      FilterChoice(active: filter, switchedOff: filtering.active.isEverything ? nil : filtering.choice.switchedOff))
  }

  /// Puts a choice in force that can be undone.
  mutating func choose(_ choice: FilterChoice) {
    if choice != filtering.choice { interaction.undoStack.push(.filter(filtering.choice, peers.filter)) }
    put(choice)
    sayShown()
  }

  /// Says how many rows the filter in force shows, as long as that is so; a row that it could not judge was told
  /// already.
  private mutating func sayShown() {
    let (choice, shown, held) = (filtering.choice, filtering.run.shownCount, heldCount)
    guard filtering.run.failure == nil else { return }
    if formats.pairing.rule == nil, let objection = filtering.active.objection(knowing: .all.subtracting(.answers)) {
      return say(objection) { $0.filtering.choice == choice && $0.formats.pairing.rule == nil }
    }
    guard !filtering.active.isEverything else {
      return say("no filter is on: all rows are shown") { $0.filtering.choice == choice }
    }
    say(
      filtering.run.isComplete
        ? "the filter shows \(Figures.grouped(shown)) of \(Figures.grouped(held)) rows"
        : "the filter shows \(Figures.grouped(shown)) rows so far, of \(Figures.grouped(held))"
    ) { $0.filtering.choice == choice && $0.filtering.run.shownCount == shown }
  }

  /// Puts a choice in force.
  mutating func put(_ choice: FilterChoice) {
    // One that was in force under other formats reads by those of now.
    filtering.put(filtersAreOfFields(choice) ? choice.reading(formats.inForce) : choice)
    judge()
    refreshLayout()
  }

  private func filtersAreOfFields(_ choice: FilterChoice) -> Bool {
    choice.active.needsFields || choice.switchedOff?.needsFields ?? false
  }

  mutating func toggleFilter() {
    if filtering.active.isEverything, filtering.choice.switchedOff == nil {
      return say("no filter to switch off: \(key("filter")) sets one") {
        $0.filtering.active.isEverything && $0.filtering.choice.switchedOff == nil
      }
    }
    let choice = filtering.choice.toggled(configuration.interfaces)
    choose(choice)
    say(
      choice.switchedOff == nil ? "filter on again" : "filter off: \(key("filter-toggle")) switches it on again"
    ) { $0.filtering.choice == choice }
  }

  /// Takes the filter in force away; one that is switched off stays so.
  mutating func clearFilter() {
    let choice = FilterChoice(switchedOff: filtering.choice.switchedOff)
    choose(choice)
    say("filter cleared, all rows are shown: \(key("undo")) brings it back") { $0.filtering.choice == choice }
  }

  /// Narrows the filter to the selected row's peer, or leaves that peer out.
  mutating func filterPeer(isOnly: Bool) {
    guard let peer = subject?.peer else { return say("no row is selected") }
    let test = FilterExpression.peer(peer)
    narrow(by: isOnly ? test : .not(test))
  }

  /// Shows of what is shown only what `test` holds for; where the filter asks for the contrary, that is turned round. A
  /// filter that is switched off stays so.
  mutating func narrow(by test: FilterExpression) {
    let active = filtering.active
    let whole = (active.isEverything ? nil : active.expression).map { $0.narrowed(by: test) } ?? test
    chooseActive(DisplayFilter(whole, interfaces: configuration.interfaces))
  }

  /// Puts another filter in force; one that is switched off stays so.
  mutating func chooseActive(_ filter: DisplayFilter) {
    choose(FilterChoice(active: filter, switchedOff: filtering.choice.switchedOff))
  }
}

extension FilterExpression {
  /// The test for one peer.
  static func peer(_ peer: Endpoint) -> FilterExpression {
    .endpoint(.peer, peer.address, scope: peer.scope == 0 ? nil : peer.scope, port: peer.port)
  }
}
