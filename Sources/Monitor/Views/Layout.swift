import TerminalUI

/// Where the regions of the screen lie.
///
/// ```
///  udp 0.0.0.0:8080  [::]:8080        port 8080   312 of 98,305   title
///  No.     Time          Source             Size  Enc   Text      table: headings
///  98,301  21:07:45.123  ‹ 10.0.3.17:53412     9  gbk   温度=23.5         and rows
///  ─ detail of 98,301 ───────────────────────────────────────     detail
///  0000  ce c2 b6 c8 3d 32 33 2e  35                温度=23.5
///  ─ reply to 10.0.3.17:53412 from 192.168.1.5:8080 · gbk ───     reply
///  > 收到▏
///
///  ─ filter · 312 of 98,305 ─────────────────────────────────     prompt: filter, find or command
///  / port 8080▏
///  = port 8080                                                    what it means, or the mistake
///  FOLLOW  1,204/s 92 kB/s ▁▂▅  recv 98,303  sent 1  …            status
///  F1 Help  F3 Find  F4 Filter  F5 Reply  F10 Quit                footer
/// ```
///
/// As the window gets lower, things are given up in this order: the footer, the second lines of the reply and the
/// prompt, the detail's lines. Below 20×5 there is only the status line.
struct Layout: Sendable, Hashable {
  /// The smallest window with more than the status line.
  static let least = Size(columns: 20, rows: 5)

  var title = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var table = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var detail = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var reply = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var prompt = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var status = Rect(column: 0, row: 0, columns: 0, rows: 0)
  var footer = Rect(column: 0, row: 0, columns: 0, rows: 0)
  /// Where help and lists go: between title and status.
  var overlay = Rect(column: 0, row: 0, columns: 0, rows: 0)

  init(_ state: State) {
    self.init(
      size: state.size, hasDetail: state.detail != nil, hasReply: state.sending != nil,
      hasPrompt: state.prompt != nil, zoomed: state.zoomed)
  }

  /// - Parameter zoomed: table or detail, which then has the other's room too.
  init(size: Size, hasDetail: Bool, hasReply: Bool, hasPrompt: Bool, zoomed: Focus?) {
    var rest = Rect(size)
    guard size.columns >= Self.least.columns, size.rows >= Self.least.rows else {
      status = rest.taking(bottom: 1)
      return
    }
    title = rest.taking(top: 1)
    rest = rest.dropping(top: 1)
    if size.rows >= 8 {
      footer = rest.taking(bottom: 1)
      rest = rest.dropping(bottom: 1)
    }
    status = rest.taking(bottom: 1)
    rest = rest.dropping(bottom: 1)
    overlay = rest
    let panel = size.rows >= 12 ? 3 : 2
    if hasPrompt {
      prompt = rest.taking(bottom: panel)
      rest = rest.dropping(bottom: panel)
    }
    if hasReply, rest.rows >= panel {
      reply = rest.taking(bottom: panel)
      rest = rest.dropping(bottom: panel)
    }
    if hasDetail, zoomed == .detail {
      detail = rest
      return
    }
    if hasDetail, zoomed != .table, rest.rows >= 4 {
      detail = rest.taking(bottom: min(12, max(2, rest.rows * 2 / 5)))
      rest = rest.dropping(bottom: detail.rows)
    }
    table = rest
  }

  /// Rows of datagrams that the table has room for.
  var datagramRows: Int { max(0, table.rows - 1) }
  /// Lines that the detail has room for below its rule.
  var detailRows: Int { max(0, detail.rows - 1) }
  /// Entries that a list or the help has room for inside its frame.
  var overlayRows: Int { max(0, overlay.rows - 2) }
  /// Columns inside the frame of a list or the help.
  var overlayColumns: Int { max(0, overlay.columns - 2) }
  /// Where a message stands for its seconds: before the keys of the footer, else in place of the first line.
  var message: Rect { !footer.isEmpty ? footer : !title.isEmpty ? title : status }
}
