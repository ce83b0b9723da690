import Basics
import CommandCore
import Plumbing
import UDPCore

/// The reports of `listen` to a service manager.
extension Listening {
  /// Reports that the sockets are bound.
  func reportReady(_ receiver: Receiver, to manager: ServiceManager?, _ console: Console) {
    let places = receiver.sockets.map { $0.local.text(setup.interfaces) }.joined(separator: ", ")
    report("READY=1", "listening on \(places)", to: manager, console)
  }

  /// Reports that the end has begun.
  func reportStopping(to manager: ServiceManager?, _ console: Console) {
    report("STOPPING=1", "ending", to: manager, console)
  }

  private func report(_ state: String, _ status: Phrase, to manager: ServiceManager?, _ console: Console) {
    guard let code = manager?.report(state, status: console.wording.text(status)) else { return }
    console.say("cannot report to the service manager: \(errorPhrase(code))", .warning)
  }
}
