import Alarms
import CommandCore

/// The figures of `listen` for other programs.
extension Listening {
  /// Says what the alarms did, for the figures.
  func publish(_ alarms: AlarmWatch?, to metrics: Metrics?) {
    if let metrics, let alarms { metrics.publish(alarms) }
  }

  /// Stops to offer figures, after reception has ended.
  func finish(_ metrics: Metrics?, _ console: Console) {
    metrics?.stop()
    sayNews(of: metrics, console)
  }

  /// Says that the file of the figures cannot be written, or can be again.
  func sayNews(of metrics: Metrics?, _ console: Console) {
    for news in metrics?.takeNews() ?? [] { console.say(news.sentence, news.isTrouble ? .warning : .information) }
  }
}
