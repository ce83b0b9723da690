import Alarms
import Basics
import DisplayFilter
import Testing
import UDPCore

/// Tests when alarms begin and end, on made-up datagrams and times.
struct AlarmEngineTests {
  @Test func `a peer that stops is one alarm, and speaking again ends it`() throws {
    var plant = try Plant(rules("name meters silence 90s when net 10.0.0.0/8"))
    for _ in 0..<5 {
      try plant.receive()
      plant.pass(30)
    }
    #expect(plant.takeSentences() == [])
    plant.pass(59.9)
    #expect(plant.takeSentences() == [])
    plant.pass(0.2)
    #expect(plant.takeSentences() == ["alarm meters: 10.0.3.17:5000 silent for 90s"])
    plant.pass(500)
    #expect(plant.takeSentences() == [] && plant.engine.records.map(\.isInForce) == [true])
    try plant.receive()
    #expect(plant.takeSentences() == ["alarm meters is over: 10.0.3.17:5000 spoke again after 590s"])
    #expect(plant.engine.records.map(\.isInForce) == [false])
    // The end is no datagram that was missed.
    let over = try #require(plant.engine.records.first)
    #expect(over.last == over.begin && over.ended.map { $0 > over.begin } == true)
    plant.pass(91)
    #expect(plant.takeSentences() == ["alarm meters: 10.0.3.17:5000 silent for 90s"])
  }

  @Test func `of forty peers the one that stops is named, and only received datagrams count`() throws {
    var plant = try Plant(rules("silence 10s"))
    for round in 0..<12 {
      for peer in UInt16(1)...40 where peer != 7 || round < 3 { try plant.receive(port: 5_000 + peer) }
      try plant.receive(port: 5_007, kind: .outgoing)
      plant.pass(2)
    }
    #expect(plant.takeSentences() == ["alarm silence 10s: 10.0.3.17:5007 silent for 10s"])
  }

