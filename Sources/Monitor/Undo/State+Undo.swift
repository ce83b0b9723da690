import Basics
import DisplayFilter
import PayloadText
import UDPCore

/// Taking back what was done.
extension State {
  /// `u`: takes the last step back and says which one that was.
  mutating func undo(_ effects: inout [Effect]) {
    guard let step = interaction.undoStack.pop() else {
      return say("nothing to undo") { $0.interaction.undoStack.isEmpty }
    }
    say(takeBack(step, &effects))
  }

  /// Takes a step back.
  /// - Returns: the sentence that says so.
  private mutating func takeBack(_ step: UndoStep, _ effects: inout [Effect]) -> Phrase {
    switch step {
    case .clearing(let first):
      setFirstNumber(first)
      return "undone: clearing the table; its rows are back"
    case .filter(let choice, let peerFilter):
      let undone = filtering.choice
      peers.filter = peerFilter
      put(choice)
      return sentence(undone, choice)
    case .mark(let row, let wasMarked):
      setMark(wasMarked, on: row)
      return wasMarked
        ? "undone: row \(Figures.grouped(row)) is marked again"
        : "undone: row \(Figures.grouped(row)) is no longer marked"
    case .peerMark(let peer, let wasMarked):
      setMark(wasMarked, on: peer)
      return wasMarked
        ? "undone: \(name(of: peer)) is marked again" : "undone: \(name(of: peer)) is no longer marked"
    case .note(let row, let before):
      writeNote(before, on: row, &effects)
      return before == nil
        ? "undone: the note on row \(Figures.grouped(row)) is removed"
        : "undone: the note on row \(Figures.grouped(row)) is restored"
    case .sorting(let column, let isInverted):
      order(by: column, isInverted: isInverted)
      return sentence(sortedBy: column, isInverted: isInverted)
    case .peerSorting(let column, let isInverted):
      peers.list.sort(by: column, isInverted: isInverted)
      sortPeers()
      return "undone: the peers are sorted as before"
    case .savedMessage(let name, let before):
      // What came of it is said when it is done.
      effects.append(.restoreMessage(name: name, before))
      return "undoing: saving the message \(name)"
    case .keptEncoding(let target, let before):
      effects.append(.restoreEncoding(before, target))
      return "undoing: saving the encoding of \(target)"
    case .encoding(let peers, let before): return restoreEncodings(of: peers, before, &effects)
    case .columns(let set):
      table.columns = set
      table.widths = ColumnWidths()
      return "undone: the columns are as before"
    case .pairing(let rule, let columns): return restorePairing(rule, columns)
    case .format(let choice):
      put(choice)
      return "undone: \(formatSentence)"
    }
  }

  /// Says which choice of a filter was undone, and what is in force again.
  private func sentence(_ undone: FilterChoice, _ now: FilterChoice) -> Phrase {
    let (gone, back) = (undone.active, now.active)
    if back.isEverything, let switchedOff = now.switchedOff {
      return gone.isEverything
        ? "undone: the filter is back and off: \(switchedOff.canonical)"
        : "undone: filter \(gone.canonical); \(switchedOff.canonical) is off again"
    }
    if back.isEverything { return "undone: filter \(gone.canonical); all rows are shown again" }
    return gone.isEverything
      ? "undone: the filter is on again: \(back.canonical)"
      : "undone: filter \(gone.canonical); \(back.canonical) is on again"
  }

  private func sentence(sortedBy column: Column, isInverted: Bool) -> Phrase {
    switch (column, isInverted) {
    case (.number, false): "undone: the rows are in order of arrival again"
    case (.number, true): "undone: the newest row is first again"
    case (_, false): "undone: the rows are sorted by \(column.name) again"
    case (_, true): "undone: the rows are sorted by \(column.name), largest first, again"
    }
  }

  /// The key that brings cleared rows back, with how often it has to be pressed; `nil` where they cannot come back.
  /// - Parameter row: a row that is to be back; without one any row that is cleared away.
  func keyToUndoClearing(_ row: UInt64? = nil) -> Phrase? {
    let distance = interaction.undoStack.distance { step in
      guard case .clearing(let first) = step else { return false }
      return row.map { first <= $0 } ?? true
    }
    return distance.map { $0 == 1 ? Phrase(verbatim: key("undo").description) : "\(key("undo")) pressed \($0) times" }
  }
}
