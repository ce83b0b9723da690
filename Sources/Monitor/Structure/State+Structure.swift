import Basics
import Formats
import PayloadText
import PeerText
import Structure
import TerminalUI
import UDPCore

/// The structure of binary datagrams.
extension State {
  /// The kind of the selected datagram; `nil` where it has a text.
  private var structureKey: StructureKey? {
    guard let datagram = selectedDatagram, datagram.kind.isDatagram, datagram.storedSize == datagram.size,
      datagram.size > 0, texts.choice(of: datagram).encoding == .hex
    else { return nil }
    return StructureKey(peer: datagram.peer, isIncoming: datagram.kind == .incoming, size: datagram.size)
  }

  /// The structure of the selected datagram's kind; `nil` if it is not known.
  var shownStructure: StructureReport? { structureKey.flatMap { structures.report(for: $0) } }

  /// The structure for the detail's rule; `nil` if it is not known, or a format says what the bytes are.
  var structureLine: StructureLine? {
    guard panes.isOpen(.detail), detail.shownJSON == nil, selectedDissection == nil else { return nil }
    return shownStructure.map { StructureLine(report: $0, look: look) }
  }

  /// Asks for the structure of what the detail shows.
  mutating func askForStructure(_ effects: inout [Effect]) {
    guard panes.isOpen(.detail) || structures.opensList, structures.asked == nil, let key = structureKey,
      hasSeveral(of: key)
    else { return }
    let newest = min(table.viewport.limit, log.endNumber - 1)
    if let request = structures.request(
      for: key, newest: newest, at: clock.monotonic, isUrgent: structures.opensList)
    {
      effects.append(.findStructure(request))
    }
  }

  /// Whether the peer sent or got datagrams enough to say anything.
  private func hasSeveral(of key: StructureKey) -> Bool {
    guard let entry = peers.ledger.entry(of: key.peer) else { return false }
    return (key.isIncoming ? entry.received : entry.sent) >= StructureReport.leastSamples
  }

  /// Takes a structure that was found.
  mutating func structureFound(_ answer: StructureAnswer) {
    structures.take(answer, at: clock.monotonic)
    if structures.opensList { showStructure() }
  }

  /// `:structure`: shows the structure in full, as soon as it is found.
  mutating func openStructure(_ effects: inout [Effect]) {
    guard let datagram = selectedDatagram else { return say("no row is selected") }
    guard let key = structureKey else {
      return say("row \(Figures.grouped(datagram.number)) is no whole binary datagram: structure is found in bytes")
    }
    guard hasSeveral(of: key) else {
      return say("a structure shows in \(StructureReport.leastSamples) datagrams of a peer or more")
    }
    structures.opensList = true
    askForStructure(&effects)
    if structures.asked == nil { showStructure() }
  }

  private mutating func showStructure() {
    structures.opensList = false
    guard let report = shownStructure else { return say("no structure was found in this peer's datagrams") }
    let names = FieldName.names(of: report.fields)
    let rows = zip(report.fields, names).map {
      StructureRow(field: $0, name: $1, size: report.sizes.lowerBound)
    }
    interaction.overlay = .structure(SelectableList(rows), report)
  }

  /// The title of the list.
  func structureTitle(of report: StructureReport) -> Phrase {
    let (least, most) = (Figures.grouped(report.sizes.lowerBound), Figures.grouped(report.sizes.upperBound))
    let count = Figures.grouped(report.sampleCount)
    return report.isVarying
      ? "structure of \(count) datagrams of \(least) to \(most) bytes"
      : "structure of \(count) datagrams of \(least) bytes"
  }

  /// Enter in the list: puts the detail's cursor on the field.
  mutating func goToField() {
    guard case .structure(let list, _) = interaction.overlay, let row = list.selected,
      let size = selectedDatagram?.storedSize
    else { return }
    interaction.overlay = nil
    if !panes.isOpen(.detail) { toggleDetail() }
    changePanes { $0.focus(.detail) }
    goToByte(row.firstByte(in: size))
  }

  /// `:keep-format NAME`: has the structure written as a format, and with `!` in place of another.
  mutating func keepFormat(_ argument: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    let replaces = argument.hasSuffix("!")
    let name = replaces ? String(argument.dropLast()) : argument
    guard KeptFormat.isName(name) else {
      throw CommandArgument.Problem("a format's name is a letter, then letters, digits, - and _", all: argument)
    }
    guard replaces || formats.book.format(named: name) == nil else {
      throw CommandArgument.Problem(
        "there is a format '\(name)' already: with ! at the end, the new one takes its place", all: argument)
    }
    guard let report = shownStructure else {
      throw CommandArgument.Problem("no structure is known of the selected row: :structure looks for it", all: argument)
    }
    effects.append(
      .keepFormat(name: name, text: KeptFormat(name: name, report: report).text, replaces: replaces))
  }
}
