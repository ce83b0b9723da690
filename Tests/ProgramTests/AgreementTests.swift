import Glibc
import Testing

/// Compares our reading of captures with tshark's. A plain Python script writes captures of every link type and format;
/// `make corpus` compares any folder of captures.
@Suite(.serialized, .waitsInTurn) struct AgreementTests {
  private static let folder: String = {
    let parts = #filePath.split(separator: "/").dropLast(2)
    return "/" + parts.joined(separator: "/") + "/Corpus"
  }()

  @Test(.requiresProgram("tshark"), arguments: 0..<7)
  func `number, times, addresses, ports, lengths and payloads of datagrams are tshark's`(part: Int) throws {
    let captures = "/tmp/udpeek-corpus-\(getpid())-\(part)"
    defer { _ = try? Program("rm", ["-r", captures], environment: Udpeek.environment).finish() }
    let made = try Program(
      "python3", [Self.folder + "/make_captures.py", captures, "1", String(part)], environment: Udpeek.environment)
    #expect(try made.finish(within: 120).status == 0)
    let compared = try Program(
      "python3", [Self.folder + "/compare.py", Udpeek.path, captures], environment: Udpeek.environment)
    let ended = try compared.finish(within: 120)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.lines.last?.hasPrefix("0 of ") == true)
  }

  @Test(.requiresProgram("tshark"))
  func `the fields of public captures and of specifications' messages are tshark's, or the reason is known`() throws {
    let script = Project.root + "/Tests/Tools/compare_formats.py"
    let compared = try Program(
      "python3", [script, Udpeek.path, Self.folder + "/formats"], environment: Udpeek.environment)
    let ended = try compared.finish(within: 120)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.lines.last == "0 differences and 0 claims without a known reason")
    // Most of what tshark names is there to be compared.
    let words = ended.lines.first { $0.contains(" fields of the table had values to compare") }?.split(separator: " ")
    #expect(Int(words?.first ?? "") ?? 0 > 300, "\(ended.output)")
  }
}
