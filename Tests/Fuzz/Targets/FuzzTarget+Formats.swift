import Basics
import Configuration
import DisplayFilter
import Formats
import PayloadText
import PeerText
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
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    let peer = Endpoint(IPAddress(ipv4: 0x0a00_0001), port: 5_000)
    let path = LocalPath(endpoint: peer, replySource: .anyIPv4, interface: 0, socket: 0)
    let payload = Array(payload.prefix(60_000))
    writer.append(
      LogWriter.Row(kind: .incoming, time: 0, size: payload.count, peer: peer, local: path),
      payload: payload.span.bytes)
    writer.publish()
    guard let datagram = writer.log.snapshot()[1] else { return }
    let context = FilterContext(texts: PeerTexts(encodingForAll: payload.first == 0xce ? .gbk : nil), now: 0)
    let decoder = PayloadDecoder(context.texts, datagram)
    let dissection = format.dissect(payload.span.bytes, decoder)
    precondition(dissection.fields.count <= 2_100)
    for field in dissection.fields {
      precondition(field.range.lowerBound >= 0 && field.range.upperBound <= payload.count, "\(field)")
      precondition(!field.name.isEmpty && field.text.utf8.count < 2_000_000)
    }
    if format.fits(payload.span.bytes, decoder) {
      precondition(dissection.problem == nil || format.isOpen, "\(dissection.problem?.english ?? "")")
    }
    for index in format.fields.indices.prefix(4) {
      _ = format.number(of: index, payload.span.bytes, decoder)
    }
    var tracker = SequenceTracker()
    tracker.observe(datagram, dissection)
  }
}

extension [UInt8] {
  /// Splits the bytes at the first place where `mark` stands; all of them come before it if it is not there.
  fileprivate func parts(at mark: [UInt8]) -> (before: [UInt8], after: [UInt8]) {
    guard let place = firstRange(of: mark) else { return (self, []) }
    return (Array(self[..<place.lowerBound]), Array(self[place.upperBound...]))
  }
}
