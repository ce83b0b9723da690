import Alarms
import Basics
import Configuration
import DisplayFilter
import Formats
import PayloadText
import PeerText
import Testing
import UDPCore

/// Alarms at work on datagrams that a test makes up, with its own time.
struct Plant: ~Copyable {
  static let second: Int64 = 1_000_000_000
  /// The wall clock at the beginning, in nanoseconds since the Unix epoch.
  static let start: Int64 = 1_795_381_665_000_000_000

  private var writer: LogWriter
  private var formats: FormatObserver
  private var context = FilterContext(texts: PeerTexts(encodingForAll: .utf8), now: 0)
  private var number: UInt64 = 0
  /// The time since the beginning, in nanoseconds.
  private var time: Int64 = 0
  var engine: AlarmEngine
  /// What began, what ended, and what was left out, as sentences.
  private(set) var sentences: [String] = []

  /// A format with a number, a value and a checksum.
  static let meter = ##"""
    [[format]]
    name = "meter"
    struct = ">B:_mark=0x7e H:seq h:temp/10 H:crc"
    check = "crc16-modbus in crc"
    sequence = "seq"
    """##

  init(_ rules: [AlarmRule]) throws {
    writer = LogWriter(limit: 8 << 20)
    engine = AlarmEngine(rules)
    let file = FormatFile(Self.meter, path: "/f.toml", aliases: Aliases(), interfaces: InterfaceNames())
    #expect(file.problems.map(\.description) == [])
    formats = FormatObserver(FormatBook(file.formats))
  }

  private var moment: AlarmEngine.Moment {
    AlarmEngine.Moment(monotonic: time, wall: Self.start + time)
  }

  /// Lets time pass, and does what is due meanwhile.
  mutating func pass(_ seconds: Double) {
    let end = time + Int64(seconds * 1e9)
    while let due = engine.nextDue, due < end {
      time = max(time, due)
      engine.advance(to: moment)
      take()
    }
    time = end
    engine.advance(to: moment)
    take()
  }

  /// Takes a datagram that arrives now.
  mutating func receive(
    _ payload: [UInt8] = [0x41], from peer: String = "10.0.3.17", port: UInt16 = 5_000,
    kind: DatagramKind = .incoming
  ) throws {
    let here = Endpoint(try #require(IPAddress("192.168.1.5")), port: 8_080)
    let row = LogWriter.Row(
      kind: kind, time: moment.wall, size: payload.count, peer: Endpoint(try #require(IPAddress(peer)), port: port),
      local: LocalPath(endpoint: here, replySource: here.address, interface: 0, socket: 0))
    unsafe writer.append(row, payload: payload.span.bytes)
    writer.publish()
    number += 1
    let datagram = try #require(writer.log.snapshot()[number])
    context.texts.observe(datagram)
    let observation = formats.observe(datagram, gapsIn: &context)
    engine.observe(datagram, observation, in: context, at: moment)
    take()
  }

  /// Passes rows over, as when the memory was too small.
  mutating func skip() { engine.skip(at: moment) }

  private mutating func take() {
    for event in engine.takeEvents() {
      switch event {
      case .began(let alarm, _): sentences.append(alarm.beginning { "\($0)" }.english)
      case .ended(let alarm): sentences.append(alarm.end { "\($0)" }?.english ?? "no end")
      case .limited(let sentence): sentences.append(sentence.english)
      }
    }
  }

  /// Removes and returns the sentences so far.
  mutating func takeSentences() -> [String] {
    defer { sentences = [] }
    return sentences
  }

  /// The bytes of a meter's datagram.
  static func reading(_ number: UInt16, temperature: Double, isDamaged: Bool = false) -> [UInt8] {
    let tenths = UInt16(bitPattern: Int16(temperature * 10))
    var bytes: [UInt8] = [
      0x7e, UInt8(number >> 8), UInt8(number & 0xff), UInt8(tenths >> 8), UInt8(tenths & 0xff),
    ]
    var checksum: UInt16 = 0xffff
    for byte in bytes {
      checksum ^= UInt16(byte)
      for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xa001 : checksum >> 1 }
    }
    if isDamaged { checksum ^= 1 }
    bytes += [UInt8(checksum >> 8), UInt8(checksum & 0xff)]
    return bytes
  }
}

/// Returns the rules that words mean.
func rules(_ words: String...) throws -> [AlarmRule] {
  let file = FormatFile(Plant.meter, path: "/f.toml", aliases: Aliases(), interfaces: InterfaceNames())
  return try AlarmWords.rules(words, Settings(), library: FormatLibrary(own: file.formats), InterfaceNames())
}
