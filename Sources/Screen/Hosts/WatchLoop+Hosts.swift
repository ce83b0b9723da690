import CommandCore
import Monitor

/// The news of other hosts.
extension WatchLoop {
  /// Reports to the state what became of the hosts, and of messages that they were to send.
  mutating func reportHosts(_ files: OpenedFiles) {
    guard files.outbox != nil else { return }
    let hosts = files.hosts
    if hosts != lastHosts {
      lastHosts = hosts
      perform(.hosts(hosts.map { HostRecord($0) }))
      needsFrame = true
    }
    for news in files.takeNews() {
      switch news {
      case .said(let sentence, let isTrouble):
        perform(.announcements([Announcement(sentence, isTrouble ? .warning : .information)]))
      case .refused(let id, let reason): perform(.transmitRefused(reason, id: id))
      }
      needsFrame = true
    }
  }
}

extension HostRecord {
  /// Creates the record of a host as it is now.
  fileprivate init(_ status: HostStatus) {
    let condition: Condition =
      switch status.condition {
      case .connecting: .connecting
      case .up: .up
      case .gone(let reason, let retry): .gone(reason, retry: retry)
      }
    self.init(
      name: status.name, destination: status.destination, endpoints: status.endpoints, condition: condition)
    clock = status.clock.map { ($0.ahead, $0.roundTrip) }
    datagrams = status.datagrams
    kernelDrops = status.kernelDrops
    missed = status.missed
    goneSince = status.goneSince
    wasConnected = status.wasConnected
  }
}
