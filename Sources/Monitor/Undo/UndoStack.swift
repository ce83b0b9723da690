import Formats
import PayloadText
import PeerText
import UDPCore

/// The steps that `u` takes back, the last one first. Bounded: beyond the bound the oldest steps are forgotten.
struct UndoStack: Sendable {
  /// The most steps that are kept.
  static let limit = 100

  private(set) var steps: [UndoStep] = []
  /// A number for each state of the stack, so that a notice about its last step goes when that is no longer the last.
  private(set) var generation = 0

  /// Whether there is nothing to take back.
  var isEmpty: Bool { steps.isEmpty }

  /// Keeps a step that was just done.
  mutating func push(_ step: UndoStep) {
    if steps.count == Self.limit { steps.removeFirst() }
    steps.append(step)
    generation += 1
  }

  /// Takes the last step from the stack.
  mutating func pop() -> UndoStep? {
    guard let last = steps.popLast() else { return nil }
    generation += 1
    return last
  }

  /// The number of steps to take back until `isReached` holds for the last of them; `nil` where it holds for none.
  func distance(where isReached: (UndoStep) -> Bool) -> Int? {
    steps.lastIndex(where: isReached).map { steps.count - $0 }
  }
}

/// One step that can be taken back: what was before it.
///
/// A command that is to be undone adds a case here, pushes it where it changes the state, and says in `State.takeBack`
/// how it is taken back and what is then said.
enum UndoStep: Sendable {
  /// Rows were cleared away; `first` is the number that the table began with.
  case clearing(first: UInt64)
  /// Another filter was chosen, or the filter was switched off or on.
  case filter(FilterChoice, PeerFilter?)
  /// A row was marked, or its mark taken away.
  case mark(row: UInt64, wasMarked: Bool)
  /// A peer was marked, or its mark taken away.
  case peerMark(Endpoint, wasMarked: Bool)
  /// A note was written on a row, changed or taken away.
  case note(row: UInt64, before: String?)
  /// The table was sorted by another column, or in the other direction.
  case sorting(Column, isInverted: Bool)
  /// The peers were sorted by another column, or in the other direction.
  case peerSorting(PeerColumn, isInverted: Bool)
  /// A message was saved in the configuration, in place of another or of none.
  case savedMessage(String, before: WrittenMessage?)
  /// An encoding was kept in the configuration, in place of another or of none.
  case keptEncoding(AddressTarget, before: PresetEncoding?)
  /// The encoding of some peers was chosen, or where none is named that of all.
  case encoding([Endpoint], before: PeerEncodings.Choices)
  /// Other columns were chosen.
  case columns(ColumnSet)
  /// Requests were paired with answers by another rule, or no longer; and the columns before.
  case pairing(PairingRule?, ColumnSet)
  /// Another format was chosen.
  case format(RowFormats.Choice)
}
