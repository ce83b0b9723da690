import Basics
import Structure

/// The structures that were found, by peer and kind.
struct Structures: Sendable {
  /// The most structures that are kept.
  private static let limit = 64
  /// Nanoseconds between two searches of the same kind, at first and at most.
  private static let (shortest, longest): (UInt64, UInt64) = (2_000_000_000, 32_000_000_000)

  private struct Entry: Sendable {
    var report: StructureReport?
    /// The newest row that was looked at.
    var newest: UInt64
    /// The time from which it is looked for again, in nanoseconds of the monotonic clock.
    var due: UInt64
    var pause: UInt64
  }

  private var table = RecentTable<StructureKey, Entry>(capacity: Structures.limit)
  /// The request that is being answered; `nil` while none is.
  private(set) var asked: StructureRequest?
  /// Whether `:structure` waits for the answer.
  var opensList = false

  /// The structure of a kind; `nil` if it is not known.
  func report(for key: StructureKey) -> StructureReport? { entry(for: key)?.report }

  private func entry(for key: StructureKey) -> Entry? {
    table[key] ?? table[StructureKey(peer: key.peer, isIncoming: key.isIncoming, size: nil)]
  }

  /// Returns what is to be asked for now; `nil` for nothing.
  /// - Parameter isUrgent: whether a user waits, so that a structure that may be old is looked for again.
  mutating func request(
    for key: StructureKey, newest: UInt64, at monotonic: UInt64, isUrgent: Bool
  ) -> StructureRequest? {
    guard asked == nil else { return nil }
    let known = entry(for: key)
    if let known {
      guard known.newest < newest, isUrgent || monotonic >= known.due else { return nil }
    }
    let request = StructureRequest(key: key, newest: newest, known: known?.report?.checksum)
    asked = request
    return request
  }

  /// Takes an answer.
  mutating func take(_ answer: StructureAnswer, at monotonic: UInt64) {
    guard let request = asked, request.key == answer.asked else { return }
    asked = nil
    // What does not change is looked at more and more seldom.
    let before = table[answer.key]
    let isSame = before?.report.map { old in answer.report.map { $0.isLike(old) } ?? false } ?? false
    let pause = isSame ? min(Self.longest, (before?.pause ?? Self.shortest) * 2) : Self.shortest
    table.set(
      Entry(report: answer.report, newest: request.newest, due: monotonic &+ pause, pause: pause), for: answer.key)
  }
}

extension StructureReport {
  /// Whether the fields are at the same places and of the same widths.
  fileprivate func isLike(_ other: StructureReport) -> Bool {
    fields.map(\.place) == other.fields.map(\.place) && fields.map(\.width) == other.fields.map(\.width)
  }
}
