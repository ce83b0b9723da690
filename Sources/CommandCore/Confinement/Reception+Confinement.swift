import Alarms
import CaptureFile
import Configuration

extension ConfinementNeeds {
  /// Returns these needs with files that are read.
  package func adding(_ files: [String]) -> ConfinementNeeds {
    var needs = self
    needs.files += files
    return needs
  }

  /// Returns these needs with those of a reception.
  /// - Parameter dissects: whether sharkd may be asked.
  package func adding(_ reception: Reception, dissects: Bool) -> ConfinementNeeds {
    var needs = self
    if case .file(let path)? = reception.recording?.target { needs.written.append(path) }
    needs.watched += [reception.answers?.source.path].compactMap { $0 }
    needs.metrics = reception.metrics
    needs.dissects = dissects
    let alarms = reception.setup.alarms
    needs.recordsAlarms = alarms.contains { $0.recordedTime != nil }
    needs.runsCommands = reception.answers?.program != nil || alarms.contains { $0.command != nil }
    return needs
  }
}

extension Reception {
  /// Returns the same reception, which confines the process once its sockets are open.
  /// - Parameter dissects: whether sharkd may be asked.
  package func confined(as command: ConfinedCommand, _ needs: ConfinementNeeds, dissects: Bool) -> Reception {
    var reception = self
    reception.confinement = needs.adding(self, dissects: dissects).policy(of: command, setup.configuration.settings)
    return reception
  }
}
