import Alarms
import Basics
import TestSupport
import Testing

@testable import CommandCore

/// Tests the programs that alarms run.
struct AlarmProgramsTests {
  private static func alarm(_ number: UInt64) -> AlarmRecord {
    AlarmRecord(number: number, rule: 0, name: "meters", peer: nil, text: "silent for 90s", begin: 0)
  }

  @Test func `where many alarms begin at once, each has its program run in its turn`() throws {
    let folder = try TestFolder()
    let programs = try AlarmPrograms()
    for number in UInt64(1)...40 {
      #expect(programs.run("echo \"$UDPEEK_ALARM\" >> '\(folder["out"])'", for: Self.alarm(number)) == nil)
    }
    programs.wait()
    #expect(folder.text(of: "out").split(separator: "\n") == Array(repeating: "meters", count: 40))
    #expect(programs.takeSentences().isEmpty)
  }

  @Test func `a program that fails is named with what it said`() throws {
    let programs = try AlarmPrograms()
    #expect(programs.run("echo broken >&2; exit 3", for: Self.alarm(1)) == nil)
    programs.wait()
    let sentences = programs.takeSentences().map(\.english)
    #expect(sentences.count == 1 && sentences[0].hasPrefix("alarm meters: 'echo broken >&2; exit 3' ended "))
    #expect(sentences.first?.hasSuffix(": broken") == true, "\(sentences)")
  }
}
