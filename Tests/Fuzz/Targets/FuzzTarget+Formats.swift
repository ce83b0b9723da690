import Basics
import Configuration
import DisplayFilter
import Formats
import PayloadText
import PeerText
import Synchronization
import UDPCore

extension FuzzTarget {
  /// Reads any file of formats, up to a line of dashes; its formats then read what follows as a datagram.
  static let formats = FuzzTarget(name: "formats") { bytes in
    let (source, payload) = bytes.parts(at: Array("\n---\n".utf8))
    let text = source.text
    let file = FormatFile(text, path: "/f", aliases: Aliases(), interfaces: InterfaceNames())
    let lines = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
    for problem in file.problems {
      guard case .file(_, let line, _) = problem.location else { continue }
      precondition((1...lines + 1).contains(line) && !problem.description.isEmpty, "\(problem)")
    }
    for format in file.formats { check(format, payload) }
  }

  /// Compiles any struct, up to an empty line, and reads what follows with it.
  static let structs = FuzzTarget(name: "structs") { bytes in
    let (source, payload) = bytes.parts(at: Array("\n\n".utf8))
    var written = FormatSpecification(name: "f", body: .structure(source.text))
    written.parts = [("part", "B:a ?a=1 ( $part )")]
    do throws(FormatSpecification.Mistake) { check(try Format(written), payload) } catch {
      precondition(!error.reason.english.isEmpty && (error.offset ?? 0) <= source.text.unicodeScalars.count, "\(error)")
    }
  }

  /// Reads any bytes by one of the formats that are shipped, or by one of each other kind.
  static let dissections = FuzzTarget(name: "dissections") { bytes in
    let (choice, payload) = bytes.choice(of: samples.count)
    check(samples[choice], payload)
  }

  /// The shipped formats, and formats of every body.
  private static let samples: [Format] = {
    let source = """
      [[format]]
      name = "json"
      tree = "json"
      [[format]]
      name = "cbor"
      tree = "cbor"
      [[format]]
      name = "msgpack"
      tree = "msgpack"
      [[format]]
      name = "protobuf"
      tree = "protobuf"
      [[format]]
      name = "ber"
      tree = "ber"
      [[format]]
      name = "pairs"
      keyvalue = ";,="
      [[format]]
      name = "columns"
      csv = ["a", "b", "_", "c"]
      [[format]]
      name = "paths"
      json = { a = "$.a.b", c = "$.c[0]" }
      [[format]]
      name = "lines"
      fields = ['/^(?<key>[^ :]+)[ :]?(?<rest>.*)/', '/(?<number>\\\\d+)/']
      headers = { host = "Host|h" }
      pairs = { rest = " =" }
      lines = true
      check = "nmea in number"
      [[format]]
      name = "records"
      struct = "> B:n *:r[n]( B:t B:_l [_l]( ?t=1 ( name:name ) : ?t=2 ( oid:oid[_left] ) : ( json:json ) ) ) z4:tags *[tags]( ?_item='i' ( i:i ) ) crc:crc"
      """
    let file = FormatFile(
      source.replacing("crc:crc", with: "H:crc") + "\ncheck = \"crc16-modbus in crc from n\"\nsequence = \"n\"",
      path: "/f", aliases: Aliases(), interfaces: InterfaceNames())
    precondition(file.problems.isEmpty, "\(file.problems)")
    return file.formats + ShippedFormats.all
  }()

  /// Reads a payload by a format; every field lies in the payload, and what is read alone is what the whole says.
  private static func check(_ format: Format, _ payload: [UInt8]) {
    scratch.withLock { $0.check(format, Array(payload.prefix(60_000))) }
  }

  /// What all runs share: a log takes 2 MiB, and a decoder of GBK reads all of its characters.
  private static let scratch = Mutex(FormatScratch())
}

/// A log that the payloads of all runs go through, and the texts of a peer whose encoding is known or is not.
private struct FormatScratch: ~Copyable {
  private var writer = LogWriter(limit: CaptureLog.minimumLimit)
  private let gbk = PeerTexts(encodingForAll: .gbk)
  private let undecided = PeerTexts(encodingForAll: nil)

  /// Logs a payload and returns its datagram.
  private mutating func datagram(_ payload: [UInt8]) -> Datagram? {
    let peer = Endpoint(IPAddress(ipv4: 0x0a00_0001), port: 5_000)
    let path = LocalPath(endpoint: peer, replySource: .anyIPv4, interface: 0, socket: 0)
    let number = writer.append(
      LogWriter.Row(kind: .incoming, time: 0, size: payload.count, peer: peer, local: path),
      payload: payload.span.bytes)
    writer.publish()
    return writer.log.snapshot()[number]
  }

  mutating func check(_ format: Format, _ payload: [UInt8]) {
    guard let datagram = datagram(payload) else { preconditionFailure("a log that nobody reads is full") }
    let decoder = PayloadDecoder(payload.first == 0xce ? gbk : undecided, datagram)
    let dissection = format.dissect(payload.span.bytes, decoder)
    precondition(dissection.fields.count <= 2_100)
    for field in dissection.fields {
      precondition(field.range.lowerBound >= 0 && field.range.upperBound <= payload.count, "\(field)")
      precondition(!field.name.isEmpty && field.text.utf8.count < 2_000_000)
    }
    // Of a datagram that fits, not all fields may be kept.
    let isCut = dissection.fields.count >= 2_000
    if format.fits(payload.span.bytes, decoder) {
      precondition(dissection.problem == nil || format.isOpen || isCut, "\(dissection.problem?.english ?? "")")
    }
    for index in format.fields.indices.prefix(4) {
      let alone = format.number(of: index, payload.span.bytes, decoder)
      precondition(
        isCut || alone.isSame(as: dissection.fields.first { $0.index == index && $0.value != .tree }?.value.number),
        "\(index): \(alone.debugDescription)")
    }
    var tracker = SequenceTracker()
    tracker.observe(datagram, dissection)
  }
}

extension Double? {
  /// Whether both are the same number, or both none.
  fileprivate func isSame(as other: Double?) -> Bool {
    self == other || self?.isNaN ?? false && other?.isNaN ?? false
  }
}

extension [UInt8] {
  /// Splits the bytes at the first place where `mark` stands; all of them come before it if it is not there.
  fileprivate func parts(at mark: [UInt8]) -> (before: [UInt8], after: [UInt8]) {
    guard count >= mark.count,
      let place = (0...count - mark.count).first(where: { self[$0] == mark[0] && self[$0...].starts(with: mark) })
    else { return (self, []) }
    return (Array(self[..<place]), Array(self[(place + mark.count)...]))
  }
}
