/// The columns of the peers that a window shows, and their places.
struct PeerLayout {
  enum Item: Hashable {
    case column(PeerColumn)
    /// The arrivals of the last eight seconds.
    case graph
  }

  struct Place {
    var item: Item
    /// Counted from the pane's left edge.
    var start: Int
    var width: Int

    var isRightAligned: Bool {
      switch item {
      case .column(.address), .column(.encoding), .graph: false
      default: true
      }
    }
  }

  private static let all: [Item] = [
    .column(.address), .column(.received), .column(.receivedBytes), .column(.sent), .column(.sentBytes),
    .column(.rate), .graph, .column(.first), .column(.last), .column(.gap), .column(.jitter), .column(.lost),
    .column(.reordered), .column(.doubled), .column(.clockJitter), .column(.encoding), .column(.errors),
  ]

  /// The columns that are dropped as the window narrows, in this order, which is decided here alone.
  private static let dropOrder: [Item] = [
    .column(.sentBytes), .column(.first), .column(.jitter), .column(.gap), .column(.receivedBytes), .column(.last),
    .graph, .column(.doubled), .column(.reordered), .column(.sent), .column(.encoding), .column(.clockJitter),
    .column(.errors), .column(.rate), .column(.lost), .column(.received),
  ]

  private(set) var places: [Place] = []

  /// - Parameters:
  ///   - available: the columns of figures that there are.
  ///   - address: the columns that the longest address in sight needs.
  ///   - time: the columns that the longest time in sight needs.
  init(columns: Int, _ available: [PeerColumn] = PeerColumn.all(with: nil), address: Int, time: Int) {
    let address = max(15, min(address, 47))
    var items = Self.all.filter { if case .column(let column) = $0 { available.contains(column) } else { true } }
    func width(_ item: Item) -> Int {
      switch item {
      case .column(.address): min(address, max(15, columns - 1))
      case .column(.received), .column(.sent), .column(.rate): 7
      case .column(.errors): 4
      case .column(.lost), .column(.reordered), .column(.doubled): 6
      case .column(.encoding): 12
      case .graph: 8
      case .column(.first), .column(.last): max(8, time)
      case .column: 8
      }
    }
    for item in Self.dropOrder {
      let needed = items.reduce(-1) { $0 + width($1) + 2 }
      if needed <= columns { break }
      items.removeAll { $0 == item }
    }
    var start = 1
    for item in items {
      places.append(Place(item: item, start: start, width: width(item)))
      start += width(item) + 2
    }
  }
}
