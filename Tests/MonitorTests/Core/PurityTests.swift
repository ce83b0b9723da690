import Glibc
import Testing

@Suite struct PurityTests {
  @Test func `the screen's mind imports nothing that does I/O or reads a clock`() throws {
    let root = String(#filePath.split(separator: "/Tests/")[0])
    let allowed: Set<String> = [
      "UDPCore", "Diagnosis", "PayloadText", "DisplayFilter", "Formats", "PeerText", "Templates", "Basics", "Rules",
      "Alarms",
      "Structure",
      "TerminalUI", "Impairment",
      "UDPeekResources",
    ]
    let files = swiftFiles(below: root + "/Sources/Monitor")
    #expect(files.count > 20)
    for file in files {
      for line in try #require(readFile(file)).split(separator: "\n") {
        guard let range = line.firstRange(of: "import ") else { continue }
        let before = line[..<range.lowerBound]
        guard before.isEmpty || before == "package " else { continue }
        #expect(allowed.contains(String(line[range.upperBound...])), "\(file): \(line)")
      }
    }
  }
}

/// The Swift files below a folder.
func swiftFiles(below folder: String) -> [String] {
  guard let directory = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(directory) }
  var files: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name.hasPrefix(".") { continue }
    if name.hasSuffix(".swift") {
      files.append("\(folder)/\(name)")
    } else {
      files += swiftFiles(below: "\(folder)/\(name)")
    }
  }
  return files
}
