import Alarms
import Basics
import CommandCore
import Configuration
import CursesTerminal
import Monitor
import Plumbing
import UDPCore

/// Alarms on the screen: judged on its thread, behind the rows that arrive.
extension WatchLoop {
  /// The longest time that one look may take, in nanoseconds.
  private static let alarmTime: Int64 = 5_000_000

  /// Judges new rows, and reports what came of it.
  mutating func watchAlarms() {
    guard alarms != nil else { return }
    for report in lookAtRows() {
      switch report {
      // Its row says it.
      case .began: break
      case .ended(_, let sentence): perform(.announcements([Announcement(sentence, .information)]))
      case .said(let sentence, let isTrouble):
        perform(.announcements([Announcement(sentence, isTrouble ? .warning : .information)]))
      }
      needsFrame = true
    }
    if alarms?.takeRing() == true { terminal.ring() }
    reportAlarms()
  }

  /// Judges new rows. The state's texts are shared during the look alone, so that learning more copies nothing.
  private mutating func lookAtRows() -> [AlarmWatch.Report] {
    let texts = state.peerTexts
    return alarms?.look(until: SystemClock.monotonic + Self.alarmTime, texts: texts) ?? []
  }

  /// Reports the alarms to the state if they have changed.
  private mutating func reportAlarms() {
    guard let alarms, alarms.version != lastAlarms else { return }
    lastAlarms = alarms.version
    perform(.alarms(alarms.records))
    needsFrame = true
  }

  /// Acknowledges alarms.
  mutating func acknowledge(_ numbers: [UInt64]) {
    for number in numbers { alarms?.acknowledge(number) }
    reportAlarms()
  }

  /// Takes the alarms of a configuration that was read again.
  mutating func reloadAlarms() {
    guard case .sockets(let receiver) = source else { return }
    let rules = configuration.alarms
    if alarms == nil, !rules.isEmpty {
      do throws(SystemError) {
        alarms = try AlarmWatch(rules, receiver, configuration.setup, from: receiver.log.snapshot().endNumber)
      } catch {
        perform(.notice(error.phrase, .failure))
      }
    } else {
      alarms?.replaceRules(by: rules, configuration.library, folder: configuration.alarmFolder)
    }
    reportAlarms()
  }
}
