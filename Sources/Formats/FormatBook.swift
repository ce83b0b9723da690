package import DisplayFilter
import PeerText
package import UDPCore

/// The formats in force, in the order in which they are tried.
package final class FormatBook: Sendable {
  /// The formats.
  package let formats: [Format]
  /// The format of every datagram, whatever it looks like; `nil` where each is tried.
  package let forced: Format?
  /// The indices of the formats that may be on any port, in order.
  private let anywhere: [Int]
  /// The indices of the formats of a port, with those of any port, in order.
  private let byPort: [UInt16: [Int]]
  /// The formats whose range of ports is too wide for the table.
  private static let widestRange = 64

  /// Creates a book of formats.
  /// - Parameter forced: the name of the format of every datagram; `nil` to try each.
  package init(_ formats: [Format], forced: String? = nil) {
    self.formats = formats
    self.forced = forced.flatMap { name in formats.first { $0.name == name } }
    var anywhere: [Int] = []
    var ports: [UInt16: [Int]] = [:]
    for (index, format) in formats.enumerated() {
      if format.ports.isEmpty || format.ports.contains(where: { $0.count > Self.widestRange }) {
        anywhere.append(index)
      } else {
        for port in Set(format.ports.flatMap { Array($0) }) { ports[port, default: []].append(index) }
      }
    }
    byPort = ports.mapValues { ($0 + anywhere).sorted() }
    self.anywhere = anywhere
  }

  /// A book of no formats.
  package static let empty = FormatBook([])

  /// Whether it has no formats.
  package var isEmpty: Bool { formats.isEmpty }

  /// Returns the format with a name; `nil` if there is none.
  package func format(named name: String) -> Format? { formats.first { $0.name == name } }

  /// The indices of the formats that a datagram between two ports may be of, in order.
  @inline(__always)
  func candidates(_ source: UInt16, _ destination: UInt16) -> [Int] {
    if byPort.isEmpty { return anywhere }
    let (one, other) = (byPort[source], byPort[destination])
    guard let one else { return other ?? anywhere }
    guard let other, source != destination else { return one }
    return Array(Set(one + other)).sorted()
  }
}

/// Chooses the format of datagrams one after another; it keeps what the conditions need between two of them, so each
/// thread has its own.
package struct FormatChooser {
  /// The formats.
  package let book: FormatBook
  private var judges: [FilterJudge?]

  /// Creates a chooser.
  package init(_ book: FormatBook) {
    self.book = book
    judges = book.formats.map { format in format.condition.map { FilterJudge($0) } }
  }

  /// Returns the format of a datagram: the forced one, or the first whose ports, condition and body fit; `nil` if none
  /// does.
  package mutating func format(of datagram: Datagram, in context: FilterContext) -> Format? {
    if let forced = book.forced { return forced }
    guard !book.isEmpty, datagram.kind != .failure else { return nil }
    var decoder: PayloadDecoder?
    for index in book.candidates(datagram.source.port, datagram.destination.port) {
      let format = book.formats[index]
      if !format.ports.isEmpty, !format.hasPort(datagram.source.port, datagram.destination.port) { continue }
      if judges[index] != nil, !matches(index, datagram, context) { continue }
      let own = decoder ?? PayloadDecoder(context.texts, datagram)
      decoder = own
      if datagram.withPayload({ format.fits($0, own) }) { return format }
    }
    return nil
  }

  /// Returns what the format of a datagram says of it; `nil` if it has none.
  package mutating func dissection(of datagram: Datagram, in context: FilterContext) -> Dissection? {
    guard let format = format(of: datagram, in: context) else { return nil }
    let decoder = PayloadDecoder(context.texts, datagram)
    return datagram.withPayload { format.dissect($0, decoder) }
  }

  private mutating func matches(_ index: Int, _ datagram: Datagram, _ context: FilterContext) -> Bool {
    (try? judges[index]?.matches(datagram, in: context)) ?? false
  }
}

extension Format {
  /// Whether one of two ports is one of the format's.
  func hasPort(_ source: UInt16, _ destination: UInt16) -> Bool {
    ports.contains { $0.contains(source) || $0.contains(destination) }
  }
}
