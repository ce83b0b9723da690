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
    for word in allCases where name.hasSuffix(" \(word.rawValue)") {
      start = word
      name.removeLast(word.rawValue.count + 1)
      break
    }
    while name.last == " " { name.removeLast() }
    let replaces = name.hasSuffix("!")
    if replaces { name.removeLast() }
    return (String(name), replaces, start)
  }
}
