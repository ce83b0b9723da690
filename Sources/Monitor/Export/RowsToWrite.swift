import DisplayFilter
package import Formats
import PayloadText
package import PeerText
package import UDPCore

/// The rows that the table shows, in its order, for another thread: numbers alone, so that it pins no memory of the
/// log.
package struct RowsToWrite: Sendable {
  /// The number of rows.
  package let count: Int
  /// The encodings of their payloads.
  package let encodingSnapshot: PeerTexts.Snapshot
  /// The interfaces' names.
  package let interfaces: InterfaceNames
  /// Whether rows are of other hosts, whose names stand in place of interfaces.
  package let namesHosts: Bool
  /// The names of what carried the datagrams of files.
  package let encapsulations: [EncapsulationName]
  /// The user's notes.
  package let notes: [UInt64: String]
  /// The rows that the person marked.
  package let marked: Set<UInt64>
  /// Returns the name of a rule; `nil` for a number that no rule had.
  package let ruleName: @Sendable (RuleNumber) -> String?

  /// The formats whose fields the rows' records have; empty for none.
  package let formats: FormatBook
  /// The names of the formats whose fields are columns.
  package let columnFormats: [String]

  /// The requests and answers; `nil` while they are not paired.
  private let pairs: PairedRows?
  /// Whether only the marked rows are written.
  private let isOfMarked: Bool
  private let order: RowOrder
  private var last: UInt64?
  private var isOver = false
  /// The number of the last row that may be written.
  package let end: UInt64
  /// The marked rows that are left.
  private var chosen: ArraySlice<UInt64>

  init(_ state: State, ofMarked isOfMarked: Bool) {
    self.isOfMarked = isOfMarked
    order = state.rowOrder
    end = min(state.table.viewport.limit, state.log.endNumber - 1)
    chosen = isOfMarked ? state.markedInLog[...] : []
    count = isOfMarked ? chosen.count : state.filtering.run.rank(of: end + 1)
    encodingSnapshot = state.texts.snapshot
    interfaces = state.configuration.interfaces
    namesHosts = state.showsHosts
    encapsulations = state.source.files.encapsulations
    notes = state.table.notes
    marked = state.table.marked
    formats = state.formats.recorded(state.configuration)
    columnFormats = formats.forced.map { [$0.name] } ?? state.configuration.ownFormats
    pairs = state.formats.pairing.rule == nil ? nil : state.formats.pairing.rows
    let names = state.rules.traces.names
    ruleName = { names.indices.contains(Int($0.value)) ? names[Int($0.value)] : nil }
  }

  /// The request that a row belongs to, which is itself if it asks, and its place among the answers, from 1; `nil` if it
  /// has no part, or nothing is paired.
  package func part(of row: UInt64) -> (request: UInt64, answer: Int?)? {
    switch pairs?[row] {
    case .request: (row, nil)
    case .repetition(let request): (request, nil)
    case .answer(let request, _): (request, pairs?.ordinal(of: row))
    case nil: nil
    }
  }

  /// The next ones, at most `limit`; none when there are no more.
  package mutating func next(_ limit: Int) -> [UInt64] {
    if isOfMarked {
      defer { chosen = chosen.dropFirst(limit) }
      return Array(chosen.prefix(limit))
    }
    var rows: [UInt64] = []
    while rows.count < limit, !isOver {
      guard let row = last.map({ order.next(after: $0) }) ?? order.first else {
        isOver = true
        break
      }
      rows.append(row)
      last = row
    }
    return rows
  }
}

extension State {
  /// The rows that a file to be written gets.
  package var rowsToWrite: RowsToWrite { RowsToWrite(self, ofMarked: false) }

  /// The rows that a request to write is about.
  package func rows(of request: WriteRequest) -> RowsToWrite { RowsToWrite(self, ofMarked: request.isOfMarked) }

  /// The marked rows that are still in memory, in the order of their numbers.
  var markedInLog: [UInt64] { table.marked.filter { $0 >= table.firstNumber && log[$0] != nil }.sorted() }
}
