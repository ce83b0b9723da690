import Alarms
import Basics
import DisplayFilter
package import PeerText
import UDPCore

/// The alarms, and the list that shows them.
extension State {
  /// The peers' texts as they are known, for judging alarms.
  package var peerTexts: PeerTexts { texts }

  /// Takes the alarms, and shows them where the list is open, with the same one selected.
  mutating func alarmsChanged(to records: [AlarmRecord]) {
    source.alarms.update(records)
    guard case .alarms(let list) = interaction.overlay else { return }
    let selected = list.selected.flatMap { old in records.firstIndex { $0.number == old.number } }
    interaction.overlay = .alarms(
      SelectableList(records, selected: selected ?? min(list.index, max(0, records.count - 1))))
  }

  /// Says that an alarm began.
  mutating func report(_ alarm: AlarmNote, of datagram: Datagram) {
    // What a file tells of is no news; what became of a host is told beside its row.
    if isElsewhere { return }
    let text = AlarmText.phrase(of: alarm.text)
    guard !datagram.peer.address.isUnspecified else {
      return mention(Announcement("alarm \(alarm.name): \(text)", .failure, topic: "alarm"))
    }
    let subject = datagram.peer.port == 0 ? "\(datagram.peer.address)" : name(of: datagram.peer)
    mention(Announcement("alarm \(alarm.name): \(subject) \(text)", .failure, topic: "alarm"))
  }

  mutating func openAlarms() {
    guard source.alarms.records.isEmpty else {
      interaction.overlay = .alarms(SelectableList(source.alarms.records))
      return
    }
    switch configuration.alarmCount {
    case 0: say("no alarms are set here: start with --alarm, or write [[alarm]] into the configuration", .warning)
    case 1: say("no alarm so far: 1 is set", .information)
    case let count: say("no alarm so far: \(String(count)) are set", .information)
    }
  }

  /// Space: acknowledges the selected alarm.
  mutating func acknowledgeAlarm(_ effects: inout [Effect]) {
    guard let alarm = selectedAlarm else { return }
    guard alarm.isInForce else { return say("alarm \(alarm.name) is over", .information) }
    effects.append(.acknowledge([alarm.number]))
    say("acknowledged \(alarm.name): no bell and no program until it is over", .information)
  }

  /// Acknowledges all alarms in force.
  mutating func acknowledgeAlarms(_ effects: inout [Effect]) {
    let open = source.alarms.records.filter { $0.isInForce && !$0.isAcknowledged }
    guard !open.isEmpty else { return say("no alarm is in force that is not acknowledged", .information) }
    effects.append(.acknowledge(open.map(\.number)))
    say(
      open.count == 1 ? "acknowledged 1 alarm" : "acknowledged \(Figures.grouped(open.count)) alarms", .information)
  }

  /// Enter: shows the rows of the selected alarm's peer, and its alarms.
  mutating func showRowsOfAlarm() {
    guard let alarm = selectedAlarm else { return }
    interaction.overlay = nil
    guard let peer = alarm.peer else {
      return accept(DisplayFilter(.flag(.alarm), interfaces: configuration.interfaces))
    }
    let scope = peer.scope == 0 ? nil : peer.scope
    let host = FilterExpression.host(.peer, peer.address, scope: scope)
    accept(
      DisplayFilter(
        peer.port == 0 ? host : .endpoint(.peer, peer.address, scope: scope, port: peer.port),
        interfaces: configuration.interfaces))
  }

  private var selectedAlarm: AlarmRecord? {
    guard case .alarms(let list) = interaction.overlay else { return nil }
    return list.selected
  }
}
