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
      case .column(let column) where column.isOfIdentity: false
      default: true
      }
    }
  }

  private static let all: [Item] = [
    .column(.address), .column(.name), .column(.hardware), .column(.vendor), .column(.process), .column(.received),
    .column(.receivedBytes), .column(.sent), .column(.sentBytes),
    .column(.rate), .graph, .column(.first), .column(.last), .column(.gap), .column(.jitter), .column(.lost),
    .column(.reordered), .column(.doubled), .column(.clockJitter), .column(.encoding), .column(.errors),
  ]

  /// The columns that are dropped as the window narrows, in this order, which is decided here alone.
  private static let dropOrder: [Item] = [
    .column(.sentBytes), .column(.first), .column(.jitter), .column(.gap), .column(.receivedBytes), .column(.last),
    .graph, .column(.doubled), .column(.reordered), .column(.sent), .column(.encoding), .column(.clockJitter),
    .column(.errors), .column(.rate), .column(.lost), .column(.received),
  ]

  /// The columns that are dropped while the peers are sorted by one that tells who they are: the figures before these.
  private static let identityDropOrder: [Item] =
    dropOrder.filter { $0 != .column(.received) }
    + [.column(.vendor), .column(.process), .column(.hardware), .column(.name), .column(.received)]

  private static func isOfIdentity(_ item: Item) -> Bool {
    if case .column(let column) = item { column.isOfIdentity } else { false }
  }

  private(set) var places: [Place] = []

  /// Whether some column tells who the peers are.
  var showsIdentity: Bool { places.contains { Self.isOfIdentity($0.item) } }

  /// - Parameters:
  ///   - available: the columns of figures that there are.
  ///   - address: the columns that the longest address in sight needs.
  ///   - time: the columns that the longest time in sight needs.
  ///   - sorted: the column by which the peers are sorted; one that tells who they are is never dropped.
  ///   - names: the columns that the longest name, vendor and process in sight need.
  init(
    columns: Int, _ available: [PeerColumn] = PeerColumn.all(with: nil), sortedBy sorted: PeerColumn = .received,
    address: Int, time: Int, names: [Int] = [0, 0, 0]
  ) {
    let address = max(15, min(address, 47))
    var items = Self.all.filter { if case .column(let column) = $0 { available.contains(column) } else { true } }
    func width(_ item: Item) -> Int {
      switch item {
      case .column(.address): min(address, max(15, columns - 1))
      case .column(.name): min(24, max(6, names[0]))
      case .column(.hardware): 17
      case .column(.vendor): min(20, max(8, names[1]))
      case .column(.process): min(20, max(9, names[2]))
      case .column(.received), .column(.sent), .column(.rate): 7
      case .column(.errors): 4
      case .column(.lost), .column(.reordered), .column(.doubled): 6
      case .column(.encoding): 12
      case .graph: 8
      case .column(.first), .column(.last): max(8, time)
      case .column: 8
      }
    }
    func isTooWide() -> Bool { items.reduce(-1) { $0 + width($1) + 2 } > columns }
    // Who the peers are is shown as a whole where there is room for it, and on request.
    if !sorted.isOfIdentity, isTooWide() { items.removeAll(where: Self.isOfIdentity) }
    let order = sorted.isOfIdentity ? Self.identityDropOrder.filter { $0 != .column(sorted) } : Self.dropOrder
    for item in order {
      if !isTooWide() { break }
      items.removeAll { $0 == item }
    }
    var start = 1
    for item in items {
      places.append(Place(item: item, start: start, width: width(item)))
      start += width(item) + 2
    }
  }
}
