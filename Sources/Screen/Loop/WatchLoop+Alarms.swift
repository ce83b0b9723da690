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
    let reports = lookAtRows()
    if !reports.isEmpty {
      say(reports)
      needsFrame = true
    }
    if alarms?.takeRing() == true { terminal.ring() }
    if let metrics, let alarms { metrics.publish(alarms) }
    reportAlarms()
  }

  /// Says what came of a look: of many at once the last, and how many there were, because the list has all of them.
  private mutating func say(_ reports: [AlarmWatch.Report]) {
    var (ends, said, troubles): ([Phrase], [Phrase], [Phrase]) = ([], [], [])
    for report in reports {
      switch report {
      // Its row says it.
      case .began: break
      case .ended(_, let sentence): ends.append(sentence)
      case .said(let sentence, let isTrouble): if isTrouble { troubles.append(sentence) } else { said.append(sentence) }
      }
    }
    if let last = ends.last {
      let text: Phrase = ends.count == 1 ? last : "\(String(ends.count)) alarms are over; the last: \(last)"
      perform(.announcements([Announcement(text, .information, topic: "alarm-end")]))
    }
    for (sentences, kind) in [(said, Notice.Kind.information), (troubles, .warning)] {
      guard let first = sentences.first else { continue }
      let more = String(sentences.count - 1)
      perform(.announcements([Announcement(sentences.count == 1 ? first : "\(first) (and \(more) more)", kind)]))
    }
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
    // Each alarm says it too, but what the alarm is about comes at the same moment and takes its place.
    if rules.contains(where: { $0.command != nil }), Confinement.refusesPrograms {
      let sentence: Phrase = "exec of alarms will be refused: udpeek has confined itself, and is to be started again"
      perform(.announcements([Announcement(sentence, .warning)]))
    }
  }
}
