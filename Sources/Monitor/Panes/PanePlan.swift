/// The heights of the panes between table and reply.
struct PanePlan {
  /// The heights by pane; a pane that is missing is closed.
  private(set) var heights: [Pane: Int] = [:]

  /// The first pane is given up last.
  private static let importance: [Pane] = [.detail, .relay, .conversation, .wireshark, .kinds, .peers, .graph, .rate]
  /// The rows that the table keeps in any window: its headings and a row.
  private static let leastTable = 2
  /// The rows that the table keeps where the window allows it: its headings and six rows.
  private static let goodTable = 7

  /// The fewest rows with which a pane is of use.
  private static func least(_ pane: Pane) -> Int {
    switch pane {
    case .detail: 2
    case .rate, .graph, .conversation: 4
    case .relay: 5
    case .peers, .kinds, .wireshark, .table, .reply: 3
    }
  }

  /// The rows that a pane has of `rows` as long as nobody chose otherwise.
  private static func usual(_ pane: Pane, of rows: Int) -> Int {
    switch pane {
    case .detail: min(12, rows * 2 / 5)
    case .rate, .graph: min(14, rows / 3)
    case .relay: min(14, rows / 2)
    case .conversation: min(24, rows * 3 / 5)
    case .peers, .kinds, .wireshark, .table, .reply: min(16, rows * 2 / 5)
    }
  }

  /// - Parameters:
  ///   - rows: what panes and table share.
  ///   - chosen: heights that a person chose, in thousandths of `rows`.
  ///   - keepsRows: whether the table keeps six rows where the window allows it.
  ///   - focused: the pane that has the keys; where there is no room beside the table, it takes all.
  init(rows: Int, open: Set<Pane>, heights chosen: [Pane: Int], focused: Pane, zoomed: Pane?, keepsRows: Bool) {
    if zoomed == .table { return }
    if let zoomed, open.contains(zoomed) {
      heights[zoomed] = rows
      return
    }
    var left = max(0, rows - Self.leastTable)
    for pane in [focused] + Self.importance.filter({ $0 != focused }) where open.contains(pane) {
      let least = Self.least(pane)
      if least <= left {
        left -= least
        heights[pane] = least
      } else if pane == focused {
        heights[pane] = rows
        return
      }
    }
    let wanted = heights.keys.reduce(into: [Pane: Int]()) { wanted, pane in
      let height = chosen[pane].map { ($0.clamped(to: 0...1_000) * rows + 500) / 1_000 } ?? Self.usual(pane, of: rows)
      wanted[pane] = max(Self.least(pane), height)
    }
    // As long as nobody chose, the table keeps two fifths.
    let least = rows - Self.leastTable - left
    let most = chosen.isEmpty ? max(least, rows * 3 / 5) : rows - Self.leastTable
    heights = Self.fitted(wanted, into: max(least, min(most, rows - Self.table(of: rows, keepsRows))))
  }

  /// The lines that the table keeps beside panes: six rows, or half of a lower window, whatever heights were chosen
  /// elsewhere.
  private static func table(of rows: Int, _ keepsRows: Bool) -> Int {
    keepsRows ? max(leastTable, min(goodTable, rows / 2)) : leastTable
  }

  /// Takes rows from the highest until all fit.
  private static func fitted(_ wanted: [Pane: Int], into rows: Int) -> [Pane: Int] {
    var heights = wanted
    while heights.values.reduce(0, +) > rows {
      let shrinkable = importance.filter { (heights[$0] ?? 0) > least($0) }
      guard let highest = shrinkable.max(by: { (heights[$0] ?? 0) < (heights[$1] ?? 0) }) else { break }
      heights[highest, default: 0] -= 1
    }
    return heights
  }
}

extension Int {
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
