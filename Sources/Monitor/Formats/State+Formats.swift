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
    let rows = table.viewport.visible + (table.viewport.selected.map { [$0] } ?? [])
    guard !rows.isEmpty else { return }
    formats.read(rows, of: log, in: filterContext)
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
    say(formatSentence)
  }

  /// Puts a choice of the format in force.
  mutating func put(_ choice: RowFormats.Choice) {
    formats.choose(choice)
    formatsChanged()
  }

  /// Reads everything anew that the formats say.
  mutating func formatsChanged() {
    table.widths = ColumnWidths()
    let active = filtering.choice.active
    guard active.needsFields || active.needsGaps, let filter = try? parsedFilter(active.source) else { return }
    filtering.renew(filter)
    judge()
    refreshLayout()
  }

  /// Reads a filter that a person typed.
  func parsedFilter(_ source: String) throws(FilterError) -> DisplayFilter {
    try DisplayFilter(
      source, interfaces: configuration.interfaces, aliases: configuration.aliases, fields: formats.inForce)
  }

  /// Looks for gaps in the next rows, where a filter or a colour asks for them.
  mutating func findGaps() {
    let isWanted = filtering.run.filter.needsGaps || configuration.colors.contains { $0.filter.needsGaps }
    guard isWanted else { return formats.gaps.reset() }
    guard formats.gaps.isBehind(log) || formats.gaps.rows.isEmpty else { return }
    var context = filterContext
    // Held by two, the rows would be copied before each is added to them.
    context.gaps = []
    for row in formats.gaps.advance(log, formats.inForce, in: context) { filtering.run.rejudge(row) }
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
