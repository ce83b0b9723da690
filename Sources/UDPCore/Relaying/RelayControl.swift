package import Impairment
import Plumbing
import Synchronization

/// A change of a relay while it runs.
package enum RelayCommand: Sendable, Hashable {
  /// Changes impairments of some directions; of one client, by its ordinal, or of all.
  case change(ImpairmentChange, [ImpairmentDirection], client: Int? = nil)
  /// Switches all impairments off or on again. What is delayed leaves at once when they are switched off.
  case impair(isOn: Bool)
  /// Holds back everything of a direction, or lets it go.
  case hold(ImpairmentDirection, isHeld: Bool)
  /// Sends a datagram to the targets of a client (`up`) or to the client itself (`down`), past all impairments.
  case inject([UInt8], toward: ImpairmentDirection, client: Int, id: TransmitID? = nil)
}

/// The side of a running relay that other threads see: it takes commands and reports.
package final class RelayControl: Sendable {
  private let inbox: WakeUp
  private let commands = Lock([RelayCommand]())
  private let last: Lock<RelayReport>
  private let isWanted = Atomic(false)
  private let published = Atomic(0)

  init(inbox: WakeUp, targets: [Endpoint]) {
    self.inbox = inbox
    last = Lock(RelayReport(targets: targets))
  }

  /// Hands a command to the receiver thread.
  package func post(_ command: RelayCommand) {
    commands.withLock { $0.append(command) }
    inbox.signal()
  }

  /// The last report. Reading it asks for a new one, which is there shortly afterwards; once the receiver has stopped, it
  /// is final.
  package var report: RelayReport {
    isWanted.store(true, ordering: .releasing)
    inbox.signal()
    return lastReport
  }

  /// The last report, without asking for another.
  package var lastReport: RelayReport { last.withLock { $0 } }

  func takeCommands() -> [RelayCommand] {
    commands.withLock { commands in
      if commands.isEmpty { return [] }
      defer { commands = [] }
      return commands
    }
  }

  /// Whether somebody has asked for a report since the last call.
  func takeWish() -> Bool { isWanted.load(ordering: .relaxed) && isWanted.exchange(false, ordering: .acquiring) }

  /// The number of reports so far. The second one after a request was made after it, whatever was under way then.
  package var reportCount: Int { published.load(ordering: .acquiring) }

  func publish(_ report: RelayReport) {
    last.withLock { $0 = report }
    published.add(1, ordering: .releasing)
  }
}
