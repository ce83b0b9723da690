import UDPCore

/// The fields of a JSON Lines record, by name, in the order in which they are written. CSV uses the same names for
/// those of a datagram.
package enum RecordField: String, CaseIterable {
  case number, time, direction
  case sourceAddress = "src_ip"
  case sourcePort = "src_port"
  case destinationAddress = "dst_ip"
  case destinationPort = "dst_port"
  case size, truncated, encoding, text, payload, rule, relay, alarm, error, note, marks, encapsulation, host
  case format, fields, check, lost
  /// The exchange of requests and answers that a datagram belongs to (`--pair`).
  case request, answer
  case roundTrip = "rtt_ns"
  case received, sent, shown
  case kernelDrops = "kernel_drops"
  /// The number of rows that were evicted since the row before.
  case rows
  case evicted
  case numbersLost = "numbers_lost"
  case numbersLate = "numbers_late"
  case numbersTwice = "numbers_twice"
  case clockJitter = "clock_jitter_us"
  case requests, answered, unanswered
  case furtherAnswers = "further_answers"
  case leastRoundTrip = "rtt_min_ns"
  case medianRoundTrip = "rtt_p50_ns"
  case highRoundTrip = "rtt_p99_ns"
  case mostRoundTrip = "rtt_max_ns"
  /// The tree of `--dissect`.
  case wireshark

  /// The name of a CSV column for a field of a format: prefixed where records have a column of that name.
  package static func column(of field: String, in format: String) -> String {
    RecordField(rawValue: field) == nil ? field : "\(format).\(field)"
  }

  /// The fields that a datagram, a failure or an alarm can have, in the order in which JSON has them.
  package static let ofDatagrams: [RecordField] = [
    .number, .time, .direction, .sourceAddress, .sourcePort, .destinationAddress, .destinationPort, .alarm, .size,
    .truncated, .encoding, .text, .payload, .format, .fields, .check, .lost, .request, .answer, .roundTrip, .rule,
    .relay, .error, .note, .marks, .encapsulation, .host, .wireshark,
  ]

  /// The fields of a datagram, which are the columns of CSV. `error`, `note` and `marks` are empty where JSON omits
  /// them.
  static let columns: [RecordField] = [
    .number, .time, .direction, .sourceAddress, .sourcePort, .destinationAddress, .destinationPort, .size, .truncated,
    .encoding, .text, .payload, .error, .note, .marks,
  ]
}

/// The fields of a record that are read back, with the order of their places in `RecordFields`; the others follow from
/// these.
enum ReadField: Int, CaseIterable {
  case time, direction, sourceAddress, sourcePort, destinationAddress, destinationPort, size, truncated, payload, error
  case note, marks, encapsulation, kernelDrops

  /// The fields by name.
  private static let byName: [String: ReadField] = {
    let names: [RecordField] = [
      .time, .direction, .sourceAddress, .sourcePort, .destinationAddress, .destinationPort, .size, .truncated,
      .payload, .error, .note, .marks, .encapsulation, .kernelDrops,
    ]
    return Dictionary(uniqueKeysWithValues: zip(names.map(\.rawValue), allCases))
  }()

  /// Finds the field of a name; `nil` if it is none that is read back.
  init?(name: String) {
    guard let field = Self.byName[name] else { return nil }
    self = field
  }
}

/// The values of `RecordField.direction`: the kinds of records.
enum RecordDirection: String {
  case incoming = "in"
  case outgoing = "out"
  case failure = "error"
  case alarm
  /// Kernel drops so far.
  case drops
  /// Rows that were evicted from the log before they were printed.
  case evicted
  /// The counts of the whole run.
  case summary

  /// Creates the direction of a datagram's record.
  init(_ kind: DatagramKind) {
    switch kind {
    case .incoming: self = .incoming
    case .outgoing: self = .outgoing
    case .failure: self = .failure
    case .alarm: self = .alarm
    }
  }
}
