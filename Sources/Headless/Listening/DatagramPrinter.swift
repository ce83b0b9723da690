import CaptureFile
import PayloadText
import PeerText
import Plumbing
import UDPCore

/// Writes what `listen` and `send` print: datagrams, one line each or one JSON object each, and what else is told in
/// between.
struct DatagramPrinter {
  /// What a datagram's record looks like.
  var formatter: RecordFormatter

  /// The interfaces' names, for scopes; they may change while it prints.
  var interfaces: InterfaceNames {
    get { formatter.interfaces }
    set { formatter.interfaces = newValue }
  }

  /// Lines have dates where it is asked for, and from the first datagram of another day on.
  init(
    form: RecordFormatter.Form, locale: CharacterLocale, interfaces: InterfaceNames, showsDates: Bool = false
  ) {
    formatter = RecordFormatter(
      form: form, locale: locale, interfaces: interfaces,
      dates: showsDates ? .always : .fromAnotherDay(than: SystemClock.wall))
  }

  /// Appends one datagram's record to `output`.
  mutating func print(
    _ datagram: Datagram, choice: EncodingChoice, text: DecodedText, note: String? = nil, isMarked: Bool = false,
    to output: inout [UInt8]
  ) {
    formatter.append(datagram, choice: choice, text: text, note: note, isMarked: isMarked, to: &output)
  }

  /// The record of grown kernel drops: `total` so far.
  func printDrops(_ total: Int, time: Int64?, to output: inout [UInt8]) {
    guard formatter.form == .json else { return }
    var object = JSONObject()
    object.add("direction", "drops")
    object.add("time", time.map(UTCTime.text))
    object.add("kernel_drops", total)
    output += object.line
  }

  /// The last record: what was counted.
  func printSummary(_ summary: Summary, to output: inout [UInt8]) {
    guard formatter.form == .json else { return }
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