  @Test func `each rule counts its alarms, and those in force`() throws {
    var plant = try Plant(rules("name quiet silence 5s", "name new new-peer"))
    for port in UInt16(1)...3 { try plant.receive(port: port) }
    plant.pass(6)
    #expect(
      plant.engine.tallies == [
        AlarmTally(name: "quiet", begun: 3, inForce: 3), AlarmTally(name: "new", begun: 1, inForce: 0),
      ])
    try plant.receive(port: 2)
    #expect(plant.engine.tallies[0] == AlarmTally(name: "quiet", begun: 3, inForce: 2))
    plant.pass(6)
    #expect(plant.engine.tallies[0] == AlarmTally(name: "quiet", begun: 4, inForce: 3))
  }

  @Test func `nobody is silent who was never heard, or whom the filter leaves out`() throws {
    var plant = try Plant(rules("silence 1s when net 10.0.0.0/8"))
    try plant.receive(from: "192.0.2.1")
    plant.pass(100)
    #expect(plant.takeSentences() == [] && plant.engine.nextDue == nil)
  }

  @Test func `an address is heard on any port, and all together are silent once`() throws {
    var plant = try Plant(rules("name a silence 5s of address", "name b silence 5s of all"))
    for port in UInt16(1)...20 {
      try plant.receive(port: port)
      plant.pass(1)
    }
    #expect(plant.takeSentences() == [])
    plant.pass(5)
    #expect(plant.takeSentences() == ["alarm a: 10.0.3.17 silent for 5s", "alarm b: silent for 5s"])
  }

  @Test func `rows that were passed over are no silence`() throws {
    var plant = try Plant(rules("silence 10s"))
    try plant.receive()
    plant.pass(9)
    plant.skip()
    plant.pass(9)
    #expect(plant.takeSentences() == [])
    plant.pass(2)
    #expect(plant.takeSentences().count == 1)
  }

  @Test func `a rate begins above its limit and ends well below it`() throws {
    var plant = try Plant(rules("name flood rate '> 100/s'"))
    for _ in 0..<100 { try plant.receive() }
    #expect(plant.takeSentences() == [])
    try plant.receive()
    #expect(plant.takeSentences() == ["alarm flood: 10.0.3.17:5000 more than 100 datagrams per second"])
    // About the limit: neither over nor new.
    for _ in 0..<400 {
      try plant.receive()
      plant.pass(0.0101)
    }
    #expect(plant.takeSentences() == [])
    #expect((plant.engine.records.first?.count ?? 0) > 1)
    for _ in 0..<60 {
      try plant.receive()
      plant.pass(0.05)
    }
    let sentences = plant.takeSentences()
    #expect(sentences.count == 1)
    #expect(sentences.first?.hasPrefix("alarm flood is over: 10.0.3.17:5000 back to ") == true)
    plant.pass(10)
    #expect(plant.takeSentences() == [] && plant.engine.nextDue == nil)
  }

  @Test func `a rate is one peer's, or that of all`() throws {
    var plant = try Plant(rules("name each rate > 10/min", "name all rate > 10/min of all"))
    for port in UInt16(1)...6 {
      for _ in 0..<2 { try plant.receive(port: port) }
    }
    #expect(plant.takeSentences() == ["alarm all: more than 10 datagrams per minute"])
  }

  @Test func `numbers that are missing are an alarm, whose count grows until ten seconds pass without`() throws {
    var plant = try Plant(rules("gap"))
    for number in [UInt16(1), 2, 5, 6, 9] {
      try plant.receive(Plant.reading(number, temperature: 20))
      plant.pass(1)
    }
    #expect(plant.takeSentences() == ["alarm gap: 10.0.3.17:5000 2 numbers are missing"])
    #expect(plant.engine.records.map(\.count) == [2])
    plant.pass(10)
    #expect(plant.takeSentences() == ["alarm gap is over: 10.0.3.17:5000 not again for 10s"])
    try plant.receive(Plant.reading(11, temperature: 20))
    #expect(plant.takeSentences() == ["alarm gap: 10.0.3.17:5000 1 number is missing"])
  }

  @Test func `a value outside of its range is an alarm of its peer`() throws {
    var plant = try Plant(rules("name heat field temp outside 5..60"))
    try plant.receive(Plant.reading(1, temperature: 60))
    try plant.receive(Plant.reading(1, temperature: 71.5), from: "10.0.3.18")
    try plant.receive(Plant.reading(2, temperature: 4.9), from: "10.0.3.18")
    try plant.receive([1, 2, 3])
    #expect(plant.takeSentences() == ["alarm heat: 10.0.3.18:5000 temp is 71.5, outside 5..60"])
    #expect(plant.engine.records.map(\.count) == [2])
  }

  @Test func `a range may be open`() throws {
    var plant = try Plant(rules("field temp outside ..60"))
    try plant.receive(Plant.reading(1, temperature: -40))
    try plant.receive(Plant.reading(2, temperature: 61))
    #expect(plant.takeSentences() == ["alarm field temp outside ..60: 10.0.3.17:5000 temp is 61, outside ..60"])
  }

  @Test func `a wrong checksum is an alarm`() throws {
    var plant = try Plant(rules("badcheck"))
    try plant.receive(Plant.reading(1, temperature: 20))
    try plant.receive(Plant.reading(2, temperature: 20, isDamaged: true))
    #expect(plant.takeSentences() == ["alarm badcheck: 10.0.3.17:5000 the checksum is wrong"])
  }

  @Test func `a new address is an alarm once, whatever its ports`() throws {
    var plant = try Plant(rules("new-peer when not src net 192.168.0.0/16"))
    try plant.receive()
    try plant.receive(port: 6_000)
    try plant.receive(from: "192.168.1.9")
    try plant.receive(from: "10.0.3.18")
    #expect(
      plant.takeSentences() == [
        "alarm new-peer not src net 192.168.0.0/16: 10.0.3.17:5000 sends for the first time",
        "alarm new-peer not src net 192.168.0.0/16: 10.0.3.18:5000 sends for the first time",
      ])
    #expect(plant.engine.records.allSatisfy { !$0.isInForce })
  }

  @Test func `more peers than can be watched are said, and so are more alarms than can be raised at once`() throws {
    var plant = try Plant(rules("name meters silence 60s"))
    for peer in UInt16(1)...4_100 { try plant.receive(port: peer) }
    #expect(plant.takeSentences() == ["alarm meters: more than 4096 peers; the others are not watched"])
    plant.pass(61)
    let sentences = plant.takeSentences()
    #expect(sentences.count == 257)
    #expect(sentences.last == "alarm meters: more than 256 at once; the others are only in the list")
    #expect(plant.engine.records.count { $0.isInForce } == 4_096)
  }

  @Test func `an alarm that is acknowledged does not ring until the next one`() throws {
    var plant = try Plant(rules("silence 5s bell"))
    try plant.receive()
    plant.pass(6)
    #expect(plant.engine.isRinging)
    plant.engine.acknowledge(try #require(plant.engine.records.first?.number))
    #expect(!plant.engine.isRinging && plant.engine.records.map(\.isAcknowledged) == [true])
    try plant.receive()
    plant.pass(6)
    #expect(plant.engine.isRinging && plant.engine.records.map(\.isAcknowledged) == [false, true])
  }

  @Test func `rules that stay keep what they know, and the alarms of a removed one end`() throws {
    var plant = try Plant(rules("name a silence 5s", "name b silence 5s of all"))
    try plant.receive()
    plant.pass(6)
    #expect(plant.takeSentences().count == 2)
    plant.engine.replaceRules(
      by: try rules("name b silence 5s of all", "name c gap"), at: AlarmEngine.Moment(monotonic: 0, wall: 0))
    plant.pass(1)
    #expect(plant.takeSentences() == ["alarm a is over: 10.0.3.17:5000 its rule was removed or changed"])
    try plant.receive()
    #expect(plant.takeSentences() == ["alarm b is over: spoke again after 7s"])
  }

  @Test func `sentences of rows are found again, to be translated`() {
    for text in [
      "silent for 90s", "more than 100 datagrams per second", "1 number is missing", "12 numbers are missing",
      "temp is 71.5, outside 5..60", "the checksum is wrong", "sends for the first time",
    ] {
      let phrase = AlarmText.phrase(of: text)
      #expect(phrase.english == text)
      #expect(phrase.template != "%1", "\(text)")
    }
    #expect(AlarmText.phrase(of: "something else").english == "something else")
  }
}
