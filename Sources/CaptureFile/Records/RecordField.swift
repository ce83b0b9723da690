import UDPCore

/// The fields of a JSON Lines record, by name, in the order in which they are written. CSV uses the same names for
/// those of a datagram.
enum RecordField: String, CaseIterable {
  case number, time, direction
  case sourceAddress = "src_ip"
  case sourcePort = "src_port"
  case destinationAddress = "dst_ip"
  case destinationPort = "dst_port"
  case size, truncated, encoding, text, payload, error, note, marks
  case received, sent, shown
  case kernelDrops = "kernel_drops"
  case evicted

  /// The fields of a datagram, which are the columns of CSV. `error`, `note` and `marks` are empty where JSON omits
  /// them.
  static let columns: [RecordField] = [
    .number, .time, .direction, .sourceAddress, .sourcePort, .destinationAddress, .destinationPort, .size, .truncated,
    .encoding, .text, .payload, .error, .note, .marks,
  ]

  /// The fields that are read back, by name; the others follow from these.
  static let read: [String: RecordField] = {
    let fields = allCases.filter { ![.number, .encoding, .text, .received, .sent, .shown, .evicted].contains($0) }
    return Dictionary(uniqueKeysWithValues: fields.map { ($0.rawValue, $0) })
  }()
}

/// The values of `RecordField.direction`: the kinds of records.
enum RecordDirection: String {
  case incoming = "in"
  case outgoing = "out"
  case failure = "error"
  /// Kernel drops so far.
  case drops
  /// The counts of the whole run.
  case summary

  /// Creates the direction of a datagram's record.
  init(_ kind: DatagramKind) {
    switch kind {
    case .incoming: self = .incoming
    case .outgoing: self = .outgoing
    case .failure: self = .failure
    }
  }
}
