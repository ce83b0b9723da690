/// The rows that a recording begins with.
enum RecordingStart: String, CaseIterable, Sendable {
  /// From the first row in memory on.
  case all
  /// From the selected row on.
  case selected
  /// The marked rows alone: a file that is written at once.
  case marked

  /// Reads `PATH`, `PATH!`, and a word of these behind it.
  static func read(_ argument: String) -> (path: String, replaces: Bool, start: RecordingStart?) {
    var name = argument[...]
    var start: RecordingStart?
    // The exclamation mark may also follow the word.
    let isMarkedLast = name.hasSuffix("!")
    if isMarkedLast { name.removeLast() }
    for word in allCases where name.hasSuffix(" \(word.rawValue)") {
      start = word
      name.removeLast(word.rawValue.count + 1)
      break
    }
    while name.last == " " { name.removeLast() }
    let replaces = isMarkedLast || name.hasSuffix("!")
    if name.hasSuffix("!") { name.removeLast() }
    return (String(name), replaces, start)
  }

  /// The word behind the name of a capture file that is none of these, as in `night.pcapng selectd`; `nil` if there is none.
  static func mistake(in path: String) -> String? {
    guard let match = path.firstMatch(of: /\.pcapng!? +(\w+)$/.ignoresCase()) else { return nil }
    return String(match.1)
  }
}
