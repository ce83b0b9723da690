import Basics
import CLinux
import Glibc
import Impairment
import Plumbing
import Testing

@testable import UDPCore

/// What tests of the relay have in common.
protocol RelayTesting {}

extension RelayTesting {
  func relay(
    _ endpoint: String = "127.0.0.1:0", to targets: [Endpoint], options: ReceiveOptions = .init(),
    _ change: (inout RelayPlan) -> Void = { _ in }
  ) throws -> Receiver {
    var options = options
    if options.memory == ReceiveOptions.defaultMemory { options.memory = 16 << 20 }
    let set = try SocketSet([try EndpointArgument(endpoint)], options: options, interfaces: .current())
    var plan = RelayPlan(to: targets.map { Destination($0) })
    change(&plan)
    return try Receiver(sockets: set.sockets, options: options, relay: plan)
  }

  func rows(_ receiver: Receiver) -> [Datagram] {
    let snapshot = receiver.log.snapshot()
    return (1..<snapshot.endNumber).compactMap { snapshot[$0] }
  }

  /// The last report of a relay, which has stopped.
  func stopped(_ receiver: Receiver) throws -> RelayReport {
    receiver.stop()
    let report = try #require(receiver.relay?.report)
    #expect(report.isExact)
    return report
  }

  func impaired(_ words: [(ImpairmentKey, String)]) throws -> ImpairmentTimeline {
    var settings = ImpairmentSettings.none
    for (key, text) in words { try settings.set(key, to: text) }
    return ImpairmentTimeline(start: settings)
  }

  func unusedPort() -> Endpoint { TestSocket().local }
}
