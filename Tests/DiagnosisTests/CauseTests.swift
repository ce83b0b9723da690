import Basics
import Testing
import UDPCore

@testable import Diagnosis

/// Tests what is concluded from facts, without a system. `Tests/Doctor/doctor.py` builds the causes themselves.
@Suite struct CauseTests {
  private static func facts(_ endpoint: String) -> SystemFacts {
    guard let argument = try? EndpointArgument(endpoint), let target = Target(argument) else {
      preconditionFailure("no endpoint: \(endpoint)")
    }
    var facts = SystemFacts(target)
    facts.ownProcess = 1
    facts.firewall = .read(Firewall())
    facts.interfaces = [
      Interface(
        "lo", index: 1, flags: 0x1_0049, mtu: 65_536, hardware: 772,
        addresses: [Interface.Address(IPAddress("127.0.0.1")!, length: 8)]),
      Interface(
        "eth0", index: 2, flags: 0x1_1043, addresses: [Interface.Address(IPAddress("10.77.0.1")!, length: 24)]),
    ]
    for address in ["127.0.0.1", "10.77.0.1"] { facts.answers[IPAddress(address)!] = .local(device: 1) }
    facts.sockets = [socket("0.0.0.0", inode: 10)]
    facts.socketsBefore = facts.sockets
    facts.holders = [10: ProcessEntry(100, name: "server", started: 5)]
    return facts
  }

  private static func socket(_ address: String, port: UInt16 = 8_080, inode: UInt64, isIPv6: Bool = false)
    -> SocketEntry
  {
    SocketEntry(isIPv6: isIPv6, local: Endpoint(IPAddress(address)!, port: port), inode: inode)
  }

  @Test func `with all in order nothing is found, and what was looked at is listed`() {
    let diagnosis = Diagnosis(Self.facts("10.77.0.1:8080"))
    #expect(diagnosis.findings == [] && diagnosis.isHealthy && diagnosis.unread == [])
    #expect(diagnosis.inOrder == Subject.allCases.filter { $0 != .groups })
    #expect(diagnosis.lines.first?.text.english.contains("should arrive") == true)
  }

  @Test func `a probe that does not arrive speaks against it`() {
    let probe = Diagnosis.Probe(
      interface: "eth0", target: Endpoint(IPAddress("10.77.0.1")!, port: 9), outcome: .lost)
    let diagnosis = Diagnosis(Self.facts("10.77.0.1:8080"), probes: [probe])
    #expect(!diagnosis.isHealthy && diagnosis.lines.contains { $0.role == .bad })
  }

