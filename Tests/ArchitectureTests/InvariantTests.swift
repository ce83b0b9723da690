import Testing

/// Checks rules by reading the sources.
struct InvariantTests {
  /// Texts that no source may contain, each with the reason.
  private static let forbidden = [
    ("try!", "the world fails by throwing"),
    ("nonisolated(unsafe)", "what crosses threads is Sendable"),
    ("fatalError(", "precondition is for programmers' mistakes, throws for the world"),
    ("import Foundation", "it would bring a library of 40 MB"),
    ("initscr(", "it ends the process where newterm fails"),
    (" async ", "threads, the log and descriptors are all there is"),
    ("await ", "threads, the log and descriptors are all there is"),
    ("import Dispatch", "threads, the log and descriptors are all there is"),
    ("#if os(", "Linux alone"),
    ("@_", "no feature of the compiler that is not public"),
  ]

  @Test func `no source holds what is forbidden`() throws {
    for file in try SourceFile.all(below: "Sources", endings: [".swift"]) {
      for (number, line) in file.code.enumerated() {
        for (words, reason) in Self.forbidden where line.holds(words) {
          Issue.record("\(file.path):\(number + 1): \(line.trimmed): \(reason)")
        }
      }
      for (number, line) in file.lines.enumerated() where line.holds("TODO") || line.holds("FIXME") {
        Issue.record("\(file.path):\(number + 1): \(line.trimmed): unfinished work is an issue, not a remark")
      }
    }
  }

  @Test func `a static var is computed, never stored`() throws {
    for file in try SourceFile.all(below: "Sources", endings: [".swift"]) {
      for (number, line) in file.code.enumerated() where line.holds("static var ") {
        let isComputed = line.contains(#/\bstatic var [^=]*\{/#)
        #expect(isComputed, "\(file.path):\(number + 1): \(line.trimmed)")
      }
    }
  }

  @Test func `only the log's blocks and the lock are @unchecked Sendable`() throws {
    let places = try SourceFile.all(below: "Sources", endings: [".swift"]).flatMap { file in
      file.code.filter { $0.holds("@unchecked Sendable") }.map { _ in file.path }
    }
    #expect(Set(places) == ["Sources/UDPCore/Chunk.swift", "Sources/Plumbing/Lock.swift"])
  }

  @Test func `_GNU_SOURCE is a setting of CLinux, never a line of a file`() throws {
    let files = try SourceFile.all(below: "Sources", endings: [".h", ".c", ".swift", ".modulemap"])
    // A file that defines it again is compiled with a warning.
    let defining = files.filter { file in file.lines.contains { $0.hasPrefix("#") && $0.holds("_GNU_SOURCE") } }
    #expect(defining.map(\.path) == [])
    let settings = try SourceFile("Package.swift").code.filter { line in
      line.holds("_GNU_SOURCE") && !line.holds(#"path: "Tests/"#)
    }
    #expect(settings.count == 1 && settings.allSatisfy { $0.contains(#""CLinux""#) })
  }

  @Test func `what a peer sent is drawn and printed through SafeText alone`() throws {
    // The canvas takes SafeText; each stream is written only by the files that own it.
    let ways = [
      "write(STDOUT_FILENO", "write(STDERR_FILENO", "ErrorStream(", " print(\"", "Swift.print(", "fputs(", "puts(",
      "printf(",
    ]
    let writers = try SourceFile.all(below: "Sources", endings: [".swift"]).filter { file in
      file.code.contains { line in ways.contains { line.holds($0) } }
    }
    #expect(
      writers.map(\.path)
        == ["Sources/CommandCore/Console.swift", "Sources/CommandCore/StandardStreams.swift"])
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
