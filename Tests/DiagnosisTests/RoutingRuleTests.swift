import Testing
import UDPCore

@testable import Diagnosis

/// Tests rules of policy routing: which of them is asked about a datagram. The kernel's own answers are compared by
/// `Tests/Doctor/doctor.py`.
@Suite struct RoutingRuleTests {
  private static let question: RouteQuestion = {
    var question = RouteQuestion(to: IPAddress("10.99.0.1")!, from: IPAddress("10.77.0.1")!)
    question.sourcePort = 8_080
    return question
  }()

  private static func rule(_ change: (inout RoutingRule) -> Void) -> RoutingRule {
    var rule = RoutingRule(.ipv4, priority: 100, .refuse("prohibit"))
    change(&rule)
    return rule
  }

  private static func network(_ address: String, _ length: Int) -> IPNetwork? {
    IPNetwork(IPAddress(address)!, length: length)
  }

  @Test func `a rule holds where all that it asks for holds`() {
    let holding: [(inout RoutingRule) -> Void] = [
      { _ in }, { $0.destination = Self.network("10.99.0.0", 16) }, { $0.source = Self.network("10.77.0.1", 32) },
      { $0.input = "lo" }, { $0.ipProtocol = 17 }, { $0.sourcePorts = 8_000...8_100 },
      {
        $0.destination = Self.network("10.98.0.0", 16)
        $0.isInverted = true
      },
    ]
    for change in holding { #expect(Self.rule(change).matches(Self.question), "\(Self.rule(change).text)") }
    let others: [(inout RoutingRule) -> Void] = [
      { $0.destination = Self.network("10.98.0.0", 16) }, { $0.source = Self.network("10.77.0.2", 32) },
      { $0.input = "v0" }, { $0.output = "v0" }, { $0.ipProtocol = 6 }, { $0.sourcePorts = 1...8_079 },
      { $0.destinationPorts = 8_080...8_080 }, { $0.asksForMore = true }, { $0.family = .ipv6 },
      { $0.isInverted = true },
    ]
    for change in others { #expect(!Self.rule(change).matches(Self.question), "\(Self.rule(change).text)") }
  }

  @Test func `a rule is written as ip rule lists it`() {
    let rule = Self.rule {
      $0.source = Self.network("10.77.0.0", 24)
      $0.input = "v0"
      $0.ipProtocol = 17
      $0.destinationPorts = 8_080...8_081
    }
    #expect(rule.text == "100: from 10.77.0.0/24 iif v0 ipproto udp dport 8080-8081 prohibit")
    #expect(RoutingRule.standard.map(\.text).prefix(2) == ["0: from all lookup 255", "32766: from all lookup 254"])
  }

  @Test func `without a sender a rule for other ports or protocols is none of our business`() {
    #expect(Self.rule { _ in }.mayConcern(port: 8_080))
    #expect(Self.rule { $0.destinationPorts = 8_000...9_000 }.mayConcern(port: 8_080))
    #expect(!Self.rule { $0.sourcePorts = 53...53 }.mayConcern(port: 8_080))
    #expect(!Self.rule { $0.ipProtocol = 6 }.mayConcern(port: 8_080))
  }

  @Test func `a message of the kernel is read`() throws {
    // ip rule add from 10.77.0.0/24 iif v0 ipproto udp dport 8080-8081 prohibit pref 7
    var payload: [UInt8] = [2, 0, 24, 0, 0, 0, 0, 8, 0, 0, 0, 0]
    payload += [8, 0, 2, 0, 10, 77, 0, 0] + [7, 0, 3, 0, 118, 48, 0, 0] + [8, 0, 6, 0, 7, 0, 0, 0]
    payload += [5, 0, 22, 0, 17, 0, 0, 0] + [8, 0, 24, 0, 0x90, 0x1f, 0x91, 0x1f]
    let header: [UInt8] = [UInt8(payload.count + 16), 0, 0, 0, 32] + [UInt8](repeating: 0, count: 11)
    let message = try #require(NetlinkMessage.all(in: header + payload).first)
    let rule = try #require(RoutingRule(message))
    #expect(rule.text == "7: from 10.77.0.0/24 iif v0 ipproto udp dport 8080-8081 prohibit")
    #expect(!rule.asksForMore && !rule.isInverted)
  }
}