  @Test func `what is certain comes before what rises, and that before what is possible`() {
    var facts = Self.facts("8080")
    facts.interfaces[1].mtu = 576
    facts.after = Counters(["Udp.InCsumErrors": 4])
    facts.sockets.append(Self.socket("10.77.0.1", inode: 11))
    facts.holders[11] = ProcessEntry(4_242, name: "nc")
    facts.interfaces[1].flags &= ~0x1_0000
    let findings = Diagnosis(facts).findings
    #expect(findings.map(\.likelihood) == findings.map(\.likelihood).sorted())
    #expect(findings.map(\.cause) == ["taken", "checksum", "no-carrier"])
    #expect(
      findings[0].summary.english
        == "nc (pid 4242) holds 10.77.0.1:8080, which is more specific than 8080: it takes what is sent there")
    #expect(findings[0].evidence == [Evidence("/proc/net/udp", "10.77.0.1:8080 inode 11 pid 4242 (nc)")])
    #expect(findings[0].cure.line(isRoot: false) == "kill 4242")
  }

  @Test(arguments: [("127.0.0.1", false), ("10.77.0.9", true), ("::1", true)])
  func `a socket on loopback is in the way of other hosts, not of this one`(sender: String, isFound: Bool) {
    var facts = Self.facts("127.0.0.1:8080")
    facts.sockets = [Self.socket("127.0.0.1", inode: 10)]
    facts.socketsBefore = facts.sockets
    facts.target = Self.facts("8080").target
    facts.sender = IPAddress(sender)
    #expect(Diagnosis(facts).findings.contains { $0.cause == "loopback-only" } == isFound)
  }

  @Test func `a program's own second socket takes nothing from it`() {
    var facts = Self.facts("8080")
    facts.sockets.append(Self.socket("10.77.0.1", inode: 11))
    facts.holders[11] = facts.holders[10]
    #expect(Diagnosis(facts).findings == [])
  }

  @Test func `of two programs on one port the later one is in the way, but never udpeek itself`() throws {
    var facts = Self.facts("0.0.0.0:8080")
    facts.sockets.append(Self.socket("0.0.0.0", inode: 11))
    facts.holders[11] = ProcessEntry(200, name: "late", started: 9)
    #expect(Diagnosis(facts).findings.first?.cure.commands == ["kill 200"])
    facts.ownProcess = 200
    let finding = try #require(Diagnosis(facts).findings.first)
    #expect(finding.cause == "shared" && finding.cure.commands == ["kill 100"])
  }

  @Test func `processes of one server may share a port, and a bridge without ports is not missed`() {
    var facts = Self.facts("0.0.0.0:8080")
    facts.sockets.append(Self.socket("0.0.0.0", inode: 11))
    facts.holders[11] = ProcessEntry(200, name: "server", parent: 100, started: 9)
    #expect(Diagnosis(facts).findings.map(\.likelihood) == [.possible])
    facts.sockets.removeLast()
    var bridge = Interface(
      "docker0", index: 3, flags: 0x1003, addresses: [Interface.Address(IPAddress("172.17.0.1")!, length: 16)])
    facts.interfaces.append(bridge)
    #expect(Diagnosis(facts).findings.map(\.cause) == ["no-carrier"])
    bridge.kind = "bridge"
    facts.interfaces[2] = bridge
    #expect(Diagnosis(facts).findings == [])
  }

  @Test func `a program of another user is not named, and root is asked for`() throws {
    var facts = Self.facts("8080")
    facts.sockets.append(Self.socket("10.77.0.1", inode: 11))
    facts.hidesProcesses = true
    let diagnosis = Diagnosis(facts)
    let finding = try #require(diagnosis.findings.first)
    #expect(finding.summary.english.hasPrefix("a process of another user holds 10.77.0.1:8080"))
    #expect(finding.cure.commands == [] && finding.cure.advice.english.contains("sudo udpeek doctor 8080"))
    #expect(diagnosis.unread.map(\.subject) == [.sockets])
  }

  @Test func `commands ask for root where root is needed`() {
    var facts = Self.facts("10.77.0.1:8080")
    facts.interfaces[1].flags &= ~0x1
    facts.interfaces[1].lower = 3
    facts.interfaces.append(Interface("eth1", index: 3, flags: 0))
    let finding = Diagnosis(facts).findings.first
    #expect(finding?.cause == "interface-down")
    #expect(finding?.cure.line(isRoot: false) == "sudo ip link set eth1 up && sudo ip link set eth0 up")
    #expect(finding?.cure.line(isRoot: true) == "ip link set eth1 up && ip link set eth0 up")
  }

  @Test func `an interface that is down is but possible where every address is meant`() {
    var facts = Self.facts("8080")
    facts.interfaces[1].flags &= ~0x1
    #expect(Diagnosis(facts).findings.map(\.likelihood) == [.possible])
  }

  @Test func `memory for UDP that is used up is named while it is`() {
    var facts = Self.facts("8080")
    facts.settings["net/ipv4/udp_mem"] = "100 200 300"
    facts.after = Counters(["Udp.MemErrors": 2])
    let finding = Diagnosis(facts).findings.first
    #expect(finding?.cause == "queue-full" && finding?.likelihood == .rising)
    #expect(finding?.cure.commands == ["sysctl -w 'net/ipv4/udp_mem=200 400 600'"])
  }

  @Test func `datagrams to closed ports count only where somebody waits`() {
    var facts = Self.facts("8080")
    facts.after = Counters(["Udp.NoPorts": 2])
    #expect(Diagnosis(facts).findings.map(\.cause) == ["closed-port"])
    facts.sockets = []
    #expect(Diagnosis(facts).findings.map(\.cause) == ["nobody"])
  }

  @Test func `old drops of the queue are possible, growing ones rise`() {
    var facts = Self.facts("8080")
    facts.sockets[0].drops = 5
    facts.sockets[0].receiveBuffer = 4_096
    facts.sockets[0].queued = 4_000
    facts.socketsBefore = facts.sockets
    #expect(Diagnosis(facts).findings.map(\.likelihood) == [.possible])
    facts.sockets[0].drops = 9
    let finding = Diagnosis(facts).findings.first
    #expect(finding?.cause == "queue-full" && finding?.likelihood == .rising)
    #expect(finding?.evidence.first?.reading == "drops 5 -> 9 rx_queue 4000 -> 4000")
  }

  @Test func `a port that the system gives away is named where nobody holds it`() {
    var facts = Self.facts("40000")
    facts.settings["net/ipv4/ip_local_port_range"] = "32768 60999"
    facts.settings["net/ipv4/ip_local_reserved_ports"] = "5000"
    #expect(Diagnosis(facts).findings.map(\.cause) == ["nobody", "port-by-chance"])
    #expect(
      Diagnosis(facts).findings.last?.cure.commands == ["sysctl -w net/ipv4/ip_local_reserved_ports=5000,40000"])
  }

  @Test func `an old version of IGMP is named where a single source is asked for`() {
    var facts = Self.facts("10.0.0.9,239.7.7.7:8080@eth0")
    facts.groups = [GroupEntry(interface: "eth0", group: IPAddress("239.7.7.7")!, version: 2)]
    facts.settings["net/ipv4/conf/eth0/force_igmp_version"] = "2"
    #expect(Diagnosis(facts).findings.map(\.cause) == ["igmp-version"])
  }

  @Test func `a firewall that cannot be read is said, with the command that reads it`() {
    var facts = Self.facts("[::]:8080")
    facts.sockets = [Self.socket("::", inode: 10, isIPv6: true)]
    facts.firewall = .denied
    let diagnosis = Diagnosis(facts)
    #expect(diagnosis.unread.map(\.command) == ["sudo udpeek doctor '[::]:8080'"])
    #expect(!diagnosis.inOrder.contains(.firewall) && diagnosis.isHealthy)
    facts.hasUFW = true
    #expect(Diagnosis(facts).unread.first?.reason.english.hasPrefix("ufw is on") == true)
  }
}
