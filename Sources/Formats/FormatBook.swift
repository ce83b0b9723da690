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
  /// The indices of the formats of some ports, with those of any port, in order.
  private let lists: [[Int]]
  /// The list of each port, counted from 1; 0 for `anywhere`. Empty if no format has ports.
  private let listOfPort: [UInt16]
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
    var lists: [[Int]] = []
    var listOfPort = [UInt16](repeating: 0, count: ports.isEmpty ? 0 : 65_536)
    for (port, own) in ports.sorted(by: { $0.key < $1.key }) {
      let list = (own + anywhere).sorted()
      let place = lists.firstIndex(of: list) ?? lists.count
      if place == lists.count { lists.append(list) }
      listOfPort[Int(port)] = UInt16(place + 1)
    }
    (self.lists, self.listOfPort, self.anywhere) = (lists, listOfPort, anywhere)
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
    if listOfPort.isEmpty { return anywhere }
    let (one, other) = (Int(listOfPort[Int(source)]), Int(listOfPort[Int(destination)]))
    if one == 0 { return other == 0 ? anywhere : lists[other - 1] }
    if other == 0 || one == other { return lists[one - 1] }
    return Array(Set(lists[one - 1] + lists[other - 1])).sorted()
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
