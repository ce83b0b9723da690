import DisplayFilter
import UDPCore

/// The views of the first and the last lines.
extension State {
  /// The view of the status line.
  var statusView: StatusView {
    StatusView(
      figures: StatusFigures(
        mode: table.viewport.mode, counters: log.counters, drops: source.drops, shown: filtering.run.shownCount,
        held: heldCount, sent: isRelay ? relaying.sent : log.counters.sent, new: newCount, pairing: pairingStatus,
        job: compose.job.map { StatusFigures.Repetition(progress: $0.progress, interval: $0.interval) },
        alarms: source.alarms.inForce, meter: configuration.startsAtTop ? nil : peers.rates.meter),
      look: look)
  }

  /// The view of the first line.
  var titleView: TitleView {
    TitleView(
      configuration: configuration, source: source, filtering: filtering, recording: saving.recording,
      relay: relayState,
      counts: countForms,
      look: look)
  }
}
