import DisplayFilter

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
  /// Whether a format counts its datagrams.
  package let hasSequences: Bool
  /// Whether each format counts its datagrams, by its index.
  let isCounting: [Bool]
  /// The conditions that depend on bytes alone, by the index of their format.
  let byteConditions: [ByteCondition?]
  /// The structs of the formats, by their index.
  let structs: [CompiledStruct?]
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
    isCounting = formats.map { $0.sequence != nil }
    hasSequences = isCounting.contains(true)
    byteConditions = formats.map { $0.condition.flatMap { ByteCondition($0) } }
    structs = formats.map(\.body.compiled)
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

extension Format {
  /// Whether one of two ports is one of the format's.
  func hasPort(_ source: UInt16, _ destination: UInt16) -> Bool {
    ports.contains { $0.contains(source) || $0.contains(destination) }
  }
}
