import Glibc
import Monitor
import TerminalUI
import Testing

/// Compares the screen with `Screens/name.txt`: the rows, then the cursor, then the styles. A missing file is recorded,
/// and the test fails once. To record a screen again, delete its file, and read the difference before committing it.
func expectScreen(
  _ session: Session, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = #filePath
  let folder =
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/Screens"
  let path = "\(folder)/\(name).txt"
  let screen = describe(session.state.drawn())
  guard let expected = readFile(path) else {
    writeFile(path, screen)
    Issue.record("recorded a new screen: look at Screens/\(name).txt", sourceLocation: sourceLocation)
    return
  }
  guard expected != screen else { return }
  Issue.record(
    "the screen is not Screens/\(name).txt:\n\(difference(expected, screen))", sourceLocation: sourceLocation)
}

/// The canvas as text: rows between `|`s, the cursor, and the runs that are not plain.
private func describe(_ canvas: Canvas) -> String {
  var text = "\(canvas.size.columns)×\(canvas.size.rows)\n"
  for line in canvas.lines { text += "|\(line)\n" }
  text += canvas.cursor.map { "cursor \($0.column),\($0.row)\n" } ?? "no cursor\n"
  for row in 0..<canvas.size.rows {
    let runs = canvas.styleRuns(row: row).map { "\($0.columns.lowerBound)-\($0.columns.upperBound - 1) \($0.style)" }
    if !runs.isEmpty { text += "row \(row): \(runs.joined(separator: ", "))\n" }
  }
  return text
}

private func difference(_ expected: String, _ found: String) -> String {
  let expected = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let found = found.split(separator: "\n", omittingEmptySubsequences: false)
  var text = ""
  for index in 0..<max(expected.count, found.count) {
    let (old, new) = (index < expected.count ? expected[index] : nil, index < found.count ? found[index] : nil)
    if old == new { continue }
    if let old { text += "\(index): - \(old)\n" }
    if let new { text += "\(index): + \(new)\n" }
  }
  return text
}

/// The file as text; `nil` if it cannot be read.
func readFile(_ path: String) -> String? {
  guard let file = unsafe fopen(path, "r") else { return nil }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

private func writeFile(_ path: String, _ text: String) {
  guard let file = unsafe fopen(path, "w") else {
    Issue.record("cannot write \(path)")
    return
  }
  defer { unsafe fclose(file) }
  let bytes = Array(text.utf8)
  _ = unsafe fwrite(bytes, 1, bytes.count, file)
}
