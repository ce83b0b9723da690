import Formats

/// The parts of the log's rows in exchanges of requests and answers, in eight bytes a row. Rows of which nothing is known
/// take nothing.
struct PairedRows: Sendable {
  /// The part of a row.
  enum Part: Hashable, Sendable {
    /// It asks.
    /// - Parameter answer: its first answer; `nil` while there is none.
    case request(answer: UInt64?)
    /// It asks again what an earlier row asks.
    case repetition(of: UInt64)
    /// It answers an earlier row.
    case answer(to: UInt64, isFirst: Bool)
  }

  private struct Entry: Sendable {
    /// The kind in the two low bits; above them the distance to the other row, 0 for none. All ones: the row has no part.
    var link = UInt32.max
    /// The round trip in nanoseconds; NaN where it is not known.
    var time = Float.nan
  }

  private enum Kind {
    static let (request, repetition, answer, further): (UInt32, UInt32, UInt32, UInt32) = (0, 1, 2, 3)
  }

  /// The rows of a block.
  private static let blockSize: UInt64 = 1_024
  /// The farthest that a request is from its answer.
  private static let farthest: UInt64 = (1 << 30) - 2

  private var blocks: [UInt64: [Entry]] = [:]
  /// The ordinals of answers beyond the second, and the most that are kept.
  private var ordinals: [UInt64: Int] = [:]
  private static let mostOrdinals = 1 << 20

  /// The number of rows that memory is kept for.
  var capacity: Int { blocks.count * Int(Self.blockSize) }

  /// The part of a row; `nil` if it has none.
  subscript(row: UInt64) -> Part? {
    guard let entry = entry(of: row) else { return nil }
    let distance = UInt64(entry.link >> 2)
    return switch entry.link & 3 {
    case Kind.request: .request(answer: distance == 0 ? nil : row &+ distance)
    case Kind.repetition: .repetition(of: row &- distance)
    case let kind: .answer(to: row &- distance, isFirst: kind == Kind.answer)
    }
  }

  /// The nanoseconds between a row's request and its answer; `nil` where they are not known.
  func roundTrip(of row: UInt64) -> Double? {
    entry(of: row).flatMap { $0.time.isNaN ? nil : Double($0.time) }
  }

  /// The place of a row among the answers to its request, from 1; `nil` if it is none.
  func ordinal(of row: UInt64) -> Int? {
    switch self[row] {
    case .answer(_, let isFirst): isFirst ? 1 : ordinals[row] ?? 2
    case .request, .repetition, nil: nil
    }
  }

  /// Whether a row asks and has no answer.
  func isOpen(_ row: UInt64) -> Bool { self[row] == .request(answer: nil) }

  /// Takes note of a row's part, and of its answer in the row that asks.
  mutating func add(_ row: UInt64, _ part: PairedRow) {
    switch part {
    case .request: set(row, Entry(link: Kind.request))
    case .repetition(let request): set(row, Entry(link: Self.link(row &- request, Kind.repetition)))
    case .answer(let request, let ordinal, let roundTrip):
      let distance = row &- request
      let time = roundTrip.map { Float($0) } ?? .nan
      set(row, Entry(link: Self.link(distance, ordinal == 1 ? Kind.answer : Kind.further), time: time))
      if ordinal > 2, ordinals.count < Self.mostOrdinals { ordinals[row] = ordinal }
      guard ordinal == 1, entry(of: request) != nil else { return }
      set(request, Entry(link: Self.link(distance, Kind.request), time: time))
    }
  }

  /// Forgets rows before a number, as far as whole blocks go.
  mutating func forget(before row: UInt64) {
    let first = row / Self.blockSize
    guard blocks.keys.contains(where: { $0 < first }) else { return }
    blocks = blocks.filter { $0.key >= first }
    if !ordinals.isEmpty { ordinals = ordinals.filter { $0.key >= row } }
  }

  private static func link(_ distance: UInt64, _ kind: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: min(distance, farthest)) << 2 | kind
  }

  private func entry(of row: UInt64) -> Entry? {
    guard let entry = blocks[row / Self.blockSize]?[Int(row % Self.blockSize)], entry.link != .max else { return nil }
    return entry
  }

  private mutating func set(_ row: UInt64, _ entry: Entry) {
    blocks[row / Self.blockSize, default: Array(repeating: Entry(), count: Int(Self.blockSize))][
      Int(row % Self.blockSize)] = entry
  }
}
