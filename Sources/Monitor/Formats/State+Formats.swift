import Basics
import DisplayFilter
import Formats
import UDPCore

/// Giving bytes a meaning.
extension State {
  /// Opens the command line for the name of a format.
  mutating func openFormatLine() { openCommandLine("\(Command.format.name) ") }

  /// Reads the rows in sight, and the selected one, by their formats.
  mutating func readFormats() {
    let rows = table.viewport.visible + (table.viewport.selected.map { [$0] } ?? []) + visibleAnswers
    // A filter may hide every row of a conversation.
    let all = rows + conversationRows
    guard !all.isEmpty, !formats.areRead(all, since: interaction.lookChanges) else { return }
    let context = filterContext
    formats.read(all, of: log, in: context)
    formats.trails.read(rows, fields: table.columns.columns.compactMap(\.trail), of: log, formats.inForce, in: context)
  }

  /// What the format of the selected datagram says of it.
  var selectedDissection: Dissection? { table.viewport.selected.flatMap { formats[$0] } }

  /// `:format NAME`, `:format auto`, `:format off`.
  mutating func chooseFormat(_ name: String) throws(CommandArgument.Problem) {
    let before = formats.choice
    switch name {
    case "auto": put(.automatic)
    case "off": put(.off)
    default:
      guard formats.book.format(named: name) != nil else {
        let near = Spelling.hint(for: name, among: formats.book.formatNames)
        throw CommandArgument.Problem("there is no format '\(name)'\(near)", all: name)
      }
      put(.forced(name))
    }
    if formats.choice != before { interaction.undoStack.push(.format(before)) }
    say(formatSentence, tail: unreadFilter.map { "; \($0)" } ?? "")
  }

  /// Puts a choice of the format in force.
  mutating func put(_ choice: RowFormats.Choice) {
    formats.choose(choice)
    formatsChanged()
  }

  /// Reads everything anew that the formats say.
  mutating func formatsChanged() {
    table.widths = ColumnWidths()
    readColors()
    followSequences()
    forgetReadFields(of: nil)
    pairAnew()
    if table.sorting.column.isOfFormat { table.sorting.choose(table.sorting.column) }
    let filter = filtering.run.filter
    guard filter.needsFields || filter.needsGaps || filtering.choice.switchedOff?.needsFields ?? false else { return }
    filtering.renew(reading: formats.inForce)
    judge()
    refreshLayout()
  }

  /// The reason why the filter in force finds none of its fields; `nil` where it finds them.
  var unreadFilter: Phrase? {
    let active = filtering.active
    guard active.needsFields else { return nil }
    if formats.choice == .off { return "the filter \(active.canonical) finds no field in any row" }
    guard let name = active.fieldNames.first(where: { !formats.inForce.hasField($0) }) else { return nil }
    return "no format in force has the field \(name), which the filter asks for"
  }

  /// Reads the fields of colour rules by the formats in force.
  mutating func readColors() {
    for index in configuration.colors.indices where configuration.colors[index].filter.needsFields {
      configuration.colors[index].filter = configuration.colors[index].filter.reading(formats.inForce)
    }
  }

  /// Reads fields anew that texts are read from, because a peer's text is decoded differently now; all of them for `nil`.
  mutating func forgetReadFields(of peer: Endpoint?) {
    formats.trails.forget()
    guard let graph = formats.graph, peer == nil || graph.peer == nil || graph.peer == peer else { return }
    restartGraph(of: graph.peer)
  }

  /// Reads a filter that a person typed.
  func parsedFilter(_ source: String) throws(FilterError) -> DisplayFilter {
    try DisplayFilter(
      source, interfaces: configuration.interfaces, aliases: configuration.aliases, fields: formats.inForce)
  }

  /// Follows the numbers of the next rows, where a filter, a colour or the pane of peers asks for them.
  mutating func followSequences() {
    let isWanted =
      panes.isOpen(.peers) || filtering.run.filter.needsGaps || configuration.colors.contains { $0.filter.needsGaps }
    guard isWanted, log.endNumber > 1 else { return formats.sequences.rest() }
    var context = filterContext
    // Held by two, the rows would be copied before each is added to them.
    context.gaps = []
    for row in formats.sequences.advance(log, formats.inForce, cost: workCost, in: context) {
      filtering.run.rejudge(row)
    }
  }

  /// The choice in force, as a sentence.
  var formatSentence: Phrase {
    switch formats.choice {
    case .automatic: "each datagram is read by the first format that fits it"
    case .off: "datagrams are read by no format"
    case .forced(let name): "every datagram is read as \(name)"
    }
  }

  /// Shows the fields of the selected datagram in the detail, and the bytes again.
  mutating func toggleFields() {
    guard table.viewport.selected != nil else { return say("no row is selected") }
    guard selectedDissection != nil else {
      return say("no format fits this row: \(key("format")) chooses one, udpeek-formats(5) tells how to write one")
    }
    if !panes.isOpen(.detail) { toggleDetail() }
    detail.form = detail.form == .fields ? .bytes : .fields
    detail.offset = 0
    layOutJSON()
  }
}
