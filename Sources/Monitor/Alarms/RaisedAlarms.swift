import Alarms

/// The alarms that were raised.
struct RaisedAlarms: Sendable {
  /// Those in force first, and the latest first.
  private(set) var records: [AlarmRecord] = []
  /// The number of those in force.
  private(set) var inForce = 0

  /// Takes the alarms as they are now.
  mutating func update(_ records: [AlarmRecord]) {
    self.records = records
    inForce = records.count { $0.isInForce }
  }
}

/// An alarm in the list of alarms.
extension AlarmRecord: ListEntry {
  static var typing: ListTyping { .cycling }
  var names: [String] { [name] }
}
