import Alarms
import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import UDPCore

/// The texts of a row of the table, except its payload.
struct RowText {
  let datagram: Datagram
  /// The note on it.
  let note: String?
  /// What its format says of it; `nil` if it has none.
  let dissection: Dissection?
  let texts: PeerTexts
  let look: Look

  /// Returns the entry of a column; nothing for columns of times and of the payload.
  func entry(_ column: Column) -> SafeText {
    switch column {
    case .number: SafeText(Figures.grouped(datagram.number))
    case .direction: direction
    case .source: endpoint(datagram.source)
    case .destination: endpoint(datagram.destination)
    case .peer: endpoint(datagram.peer)
    case .local: endpoint(datagram.local.endpoint)
    case .size: !datagram.kind.isDatagram ? look.symbols.none : SafeText(Figures.grouped(datagram.size))
    case .encoding: encoding
    case .interface: interface
    case .host: look.showsHosts ? interface : look.symbols.none
    case .format: dissection.map { SafeText($0.format.title) + ($0.problem == nil ? "" : "?") } ?? ""
    case .field(let name): dissection?.field(filteredAs: name).map { FieldText.text(of: $0) } ?? ""
    case .note: note.map { SafeText($0) } ?? ""
    case .time, .delta, .text, .trail, .roundTrip, .answer: ""
    }
  }

  /// The entry of a column in the first of its forms that has room: a number takes a shorter one where it would be cut.
  func entry(_ column: Column, fitting width: Int) -> SafeText {
    let entry = entry(column)
    if entry.width <= width { return entry }
    let number: Int
    switch column {
    case .number: number = Int(clamping: datagram.number)
    case .size where datagram.kind.isDatagram: number = datagram.size
    default: return entry
    }
    let shorter: [SafeText] = ["\(number)", SafeText(Figures.rounded(number))]
    return shorter.first { $0.width <= width } ?? look.symbols.ellipsis
  }

  private func endpoint(_ endpoint: Endpoint) -> SafeText {
    if datagram.isUnread { return look.symbols.none }
    // The host stands in a column of its own.
    var endpoint = endpoint
    if look.showsHosts { endpoint.scope = 0 }
    // An alarm about an address has no port, and one about all peers no address.
    guard datagram.kind == .alarm, endpoint.port == 0 else { return SafeText(look.name(of: endpoint)) }
    return endpoint.address.isUnspecified ? look.symbols.none : SafeText("\(endpoint.address)")
  }

  private var direction: SafeText {
    switch datagram.kind {
    case .incoming: look.symbols.incoming
    case .outgoing: look.symbols.outgoing
    case .failure, .alarm: look.symbols.failed
    }
  }

  private var encoding: SafeText {
    guard datagram.kind.isDatagram, datagram.size > 0 else { return look.symbols.none }
    return SafeText(texts.choice(of: datagram).label)
  }

  private var interface: SafeText {
    let index = datagram.local.interface
    if index == 0 { return look.symbols.none }
    return SafeText(look.interfaces.name(of: index))
  }
}

extension Datagram {
  /// Whether it stands for packets of a file that are not understood: nobody sent or received it.
  var isUnread: Bool { kind == .failure && failure?.origin == .file }

  /// A remark of ours in the Text column, before the payload or in its place.
  var remark: Phrase? {
    if kind == .failure { return failure?.explanation ?? "failed" }
    if let alarm { return "alarm \(alarm.name): \(AlarmText.phrase(of: alarm.text))" }
    var remarks: [Phrase] = []
    if let relayVerdict { remarks.append("(\(relayVerdict.phrase))") }
    if marks.contains(.fragment) { remarks.append("(first fragment)") }
    if marks.contains(.partialChecksum) {
      remarks.append("(UDP-Lite, partial checksum)")
    } else if marks.contains(.lite) {
      remarks.append("(UDP-Lite)")
    }
    if marks.contains(.oddLength) { remarks.append("(wrong length)") }
    if size == 0 { return remarks.reduce("") { "\($0)\($1) " } + "(empty)" }
    if isTruncated { remarks.append("(cut at \(Figures.grouped(storedSize)))") }
    return remarks.isEmpty ? nil : remarks.reduce("") { "\($0)\($1) " }
  }

  /// The payload in hexadecimal, at most `columns` columns of it after `first` bytes.
  func hexText(from first: Int, columns: Int) -> SafeText {
    let count = max(0, min(storedSize - first, columns / 3 + 2))
    guard count > 0 else { return "" }
    var text = ""
    withPayload { payload in
      for byte in first..<first + count {
        let value = unsafe payload.unsafeLoad(fromByteOffset: byte, as: UInt8.self)
        if byte > first { text += " " }
        text += value.digits(2, radix: 16)
      }
    }
    return SafeText(text)
  }
}
