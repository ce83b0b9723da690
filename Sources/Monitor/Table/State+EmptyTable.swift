import Basics
import DisplayFilter
import UDPCore

/// The lines of a table without rows: what is bound and how to send a first datagram, or why the filter hides all.
extension State {
  /// The lines that stand in the table while it has no rows.
  var emptyTableLines: [EmptyView.Line] {
    let filter = filtering.run
    guard filter.isComplete else { return [.init("filtering the datagrams so far \(symbols.ellipsis)", .quiet)] }
    let isCleared = table.firstNumber > 1
    if !filter.filter.isEverything, heldCount > 0 || (log.endNumber > 1 && !isCleared) {
      return [
        .init("No datagram here matches \(filter.filter.canonical)"),
        .init("\(key("filter-toggle")) switches the filter off and on, \(key("filter")) changes it", .quiet),
      ] + wayToUnclear
    }
    if showsFiles {
      guard !isCleared else { return wayToUnclear }
      return emptyFileLines.enumerated().map { index, line in .init(line, index == 0 ? .plain : .quiet) }
    }
    if showsHosts {
      return [.init(waitingForHosts), .init("\(key("hosts")) lists the hosts.", .quiet)] + wayToUnclear
    }
    let bound = configuration.bound
    guard let target = bound.first(where: { $0.address.isIPv4 }) ?? bound.first else {
      return [.init("Nothing is bound.")]
    }
    let list = bound.map { $0.text(configuration.interfaces) }.joined(separator: "  ")
    guard log.endNumber > 1 else {
      return [
        .init("Waiting for datagrams on \(list)"),
        .init("\(key("fields")) says why nothing arrives.", .quiet), .init(""),
      ] + waysToSend(to: target)
    }
    return [
      .init(isCleared ? "Cleared. Waiting for datagrams on \(list)" : "Waiting for datagrams on \(list)")
    ] + wayToUnclear
  }

  /// The way to bring cleared rows back; nothing where none are cleared.
  private var wayToUnclear: [EmptyView.Line] {
    guard table.firstNumber > 1 else { return [] }
    return [
      .init(
        keyToUndoClearing().map { "Older rows are cleared: \($0) brings them back" } ?? "Older rows are cleared", .quiet
      )
    ]
  }

  /// Returns the ways to send a first datagram, with this program and without it.
  private func waysToSend(to target: Endpoint) -> [EmptyView.Line] {
    var reachable = target
    if target.address.isUnspecified {
      reachable.address = target.address.isIPv4 ? IPAddress(ipv4: 0x7f00_0001) : IPAddress(high: 0, low: 1)
    }
    let host = reachable.addressText(configuration.interfaces)
    let family = reachable.address.isIPv4 ? "" : "-6 "
    let socket = reachable.address.isIPv4 ? "socket(2,2)" : "socket(10,2)"
    let python = "from socket import*;\(socket).sendto(b\"hi\",(\"\(host)\",\(reachable.port)))"
    return [
      .init("Send the first one from another terminal:", .quiet),
      .init(" udpeek send \(reachable.text(configuration.interfaces)) hello", .accent),
      .init("or without udpeek:", .quiet),
      .init(" echo hello | nc -u -w1 \(family)\(host) \(reachable.port)"),
      .init(" python3 -c '\(python)'"),
      .init(""),
      .init("\(key("help")) shows the keys, \(key("new")) writes a message to any endpoint.", .quiet),
    ]
  }
}
