import DisplayFilter
import PayloadText
import UDPCore

/// What a row of the table says, but for its time and its payload.
struct RowText {
  var number: SafeText
  /// `‹` received, `›` sent, `!` failed.
  var direction: SafeText
  var source: SafeText
  var destination: SafeText
  var size: SafeText
  var encoding: SafeText
  /// The remote endpoint: what stands in the one column of a narrow window.
  var peer: SafeText

  init(_ datagram: Datagram, _ state: State) {
    number = SafeText(Figures.grouped(datagram.number))
    peer = SafeText(state.name(of: datagram.peer))
    source = SafeText(state.name(of: datagram.source))
    destination = SafeText(state.name(of: datagram.destination))
    size = SafeText(Figures.grouped(datagram.size))
    switch datagram.kind {
    case .incoming: direction = state.symbols.incoming
    case .outgoing: direction = state.symbols.outgoing
    case .failure: direction = state.symbols.failed
    }
    if datagram.kind == .failure {
      size = state.symbols.none
      encoding = state.symbols.none
    } else if datagram.size == 0 {
      encoding = state.symbols.none
    } else {
      encoding = SafeText(state.peers.choice(of: datagram).label)
    }
  }
}

extension Datagram {
  /// What the Text column says before the payload, or in its place; a note of ours.
  var note: SafeText? {
    if kind == .failure { return SafeText(failure?.explanation ?? "failed") }
    if size == 0 { return "(empty)" }
    if isTruncated { return "(cut at \(Figures.grouped(storedSize))) " }
    return nil
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
        text += (value < 16 ? "0" : "") + String(value, radix: 16)
      }
    }
    return SafeText(text)
  }
}
