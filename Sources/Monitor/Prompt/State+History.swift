/// The lines that were typed before.
extension State {
  /// Adds a line to a history, once, and has it saved.
  mutating func remember(_ line: String, _ kind: HistoryKind, _ effects: inout [Effect]) {
    guard !line.isEmpty, interaction.histories[kind]?.last != line else { return }
    interaction.histories[kind, default: []].append(line)
    effects.append(.saveHistory(kind, line: line))
  }
}
