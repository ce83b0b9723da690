import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// The filter line, and commands that change the filter.
extension State {
  mutating func openFilterLine() {
    let source = filtering.accepted.source
    prompt = Prompt(.filter, text: source, history: histories[.filter] ?? [], viewport: viewport)
    readFilterLine()
  }

  /// Compiles what is typed: a right filter shows its rows at once, a wrong one leaves the last right one in force.
  mutating func readFilterLine() {
    guard var line = prompt, line.kind == .filter else { return }
    line.offer = []
    do throws(FilterError) {
      let filter = try DisplayFilter(
        line.editor.text, interfaces: configuration.interfaces, aliases: configuration.aliases)
      line.problem = nil
      line.echo = [filter.isEverything ? "everything" : SafeText(filter.canonical)]
      filtering.preview(filter)
      judge()
    } catch {
      line.problem = (SafeText(error.message), error.range)
      line.echo = []
    }
    prompt = line
  }

  /// Enter in the filter line: the filter in force, or why it cannot be.
  mutating func acceptFilterLine(_ effects: inout [Effect]) {
    guard let line = prompt, line.kind == .filter else { return }
    do throws(FilterError) {
      accept(try DisplayFilter(line.editor.text, interfaces: configuration.interfaces, aliases: configuration.aliases))
      remember(line.editor.text, .filter, &effects)
      prompt = nil
    } catch {
      readFilterLine()
    }
  }

  /// Esc in the filter line: everything as it was before.
  mutating func leaveFilterLine() {
    guard let line = prompt, line.kind == .filter else { return }
    prompt = nil
    filtering.restore()
    judge()
    viewport = line.viewport
    layOutAnew()
  }

  /// Puts a filter in force.
  mutating func accept(_ filter: DisplayFilter) {
    filtering.accept(filter)
    judge()
    layOutAnew()
  }

  mutating func toggleFilter() {
    if filtering.accepted.isEverything {
      return say("no filter to switch off: \(key("filter")) sets one") { $0.filtering.accepted.isEverything }
    }
    filtering.toggle()
    judge()
    layOutAnew()
    let isOff = filtering.isOff
    say(isOff ? "filter off: \(key("filter-toggle")) puts it in force again" : "filter in force again") {
      $0.filtering.isOff == isOff
    }
  }

  /// Narrows the filter to the selected row's peer, or leaves that peer out.
  mutating func filterPeer(isOnly: Bool) {
    guard let peer = subject?.peer else { return say("no row is selected") }
    let test = FilterExpression.peer(peer)
    narrow(by: isOnly ? test : .not(test))
  }

  /// Shows of what is shown only what `test` holds for; where the filter asks for the contrary, that is turned round.
  mutating func narrow(by test: FilterExpression) {
    let isOff = filtering.isOff || filtering.accepted.isEverything
    let whole = (isOff ? nil : filtering.accepted.expression).map { $0.narrowed(by: test) } ?? test
    accept(DisplayFilter(whole, interfaces: configuration.interfaces))
  }

  /// Adds a line to a history, once, and has it saved.
  mutating func remember(_ line: String, _ kind: HistoryKind, _ effects: inout [Effect]) {
    guard !line.isEmpty, histories[kind]?.last != line else { return }
    histories[kind, default: []].append(line)
    effects.append(.saveHistory(kind, line: line))
  }

  mutating func clear() {
    clearings.append(log.endNumber)
    filtering.generation += 1
    judge()
    layOutAnew()
    let count = clearings.count
    say("cleared: \(key("undo")) brings the rows back") { $0.clearings.count == count }
  }

  mutating func undoClear() {
    guard clearings.popLast() != nil else { return say("nothing to undo") { $0.clearings.isEmpty } }
    filtering.generation += 1
    judge()
    layOutAnew()
  }
}

extension FilterExpression {
  /// The test for one peer.
  static func peer(_ peer: Endpoint) -> FilterExpression {
    .endpoint(.peer, peer.address, scope: peer.scope == 0 ? nil : peer.scope, port: peer.port)
  }
}
