import Basics
import Expect
import PayloadText
import PeerText
import UDPCore

extension FuzzTarget {
  /// Parses any script: each mistake has a place in it, and one without a mistake parses again from its own lines. Then
  /// the bytes are a datagram, and a script is written of it, which has to parse.
  static let scripts = FuzzTarget(name: "scripts") { bytes in
    let source = bytes.text
    var scope = ScriptScope()
    scope.variables = ["host": .captured("127.0.0.1")]
    scope.file = { $0.utf8.count > 8 ? nil : [1, 2, 3] }
    let lines = source.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    do throws(ScriptErrors) {
      let script = try Script.parsed(source, path: "s", scope)
      precondition(!script.steps.isEmpty && !script.endpoints.isEmpty)
      for (index, step) in script.steps.enumerated() {
        precondition(step.index == index && (1...lines.count).contains(step.line), "\(step)")
      }
    } catch {
      precondition(!error.errors.isEmpty)
      for mistake in error.errors {
        let line = lines[mistake.line - 1]
        precondition((1...line.unicodeScalars.count + 1).contains(mistake.column), "\(mistake)")
        precondition(!mistake.phrase.english.isEmpty)
      }
    }
    checkWriting(bytes)
  }

  /// Writes scripts of a datagram, sent and received, in three encodings.
  private static func checkWriting(_ bytes: [UInt8]) {
    let payload = Array(bytes.prefix(1_000))
    let peer = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 5_000)
    let path = LocalPath(
      endpoint: Endpoint(IPAddress(ipv4: 0x7f00_0001), port: 8_080), replySource: .anyIPv4, interface: 0, socket: 0)
    var writer = LogWriter(limit: CaptureLog.minimumLimit)
    for kind in [DatagramKind.outgoing, .incoming, .incoming] {
      writer.append(
        LogWriter.Row(kind: kind, time: 1, size: payload.count, peer: peer, local: path),
        payload: payload.span.bytes)
    }
    writer.publish()
    let snapshot = writer.log.snapshot()
    let rows = (1...3).compactMap { snapshot[$0] }
    for encoding in [TextEncoding.utf8, .gb18030, nil] {
      var texts = PeerTexts(encodingForAll: encoding)
      for row in rows { texts.observe(row) }
      let text = ScriptWriter.script(of: rows, texts, InterfaceNames())
      do throws(ScriptErrors) {
        let script = try Script.parsed(text, path: "w", ScriptScope())
        precondition(script.steps.count == 3, text)
      } catch {
        preconditionFailure("\(text)\n\(error.phrases.map(\.english))")
      }
    }
  }
}
