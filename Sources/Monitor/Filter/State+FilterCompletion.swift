import Basics
import DisplayFilter
import Formats
import PayloadText
import TerminalUI
import UDPCore

/// Tab in the filter line.
extension State {
  /// The number of newest rows that offer their addresses and ports.
  private static let completedFrom = 500

  /// Completes the word before the cursor: to a word of the language, or an address or a port of the newest rows.
  mutating func completeFilter() {
    guard let line = interaction.prompt, line.kind == .filter else { return }
    let typed = line.editor.text.unicodeScalars.prefix(line.editor.cursor)
    let word = typed.suffix(while: { $0 != " " && $0 != "(" && $0 != "!" })
    let prefix = String(String.UnicodeScalarView(word))
    let isInString = ["\"", "'"].contains { quote in typed.count { $0 == quote } % 2 == 1 }
    if isInString { return }
    let before = typed.dropLast(word.count).split(separator: " ").last.map { String(String.UnicodeScalarView($0)) }
    let candidates =
      before == FilterField.encoding.word
      ? TextEncoding.allCases.map(\.name).filter { $0.hasPrefix(prefix) } : completions(of: prefix)
    guard let common = candidates.sharedPrefix else { return }
    if common.count > prefix.count || candidates.count == 1 {
      let rest = candidates.count == 1 ? common + " " : common
      interaction.prompt?.editor.replace(line.editor.cursor - word.count..<line.editor.cursor, with: rest)
      readFilterLine()
    }
    if candidates.count > 1 { interaction.prompt?.offer = candidates.map { Phrase(verbatim: $0) } }
  }

  private func completions(of prefix: String) -> [String] {
    let words = DisplayFilter.vocabulary.map(\.word)
    var addresses: [String] = []
    for number in (log.firstNumber..<log.endNumber).suffix(Self.completedFrom).reversed() {
      guard let datagram = log[number] else { continue }
      for endpoint in [datagram.peer, datagram.local.endpoint] {
        addresses += [endpoint.address.description, String(endpoint.port)]
      }
    }
    var seen: Set<String> = []
    // A name that is not begun would be one of hundreds.
    let all = prefix.isEmpty ? words : words + formats.inForce.fieldNames + addresses
    return all.filter { $0.hasPrefix(prefix) && seen.insert($0).inserted }
  }
}

extension BidirectionalCollection {
  /// The longest end of which every element fulfils `belongs`.
  fileprivate func suffix(while belongs: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start != startIndex, belongs(self[index(before: start)]) { formIndex(before: &start) }
    return self[start...]
  }
}
