import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import UDPCore

/// What stands in the table while it has no rows: what is bound and how to send a first datagram, or why the filter
/// leaves nothing.
struct EmptyView {
  let state: State

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let theme = state.configuration.theme
    let isRoomy = rect.rows > 8
    let area = rect.dropping(top: isRoomy ? 1 : 0).dropping(left: 1)
    var row = 0
    for (phrase, style) in lines(theme) where isRoomy || !phrase.isEmpty {
      let text = state.words(phrase)
      // What is to be typed elsewhere stays one line.
      let isTyped = text.description.hasPrefix(" ")
      for part in isTyped || text.width <= area.columns ? [text] : text.wrapped(columns: area.columns) {
        canvas.draw([(part, style)], in: area.line(row))
        row += 1
      }
    }
  }

  private func lines(_ theme: Theme) -> [(Phrase, Style)] {
    let filter = state.filtering.run
    if !filter.isComplete { return [("judging the datagrams so far \(state.symbols.ellipsis)", theme.quiet)] }
    let isCleared = state.table.firstNumber > 1
    var undo: [(Phrase, Style)] = []
    if isCleared {
      undo = [
        (
          state.keyToUnclear().map { "Older rows are cleared: \($0) brings them back" } ?? "Older rows are cleared",
          theme.quiet
        )
      ]
    }
    if !filter.filter.isEverything, state.heldCount > 0 || (state.log.endNumber > 1 && !isCleared) {
      let lines: [(Phrase, Style)] = [
        ("No datagram here matches \(filter.filter.canonical)", theme.plain),
        (
          "\(state.key("filter-toggle")) switches the filter off and on, \(state.key("filter")) changes it", theme.quiet
        ),
      ]
      return lines + undo
    }
    if state.showsFiles {
      let lines: [(Phrase, Style)] = state.emptyFileLines.enumerated().map { index, line in
        (line, index == 0 ? theme.plain : theme.quiet)
      }
      return isCleared ? undo : lines
    }
    let interfaces = state.configuration.interfaces
    let bound = state.configuration.bound
    guard let target = bound.first(where: { $0.address.isIPv4 }) ?? bound.first else {
      return [("Nothing is bound.", theme.plain)]
    }
    let list = bound.map { $0.text(interfaces) }.joined(separator: "  ")
    if state.log.endNumber > 1 {
      let waiting: Phrase =
        isCleared ? "Cleared. Waiting for datagrams on \(list)" : "Waiting for datagrams on \(list)"
      return [(waiting, theme.plain)] + undo
    }
    var reachable = target
    if target.address.isUnspecified {
      reachable.address = target.address.isIPv4 ? IPAddress(ipv4: 0x7f00_0001) : IPAddress(high: 0, low: 1)
    }
    let host = reachable.addressText(interfaces)
    let family = reachable.address.isIPv4 ? "" : "-6 "
    let socket = reachable.address.isIPv4 ? "socket(2,2)" : "socket(10,2)"
    let python = "from socket import*;\(socket).sendto(b\"hi\",(\"\(host)\",\(reachable.port)))"
    return [
      ("Waiting for datagrams on \(list)", theme.plain),
      ("", theme.plain),
      ("Send the first one from another terminal:", theme.quiet),
      (" udpeek send \(reachable.text(interfaces)) hello", theme.accent),
      ("or without udpeek:", theme.quiet),
      (" echo hello | nc -u -w1 \(family)\(host) \(reachable.port)", theme.plain),
      (" python3 -c '\(python)'", theme.plain),
      ("", theme.plain),
      ("\(state.key("help")) shows the keys, \(state.key("new")) writes a message to any endpoint.", theme.quiet),
    ]
  }
}
