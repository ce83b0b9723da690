import Diagnosis
import Testing
import UDPCore

@testable import Monitor

/// Tests the report of why nothing arrives.
@Suite struct DoctorTests {
  /// A request for an endpoint without a sender.
  static func request(_ endpoint: String) -> ExaminationRequest {
    ExaminationRequest(target: target(endpoint), sender: nil)
  }

  private static func target(_ endpoint: String) -> Target {
    guard let argument = try? EndpointArgument(endpoint), let target = Target(argument) else {
      preconditionFailure("no endpoint: \(endpoint)")
    }
    return target
  }

  /// An interface that is down, with a socket that a process holds, and a firewall that cannot be read.
  private static func diagnosis(_ request: ExaminationRequest) -> Diagnosis {
    var facts = SystemFacts(request.target)
    let address = IPAddress("10.77.0.1")!
    facts.sender = request.sender
    facts.interfaces = [
      Interface("v0", index: 2, flags: 0x1002, addresses: [Interface.Address(address, length: 24)])
    ]
    facts.sockets = [SocketEntry(isIPv6: false, local: Endpoint(address, port: 8_080), inode: 7)]
    facts.holders = [7: ProcessEntry(4_242, name: "nc")]
    facts.firewall = .denied
    let probe = Diagnosis.Probe(
      interface: "v0", target: Endpoint(address, port: 40_000), outcome: .arrived(61_000))
    return Diagnosis(facts, probes: [probe])
  }

  private func session(_ columns: Int = 120, _ rows: Int = 35, bound: [Endpoint]? = nil) -> Session {
    let session = bound.map { Session(columns, rows, bound: $0) } ?? Session(columns, rows)
    session.examine = Self.diagnosis
    return session
  }

  @Test(arguments: [(120, 35), (80, 24), (40, 10)])
  func `the report is drawn at every size`(columns: Int, rows: Int) {
    expectScreen(session(columns, rows).type(":doctor 10.77.0.1:8080<enter>"), "doctor-\(columns)x\(rows)")
  }

  @Test func `i on the empty screen examines what is bound, and Esc goes back`() {
    let session = session().type("i")
    #expect(session.takeEffects().contains(.examine(Self.request("8080"))))
    #expect(session.state.focus.rawValue == "doctor" && session.shows("nc (pid 4242) is bound to 10.77.0.1:8080"))
    session.type("<esc>")
    #expect(session.state.focus.rawValue == "table" && session.shows("Waiting for datagrams"))
  }

  @Test func `i with rows is the key of fields`() {
    let session = session().receive("row").type("i")
    #expect(session.state.focus.rawValue == "table" && !session.takeEffects().contains(.examine(Self.request("8080"))))
  }

  @Test func `a single address that is bound is what is examined`() {
    let session = session(bound: [Session.endpoint("10.77.0.1", 8_080)]).type(":doctor<enter>")
    #expect(session.takeEffects().contains(.examine(Self.request("10.77.0.1:8080"))))
  }

  @Test func `of several places that are bound each is examined in its turn`() {
    let places = [("10.77.0.1", 8_080), ("10.77.0.2", 9_000)].map { Session.endpoint($0.0, UInt16($0.1)) }
    let session = session(bound: places).type(":doctor<enter>")
    #expect(session.shows("10.77.0.1:8080 · place 1 of 2") && session.shows("Next place"))
    session.type("n")
    #expect(session.takeEffects().contains(.examine(Self.request("10.77.0.2:9000"))))
    #expect(session.shows("10.77.0.2:9000 · place 2 of 2"))
    session.type("n")
    #expect(session.shows("10.77.0.1:8080 · place 1 of 2"))
    session.type("<esc>:doctor 7000<enter>")
    #expect(!session.shows("· place") && !session.shows("Next place"))
  }

  @Test func `with one place there is no next one`() {
    let session = session().type(":doctor<enter>")
    #expect(!session.shows("place 1") && !session.shows("Next place"))
  }

  @Test func `while the examination runs the report says so, and an answer to another question is not shown`() {
    let session = session()
    session.state.interaction.overlay = .doctor(Doctor(target: Self.target("9000"), sender: nil))
    #expect(session.shows("examining sockets"))
    session.type("r")
    #expect(session.takeEffects().isEmpty)
    session.update(.examined(Self.diagnosis(Self.request("8080"))))
    #expect(session.shows("examining sockets"))
    session.update(.examined(Self.diagnosis(Self.request("9000"))))
    #expect(!session.shows("examining sockets") && session.shows("looked at, and in order"))
  }

  @Test func `the report scrolls to its end and no further`() {
    let session = session(80, 12).type(":doctor 10.77.0.1:8080<enter>")
    #expect(session.shows("more below") && !session.shows("a datagram to itself"))
    session.type("G")
    #expect(session.shows("v0  10.77.0.1:40000  arrived after 0.06 ms") && !session.shows("more below"))
    session.type("jjjg")
    #expect(session.shows("interface v0 is down"))
  }

  @Test func `a sender is part of the question`() {
    let session = session().type(":doctor 10.77.0.1:8080 10.0.3.17<enter>")
    #expect(session.shows("10.77.0.1:8080 (from 10.0.3.17)"))
  }

  @Test(arguments: [
    (":doctor nowhere", "neither a port nor address:port"), (":doctor host:80", "is a name"),
    (":doctor 80 x", "is not an address"), (":doctor 80 1.2.3.4 5", "an endpoint and a sender's address are expected"),
  ])
  func `a wrong endpoint is refused where it is typed`(line: String, reason: String) {
    let session = session().type(line + "<enter>")
    #expect(session.shows(reason) && session.state.focus.rawValue == "command", "\(session.lines)")
  }

  @Test func `without sockets an endpoint is asked for`() {
    let session = session(bound: []).type(":doctor<enter>")
    #expect(session.message.contains("name an endpoint"), "\(session.message)")
  }
}
