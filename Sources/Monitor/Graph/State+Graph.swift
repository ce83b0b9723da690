import Basics
import DisplayFilter
import Formats
import UDPCore

/// The graph of fields.
extension State {
  /// The view of the pane.
  var fieldGraphView: FieldGraphView {
    FieldGraphView(
      graph: formats.graph, isFiltered: !filtering.active.isEverything,
      isBehind: formats.graph?.isBehind(log, filtering) ?? false, isFocused: focus == .graph, look: look)
  }

  /// Whether rows wait to be read for the graph.
  var isBehindWithGraph: Bool {
    panes.isOpen(.graph) && filtering.run.isComplete && formats.graph?.isBehind(log, filtering) ?? false
  }

  /// Reads new rows for the graph while its pane is open.
  mutating func countGraph() {
    guard panes.isOpen(.graph), filtering.run.isComplete, var graph = formats.graph else { return }
    // Held by two, its steps would be copied.
    formats.graph = nil
    if graph.isOutdated(filtering) {
      graph = graph.restarted(of: graph.peer, formats.inForce, generation: filtering.generation)
    }
    graph.count(log, filtering.run, cost: workCost, in: filterContext)
    formats.graph = graph
  }

  /// Reads all rows anew: they read differently now.
  mutating func restartGraph(_ fields: [String]? = nil, of peer: Endpoint?) {
    formats.graph = formats.graph?.restarted(
      fields, of: peer, formats.inForce, generation: filtering.generation)
    countGraph()
  }

  /// Shows the graph, or hides it where it has the keys: of the field under the cursor of the detail, else of the table's columns, else of the
  /// first measured value of the selected datagram.
  mutating func toggleGraph() {
    guard panes.focused != .graph else { return toggle(.graph) }
    let fields = fieldsToGraph
    guard !fields.isEmpty else {
      if panes.isOpen(.graph) { return toggle(.graph) }
      return say(
        selectedDatagram == nil
          ? "no row is selected" : "no format finds a number in this row: \(":graph FIELD") draws one of other rows")
    }
    showGraph(fields)
  }

  private mutating func showGraph(_ fields: [String]) {
    let peer = subject?.peer ?? selectedDatagram?.peer
    formats.graph = FieldGraph(fields, of: peer, formats.inForce, generation: filtering.generation)
    changePanes { $0.show(.graph) }
    countGraph()
  }

  /// `:graph temp flow`.
  mutating func graphFields(_ line: String) throws(CommandArgument.Problem) {
    var fields: [String] = []
    var place = 0
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let range = place..<place + word.unicodeScalars.count
      place = range.upperBound + 1
      if word.isEmpty || fields.contains(String(word)) { continue }
      let name = String(word)
      guard formats.inForce.hasField(name) else {
        let near = Spelling.hint(for: name, among: formats.inForce.fieldNames)
        throw CommandArgument.Problem("no format in force has the field '\(name)'\(near)", range)
      }
      guard formats.inForce.description(of: name)?.kind.isNumeric ?? true else {
        throw CommandArgument.Problem("the field '\(name)' is no number, so it has no graph", range)
      }
      guard fields.count < FieldGraph.mostFields else {
        throw CommandArgument.Problem("a graph has at most \(FieldGraph.mostFields) fields", range)
      }
      fields.append(name)
    }
    if !fields.isEmpty { showGraph(fields) }
  }

  /// The names of fields of which `:graph` can draw one more.
  func graphableFields(except chosen: [String]) -> [String] {
    guard chosen.count < FieldGraph.mostFields else { return [] }
    return formats.inForce.fieldNames.filter { name in
      !chosen.contains(name) && formats.inForce.description(of: name)?.kind.isNumeric ?? false
    }
  }

  /// The fields that the graph is of where none is named.
  private var fieldsToGraph: [String] {
    guard let dissection = selectedDissection else { return columnsToGraph }
    if panes.focused == .detail, let byte = visibleBytes.cursor,
      let field = dissection.index(ofFieldAt: byte).map({ dissection.fields[$0] }), field.value.number != nil
    {
      return [dissection.format.filterName(of: field)]
    }
    if !columnsToGraph.isEmpty { return columnsToGraph }
    let numbers = dissection.format.numbers(in: dissection)
    return numbers.first.map { [$0] } ?? []
  }

  /// The columns of the table that are fields with numbers.
  private var columnsToGraph: [String] {
    let names = table.columns.columns.compactMap(\.fieldName).filter { name in
      guard let field = selectedDissection?.field(filteredAs: name) else {
        return formats.inForce.description(of: name)?.kind.isNumeric ?? true
      }
      return field.value.number != nil
    }
    var seen: Set<String> = []
    return Array(names.filter { seen.insert($0).inserted }.prefix(FieldGraph.mostFields))
  }

  /// One peer, or all rows.
  mutating func switchFieldGraph() {
    guard let graph = formats.graph else { return }
    if graph.peer != nil { return restartGraph(of: nil) }
    guard let peer = selectedDatagram?.peer else { return say("no row is selected") }
    restartGraph(of: peer)
  }

  /// The graph of the next field with numbers of the format that has the present one.
  mutating func stepFieldGraph(_ step: Int) {
    guard let graph = formats.graph, let name = graph.fields.first,
      let format = formats.inForce.formats.first(where: { $0.hasField(name) })
    else { return }
    let names = format.fields.filter(\.kind.isNumeric).map(\.name)
    let own = name.hasPrefix(format.name + ".") ? String(name.dropFirst(format.name.count + 1)) : name
    let place = (names.firstIndex(of: own) ?? -1) + step
    guard names.indices.contains(place) else {
      return say(step > 0 ? "the format has no field after this one" : "the format has no field before this one")
    }
    restartGraph(["\(format.name).\(names[place])"], of: graph.peer)
  }

  /// Columns of a plot of the pane.
  private var graphColumns: Int {
    FieldGraphView.columns(in: layout[.graph], fields: formats.graph?.fields.count ?? 1)
  }

  /// Moves the cursor to the next values in a direction.
  mutating func moveGraphCursor(_ step: Int) {
    let columns = graphColumns
    formats.graph?.moveCursor(step, columns)
  }

  /// Moves the cursor to the oldest values, or to the newest.
  mutating func moveGraphCursor(toOldest isOldest: Bool) { formats.graph?.moveCursor(toOldest: isOldest) }

  /// Has a column stand for less time, or for more.
  mutating func zoomGraph(_ step: Int) {
    let columns = graphColumns
    guard formats.graph?.changeZoom(step, columns) == false else { return }
    say(step > 0 ? "a column cannot stand for less time" : "the graph covers all the time of the rows")
  }
}

extension Format {
  /// The names of the numbers in a datagram as filters have them, what is measured before all else.
  fileprivate func numbers(in dissection: Dissection) -> [String] {
    let numbers = dissection.fields.filter { $0.value.number != nil }
    let measured = numbers.filter { isMeasured($0) }
    return (measured.isEmpty ? numbers : measured).map { filterName(of: $0) }
  }

  /// The name of a field for filters: behind the format's where only a datagram has it.
  fileprivate func filterName(of field: Dissection.Field) -> String {
    field.index == nil ? "\(name).\(field.name)" : field.name
  }
}
