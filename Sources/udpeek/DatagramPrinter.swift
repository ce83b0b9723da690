import PayloadText
import UDPCore

/// Writes datagrams as `listen` and `send` print them: one line each, or one JSON object each.
struct DatagramPrinter {
  /// What a line looks like.
  enum Form {
    /// `21:07:45.123456  127.0.0.1:53412 → 127.0.0.1:8080  5  gb18030  hello`.
    case text
    /// As `text`, the payload as hex.
    case hex
    /// One object, keys in the order of cli.md.
    case json
  }

  let form: Form
  let locale: CharacterLocale
  /// The interfaces' names, for scopes; they may change while it prints.
  var interfaces: InterfaceNames
  private let localTime = LocalTime()

  init(form: Form, locale: CharacterLocale, interfaces: InterfaceNames) {
    self.form = form
    self.locale = locale
    self.interfaces = interfaces
  }

  /// Appends one datagram's record to `output`.
  func print(_ datagram: Datagram, choice: EncodingChoice, text: DecodedText, to output: inout [UInt8]) {
    switch form {
    case .json: printObject(datagram, choice: choice, text: text, to: &output)
    case .text, .hex: printLine(datagram, choice: choice, text: text, to: &output)
    }
  }

  private func printLine(
    _ datagram: Datagram, choice: EncodingChoice, text: DecodedText, to output: inout [UInt8]
  ) {
    var line: SafeText = "\(localTime.clock(datagram.time))  \(datagram.source.text(interfaces))"
    line += datagram.kind == .failure ? " ! " : " → "
    line += SafeText(datagram.destination.text(interfaces))
    if let failure = datagram.failure {
      line += "  –  –  \(failure.explanation)"
    } else if datagram.size == 0 {
      line += "  0  –  (empty)"
    } else {
      line += "  \(datagram.size)  \(choice.label)  "
      line += form == .hex ? SafeText(Printable.spacedHex(datagram.payload)) : SafeText(escaped: text)
      if datagram.isTruncated { line += "  (truncated)" }
    }
    output += locale.encode(line)
    output.append(UInt8(ascii: "\n"))
  }

  private func printObject(
    _ datagram: Datagram, choice: EncodingChoice, text: DecodedText, to output: inout [UInt8]
  ) {
    var object = JSONObject()
    object.add("number", Int(clamping: datagram.number))
    object.add("time", UTCTime.text(datagram.time))
    object.add("direction", datagram.kind.direction)
    object.add("src_ip", datagram.source.addressText(interfaces))
    object.add("src_port", Int(datagram.source.port))
    object.add("dst_ip", datagram.destination.addressText(interfaces))
    object.add("dst_port", Int(datagram.destination.port))
    object.add("size", datagram.size)
    object.add("truncated", datagram.isTruncated)
    object.add("encoding", choice.encoding.name)
    object.add("text", SafeText(escaped: text).description)
    datagram.withPayload { object.add("payload", hex: $0) }
    if let failure = datagram.failure { object.add("error", failure.explanation) }
    output += object.line
  }

  /// The record of grown kernel drops: `total` so far.
  func printDrops(_ total: Int, time: Int64, to output: inout [UInt8]) {
    guard form == .json else { return }
    var object = JSONObject()
    object.add("direction", "drops")
    object.add("time", UTCTime.text(time))
    object.add("kernel_drops", total)
    output += object.line
  }

  /// The last record: what was counted.
  func printSummary(_ summary: Summary, to output: inout [UInt8]) {
    guard form == .json else { return }
    var object = JSONObject()
    object.add("direction", "summary")
    object.add("received", summary.received)
    object.add("sent", summary.sent)
    object.add("shown", summary.shown)
    object.add("kernel_drops", summary.kernelDrops)
    object.add("truncated", summary.truncated)
    object.add("evicted", summary.evictedUnprinted)
    output += object.line
  }
}

extension DatagramKind {
  /// The word of the JSON form.
  fileprivate var direction: String {
    switch self {
    case .incoming: "in"
    case .outgoing: "out"
    case .failure: "error"
    }
  }
}

/// What `listen` says at its end.
struct Summary {
  var received = 0
  var shown = 0
  var sent = 0
  var kernelDrops = 0
  /// Whether more may have been dropped: joined reads have occurred.
  var dropsAreLowerBound = false
  var truncated = 0
  /// Rows that were pushed out of the log before they were printed.
  var evictedUnprinted = 0

  /// The line on standard error.
  var text: String {
    """
    received \(received), shown \(shown), sent \(sent), kernel drops \(dropsAreLowerBound ? "≥ " : "")\(kernelDrops), \
    truncated \(truncated), evicted unprinted \(evictedUnprinted)
    """
  }
}
