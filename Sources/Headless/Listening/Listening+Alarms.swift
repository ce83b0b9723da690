import Alarms
import CommandCore
import Plumbing
import UDPCore

/// The alarms of `listen`.
extension Listening {
  /// The longest time of one look at the rows, in nanoseconds.
  private static let alarmTime: Int64 = 30_000_000

  /// Returns the alarms at work; `nil` where none are set.
  func alarmWatch(_ receiver: Receiver) throws(CommandFailure) -> AlarmWatch? {
    guard !setup.alarms.isEmpty else { return nil }
    do throws(SystemError) { return try AlarmWatch(setup.alarms, receiver, setup) } catch {
      throw CommandFailure(error.phrase)
    }
  }

  /// Judges new rows, and says what came of it.
  func watch(_ alarms: inout AlarmWatch?, _ console: Console) {
    guard alarms != nil else { return }
    say(alarms?.look(until: SystemClock.monotonic + Self.alarmTime) ?? [], console)
    if alarms?.takeRing() == true { console.ring() }
  }

  /// Whether an alarm began that ends the run.
  func isAlarmed(_ alarms: AlarmWatch?) -> Bool { options.endsWithAlarm && alarms.map { $0.raised > 0 } ?? false }

  /// Whether the run is over because of an alarm, whose recording is complete.
  func isOver(by alarms: AlarmWatch?) -> Bool { isAlarmed(alarms) && alarms?.isRecording == false }

  /// Finishes the recordings of alarms after reception has ended, and says what became of them.
  func finish(_ alarms: inout AlarmWatch?, _ console: Console) { say(alarms?.finish() ?? [], console) }

  private func say(_ reports: [AlarmWatch.Report], _ console: Console) {
    for report in reports {
      switch report {
      case .began(_, let sentence): console.say(sentence, .warning)
      case .ended(_, let sentence): console.say(sentence)
      case .said(let sentence, let isTrouble): console.say(sentence, isTrouble ? .warning : .information)
      }
    }
  }
}
