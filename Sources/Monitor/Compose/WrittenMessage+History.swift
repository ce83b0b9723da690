import PayloadText

/// A message as the history has it: its text, and where something was chosen for it, that in words before a tab.
extension WrittenMessage {
  /// The word before the tab of a message that has a tab of its own and nothing chosen for it.
  private static let plain = "plain"

  /// Reads a line of the history; where no such words stand before a tab, all of it is the text.
  init(historyLine line: String) {
    let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
    let words = parts[0].split(separator: " ").map(String.init)
    let forms = words.compactMap { MessageForm(rawValue: $0) }
    let encodings = words.filter { MessageForm(rawValue: $0) == nil }.compactMap { TextEncoding(label: $0) }
    let isPlain = words == [Self.plain]
    guard parts.count == 2, !words.isEmpty, isPlain || forms.count + encodings.count == words.count, forms.count < 2,
      encodings.count < 2
    else {
      self.init(line)
      return
    }
    self.init(String(parts[1]), form: forms.first, encoding: encodings.first)
  }

  /// The line that is read back as this message.
  var historyLine: String {
    let words = [form?.rawValue, encoding?.name].compactMap { $0 }
    if words.isEmpty { return text.contains("\t") ? "\(Self.plain)\t\(text)" : text }
    return "\(words.joined(separator: " "))\t\(text)"
  }
}
