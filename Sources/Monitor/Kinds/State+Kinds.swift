import Basics
import DisplayFilter
import PayloadText
import PeerText
import TerminalUI
import UDPCore

/// The pane of kinds.
extension State {
  /// The tenths of a second of the monotonic clock, from 1.
  var tenth: UInt32 { UInt32(truncatingIfNeeded: clock.monotonic / 100_000_000) | 1 }

  /// Whether kinds wait to be counted.
  var isBehindWithKinds: Bool { panes.isOpen(.kinds) && kinds.ledger.isBehind(log) }

  /// Counts new rows while the pane is open.
  mutating func countKinds() {
    guard panes.isOpen(.kinds) else { return }
    kinds.ledger.count(log, tenth: tenth, skips: !showsFiles, cost: workCost, in: filterContext)
    if kinds.order.isEmpty || kinds.isOutdated { sortKinds() }
  }

  mutating func toggleKinds() {
    toggle(.kinds)
    if panes.isOpen(.kinds) { kinds.ledger.use(formats.bookOfKinds) }
    countKinds()
    sortKinds()
  }

  /// Sorts the kinds, and keeps the selected one in sight.
  mutating func sortKinds() {
    kinds.sort(at: clock.monotonic)
    kinds.scroll(rows: kindRows)
  }

  /// Kinds that the pane has room for.
  var kindRows: Int { max(1, layout.rows(of: .kinds) - 2) }

  /// The kinds in sight.
  var visibleKinds: VisibleKinds {
    let (look, width) = (look, layout[.kinds].columns)
    let keys = kinds.order.dropFirst(kinds.offset).prefix(max(0, layout.rows(of: .kinds) - 2))
    let entries = keys.compactMap { kinds.ledger.entry(of: $0) }
    let rows = entries.map { KindRow($0, log[$0.row], texts, tenth, columns: width, look) }
    return VisibleKinds(
      rows: rows,
      layout: KindLayout(
        columns: width, peer: rows.reduce(0) { max($0, $1.peer.width) },
        kind: rows.reduce(0) { max($0, $1.kind.width) }),
      notches: entries.reduce(0) { $0 + $1.notches.nonzeroBitCount })
  }

  /// The view of the pane.
  var kindsView: KindsView {
    KindsView(kinds: kinds, visible: visibleKinds, isFocused: focus == .kinds, look: look)
  }

  mutating func moveInKinds(_ distance: Distance) {
    let last = kinds.order.count - 1
    guard last >= 0 else { return }
    kinds.select(distance.place(from: kinds.index, page: kindRows, last: last))
    kinds.scroll(rows: kindRows)
  }

  /// Hides the bytes that change now.
  mutating func notchKinds() {
    let count = kinds.ledger.notch(at: tenth)
    say(
      count == 0
        ? "no byte changed within the last second"
        : count == 1
          ? "1 byte that changes is notched: \(key("kinds-clear")) shows it again"
          : "\(Figures.grouped(count)) bytes that change are notched: \(key("kinds-clear")) shows them again")
  }

  /// Shows all bytes again.
  mutating func clearNotches() {
    kinds.ledger.clearNotches()
    say("no byte is notched any more")
  }

  /// A click selects a kind.
  mutating func clickKinds(row: Int) {
    if row > 0, row <= kindRows { kinds.select(kinds.offset + row - 1) }
  }

  /// Shows only the rows of the selected kind, as far as a filter can say it; on the same kind again, what was shown
  /// before.
  mutating func filterSelectedKind() {
    guard let entry = kinds.entry else { return say("no kind to show yet") }
    let name = KindRow.name(of: entry, log[entry.row], texts, look).description
    var base = filtering.active
    if let last = kinds.filter, filtering.active == last.filter {
      base = last.base
      if last.key == entry.key {
        chooseActive(base)
        kinds.filter = nil
        return say("all that was shown before \(name) alone")
      }
    }
    let tests = [.flag(.incoming), FilterExpression.peer(entry.key.peer)] + tests(of: entry)
    let filter = DisplayFilter(
      .joined((base.expression.map { [$0] } ?? []) + tests, byOr: false), interfaces: configuration.interfaces)
    chooseActive(filter)
    kinds.filter = Kinds.KindFilter(key: entry.key, base: base, filter: filter)
    say("only \(name): \(key("kind-filter")) again shows the others") { $0.filtering.active == filter }
  }

  /// The tests that a filter has for the datagrams of a kind.
  private func tests(of entry: KindEntry) -> [FilterExpression] {
    switch entry.key.shape {
    case .named(let name):
      let origin = FieldOrigin(formats.inForce)
      let field = "\(name.format).\(name.field)"
      guard origin.source.hasField(field) else { return [.field(.format(name.format), origin)] }
      let operand = FieldOperand(
        text: FilterText(name.value, ignoresCase: false), number: name.isNumber ? Double(name.value) : nil)
      return [.field(.compare(field, .equal, operand), origin)]
    case .bytes(let size, let start, let count):
      return [.compare(.size, .equal, UInt64(size))] + Self.tests(start, count)
    case .anyText: return []
    case .text:
      guard let datagram = log[entry.row] else { return [] }
      let text = texts.string(of: datagram)
      let pattern = MaskedText.parts(of: String(text.prefix(200))).map { part in
        part.isNumber ? #"[\d.]+"# : part.text.unicodeScalars.map(Self.escaped).joined()
      }.joined()
      return (try? FilterRegex("^" + pattern, ignoresCase: false)).map { [.regex($0)] } ?? []
    }
  }

  private static func tests(_ start: UInt32, _ count: Int) -> [FilterExpression] {
    func test(_ offset: Int, _ width: Int) -> FilterExpression {
      let value = start >> UInt32(32 - 8 * (offset + width)) & (UInt32.max >> UInt32(32 - 8 * width))
      return .compare(.data(offset: offset, width: width, mask: nil), .equal, UInt64(value))
    }
    switch count {
    case 1: return [test(0, 1)]
    case 2: return [test(0, 2)]
    case 3: return [test(0, 2), test(2, 1)]
    case 4: return [test(0, 4)]
    default: return []
    }
  }

  /// A character of a pattern that stands for itself.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    if scalar.value < 0x20 || scalar.value == 0x7f { return #"\x{"# + String(scalar.value, radix: 16) + "}" }
    return #"\.^$|?*+()[]{}/"#.unicodeScalars.contains(scalar) ? "\\" + String(scalar) : String(scalar)
  }
}
