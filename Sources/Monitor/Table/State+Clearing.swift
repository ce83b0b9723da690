import Basics
import UDPCore

/// Clearing rows away; the log keeps them.
extension State {
  /// Clears all rows away, in a way that can be undone.
  mutating func clear() {
    interaction.undoStack.push(.clearing(first: table.firstNumber))
    setFirstNumber(log.endNumber)
    let generation = interaction.undoStack.generation
    say("cleared: \(key("undo")) brings the rows back") { $0.interaction.undoStack.generation == generation }
  }

  /// Clears the rows below a number away, and no others.
  mutating func setFirstNumber(_ number: UInt64) {
    table.firstNumber = number
    filtering.generation += 1
    judge()
    refreshLayout()
  }
}
