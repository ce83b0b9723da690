import DisplayFilter
import UDPCore

/// The kinds of datagrams, and the pane that lists them.
struct Kinds {
  /// Nanoseconds between two sortings.
  private static let interval: UInt64 = 500_000_000

  /// Every kind's figures.
  var ledger = KindLedger()
  /// The kinds in the order shown.
  private(set) var order: [KindKey] = []
  /// The selected kind; `nil` is the first one.
  private(set) var selected: KindKey?
  /// Lines that are scrolled out above.
  private(set) var offset = 0
  /// The filter that Enter made; `nil` when that was undone.
  var filter: KindFilter?
  private var sortedAt: UInt64 = 0
  /// The generation of the ledger that was sorted.
  private var sorted = -1
  /// The most kinds that are sorted as soon as there is a new one.
  private static let few = 256
  /// The difference that is shown in the detail; `nil` while none is.
  var difference: RowDifference?
  /// Whether differences are shown.
  var showsDifference = false

  /// A filter for one kind.
  struct KindFilter: Sendable {
    let key: KindKey
    /// The filter in force before.
    let base: DisplayFilter
    let filter: DisplayFilter
  }

  /// Whether the order is old, or there is none.
  func isDue(_ monotonic: UInt64) -> Bool {
    order.isEmpty || monotonic.subtractingReportingOverflow(sortedAt).partialValue >= Self.interval
  }

  /// Whether a few kinds are in the order, and there are others by now.
  var isOutdated: Bool { sorted != ledger.generation && ledger.entries.count <= Self.few }

  /// Sorts the kinds by peer, then by kind, so that the lines keep their places.
  mutating func sort(at monotonic: UInt64) {
    sortedAt = monotonic
    sorted = ledger.generation
    order = ledger.entries.filter { !$0.isMerged }.map(\.key).sorted(by: Self.precedes)
  }

  private static func precedes(_ one: KindKey, _ other: KindKey) -> Bool {
    if one.peer != other.peer {
      let (left, right) = (one.peer.address, other.peer.address)
      return (left.high, left.low, one.peer.port, one.peer.scope)
        < (right.high, right.low, other.peer.port, other.peer.scope)
    }
    return one.shape.order < other.shape.order
  }

  /// The place of the selected kind in the order; the first one when it is missing.
  var index: Int { selected.flatMap { key in order.firstIndex(of: key) } ?? 0 }

  /// The selected kind's entry; `nil` when there is none.
  var entry: KindEntry? { order.indices.contains(index) ? ledger.entry(of: order[index]) : nil }

  /// Selects the kind at a place of the order.
  mutating func select(_ index: Int) {
    if order.indices.contains(index) { selected = order[index] }
  }

  /// Keeps the selected kind in sight.
  mutating func scroll(rows: Int) {
    offset = max(0, min(max(offset, index - max(1, rows) + 1), index, order.count - rows))
  }
}

/// The bytes in which a row differs from an earlier one of its kind.
struct RowDifference: Sendable, Hashable {
  /// The row.
  let row: UInt64
  /// The earlier row of its kind; `nil` if there is none.
  let earlier: UInt64?
  /// The offsets of the row's bytes that differ, those included that the earlier one does not have.
  let offsets: [Int]
}
