import TerminalUI

/// The regions of the screen.
///
/// ```
///      2,000 ▂▃▅▇▆▅▆▇
///                 now
///
/// ```
///
/// As the window gets lower, things are given up in this order: the footer, the second lines of the reply and the
/// prompt, lines of the highest pane down to `least`, then whole panes: the rates, the graph, the peers, the detail. A pane that
/// has the keys is never given up: where there is no room beside the table, the table is. Below 20×5 there is only the
/// status line.
struct Layout: Sendable, Hashable {
  /// Lines of a message that are seen at once.
  private static let mostMessageLines = 6
  /// Lines that say what is sent, at most.
  static let mostPreviewLines = 4
  /// The smallest window with more than the status line.
  static let least = Size(columns: 20, rows: 5)

  /// The lowest window with a footer.
  private static let leastRowsWithFooter = 8

  /// Lines that a message may take; beside a line that is typed two.
  static func noticeRows(of size: Size, isTyping: Bool) -> Int {
    guard size.columns >= least.columns, size.rows >= least.rows else { return 1 }
    return isTyping || size.rows < leastRowsWithFooter ? 2 : min(5, max(2, size.rows / 3))
  }

  var title = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var table = Rect(column: 0, row: 0, columns: 0, rows: 0)
  /// The panes between table and reply that have a place.
  private var stack: [Pane: Rect] = [:]
  var reply = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var prompt = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var status = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var footer = Rect(column: 0, row: 0, columns: 0, rows: 0)
  /// The region for help and lists: between title and status.
  var overlay = Rect(column: 0, row: 0, columns: 0, rows: 0)

  /// A screen without any region.
  init() {}

  /// - Parameters:
  ///   - open: the panes beside table and reply.
  ///   - messageLines: how many lines the message in the reply has; `nil` without one.
  ///   - previewLines: how many lines say what is sent, where there is room below the message.
  ///   - noticeLines: how many lines a message takes that stands for its seconds; 0 without one.
  ///   - keepsRows: whether the table keeps six rows, whatever heights were chosen.
  ///   - heights: in thousandths of the room that they share with the table.
  ///   - zoomed: a pane that has the others' room too.
  init(
    size: Size, open: Set<Pane>, heights: [Pane: Int], messageLines: Int?, previewLines: Int = 1,
    noticeLines: Int = 0, hasPrompt: Bool, focused: Pane, zoomed: Pane?, keepsRows: Bool = true
  ) {
    var rest = Rect(size)
    guard size.columns >= Self.least.columns, size.rows >= Self.least.rows else {
      status = rest.taking(bottom: 1)
      return
    }
    let hasFooter = size.rows >= Self.leastRowsWithFooter
    title = rest.taking(top: hasFooter ? 1 : max(1, noticeLines))
    rest = rest.dropping(top: title.rows)
    if hasFooter {
      footer = rest.taking(bottom: max(1, noticeLines))
      rest = rest.dropping(bottom: footer.rows)
    }
    status = rest.taking(bottom: 1)
    rest = rest.dropping(bottom: 1)
    overlay = rest
    let panel = size.rows >= 12 ? 3 : 2
    if hasPrompt {
      prompt = rest.taking(bottom: panel)
      rest = rest.dropping(bottom: panel)
    }
    if let messageLines, rest.rows >= panel {
      let lines = min(max(1, messageLines), Self.mostMessageLines, max(1, rest.rows / 2))
      let previews = panel == 3 ? min(max(1, previewLines), Self.mostPreviewLines) : 0
      reply = rest.taking(bottom: min(rest.rows, 1 + lines + previews))
      replyPreviews = previews
      rest = rest.dropping(bottom: reply.rows)
    }
    room = rest.rows
    let plan = PanePlan(
      rows: rest.rows, open: open, heights: heights, focused: focused, zoomed: zoomed, keepsRows: keepsRows)
    for pane in PaneArrangement.stack.reversed() {
      let place = rest.taking(bottom: plan.heights[pane] ?? 0)
      rest = rest.dropping(bottom: place.rows)
      stack[pane] = place
    }
    table = rest
  }

  /// Lines of the reply that say what is sent.
  private(set) var replyPreviews = 0
  /// The rows that the table shares with the panes below it.
  private(set) var room = 0
  /// Rows of datagrams that the table has room for.
  var datagramRows: Int { max(0, table.rows - 1) }

  /// The place of a pane; empty where it has none.
  subscript(pane: Pane) -> Rect {
    switch pane {
    case .table: table
    case .reply: reply
    case .peers, .kinds, .conversation, .wireshark, .rate, .graph, .relay, .detail:
      stack[pane] ?? Rect(column: 0, row: 0, columns: 0, rows: 0)
    }
  }

  /// The height of a pane between table and reply.
  func rows(of pane: Pane) -> Int { stack[pane]?.rows ?? 0 }

  /// The pane at a place of the screen; `nil` where there is none.
  func pane(at place: Position) -> Pane? { Pane.allCases.first { self[$0].contains(place) } }

  /// Lines that the peers have room for below their rule and headings.
  var peerRows: Int { max(0, rows(of: .peers) - 2) }
  /// Lines that the detail has room for below its rule.
  var detailRows: Int { max(0, rows(of: .detail) - 1) }
  /// Entries that a list or the help has room for inside its frame.
  var overlayRows: Int { max(0, overlay.rows - 2) }
  /// Columns inside the frame of a list or the help.
  var overlayColumns: Int { max(0, overlay.columns - 2) }
  /// The region for a message while it is shown: before the keys of the footer, else in place of the first line. A long
  /// one has lines of its own there, and the regions beside it get lower: it covers nothing.
  var message: Rect { !footer.isEmpty ? footer : !title.isEmpty ? title : status }
}
