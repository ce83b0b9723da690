import Basics
import CaptureFile
import CommandCore
import DisplayFilter
import Expect
import Monitor
import PayloadText
import PeerText
import UDPCore

/// The text of copied rows, safe to paste: received characters that are not text become escapes, as on the screen; line
/// ends and tabs stay.
struct ClipboardText {
  /// The most bytes of a copy: in base64 with its enclosing sequence, terminals accept 100,000 bytes (xterm, hterm).
  static let limit = 74_994

  /// The copy in UTF-8, at most `limit` bytes.
  private(set) var bytes: [UInt8] = []
  /// Size in bytes without the limit; a lower bound if the limit was exceeded.
  private(set) var wholeSize = 0
  /// Number of rows copied, whole or in part; of addresses, each counts once.
  private(set) var rows = 0
  /// Number of rows from which they were taken.
  private var sources = 0
  private let form: CopyForm

  /// The number of rows, for the start of a sentence; empty for one row.
  var count: Phrase {
    guard sources > 1 else { return "" }
    guard form == .address else { return rows > 1 ? "\(rows) rows, " : "" }
    return rows == 1 ? "1 address of \(sources) rows, " : "\(rows) addresses of \(sources) rows, "
  }

  /// Formats `rows` of the log; evicted rows are left out.
  /// - Parameters:
  ///   - namesHosts: whether rows are of other hosts, which JSON names.
  ///   - ruleName: returns the name of a rule, for JSON.
  init(
    _ form: CopyForm, rows numbers: [UInt64], of log: LogSnapshot, _ texts: PeerTexts, _ interfaces: InterfaceNames,
    namesHosts: Bool = false, ruleName: (@Sendable (RuleNumber) -> String?)? = nil
  ) {
    self.form = form
    var formatter = RecordFormatter(form: .json, interfaces: interfaces, dates: .always)
    formatter.namesHosts = namesHosts
    formatter.ruleName = ruleName
    var peers: Set<Endpoint> = []
    if form == .expect {
      let datagrams = numbers.compactMap { log[$0] }
      bytes = Array(ScriptWriter.script(of: datagrams.sorted { $0.number < $1.number }, texts, interfaces).utf8)
      (wholeSize, rows, sources) = (bytes.count, datagrams.count, datagrams.count)
    }
    for number in numbers where wholeSize <= Self.limit && form != .expect {
      guard let datagram = log[number] else { continue }
      sources += 1
      if form == .address, !peers.insert(datagram.peer).inserted { continue }
      let entry = Self.entry(datagram, form, texts, interfaces, &formatter)
      wholeSize += entry.utf8.count + (rows == 0 ? 0 : 1)
      if rows > 0 { bytes.append(UInt8(ascii: "\n")) }
      bytes += entry.utf8
      rows += 1
    }
    if form == .pythonServer, let first = numbers.lazy.compactMap({ log[$0] }).first {
      let (head, foot) = CodeExample(first, interfaces).pythonServer
      bytes = Array(head.utf8) + bytes + Array(foot.utf8)
      wholeSize += head.utf8.count + foot.utf8.count
    }
    guard bytes.count > Self.limit else { return }
    var end = Self.limit
    // A character must not be cut in half.
    while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
    bytes.removeSubrange(end...)
  }

  private static func entry(
    _ datagram: Datagram, _ form: CopyForm, _ texts: PeerTexts, _ interfaces: InterfaceNames,
    _ formatter: inout RecordFormatter
  ) -> String {
    if let alarm = datagram.alarm, form == .text {
      return SafeText("alarm \(alarm.name): \(alarm.text)").description
    }
    switch form {
    case .text: return text(of: datagram, texts)
    case .hex: return Printable.spacedHex(datagram.payload)
    case .address: return datagram.peer.withoutHost.text(interfaces)
    case .c: return array(datagram)
    case .pythonClient: return CodeExample(datagram, interfaces).pythonClient
    case .pythonServer: return CodeExample(datagram, interfaces).pythonAnswer
    case .netcat: return CodeExample(datagram, interfaces).netcat
    case .udpeekSend: return CodeExample(datagram, interfaces).udpeekSend
    case .expect: return ScriptWriter.script(of: [datagram], texts, interfaces)
    case .json:
      var line: [UInt8] = []
      formatter.append(datagram, choice: texts.choice(of: datagram), text: texts.text(of: datagram), to: &line)
      return String(decoding: line.dropLast(), as: UTF8.self)
    }
  }

  private static func text(of datagram: Datagram, _ texts: PeerTexts) -> String {
    var text = ""
    var piece = DecodedText()
    for unit in texts.text(of: datagram).units {
      guard case .scalar(let scalar) = unit, scalar == "\n" || scalar == "\t" else {
        piece.units.append(unit)
        continue
      }
      text += SafeText(copy: piece).description + String(scalar)
      piece = DecodedText()
    }
    return text + SafeText(copy: piece).description
  }

  /// The payload as a C array, twelve bytes a line: `static const unsigned char datagram_12[9] = {…};`. An empty
  /// payload becomes a comment, since C has no empty arrays.
  private static func array(_ datagram: Datagram) -> String {
    let payload = datagram.payload
    guard !payload.isEmpty else { return "/* datagram \(datagram.number) is empty */" }
    var text = "static const unsigned char datagram_\(datagram.number)[\(payload.count)] = {"
    for (index, byte) in payload.enumerated() {
      text += index % 12 == 0 ? "\n  0x" : " 0x"
      text += byte.digits(2, radix: 16) + ","
    }
    return text + "\n};"
  }
}
