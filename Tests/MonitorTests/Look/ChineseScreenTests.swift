import Basics
import DisplayFilter
import PayloadText
import TerminalUI
import Testing
import UDPCore

@testable import Monitor

/// Tests the screen of a user whose language is Chinese: no sentence is left in English.
@Suite struct ChineseScreenTests {
  @Test(arguments: CommandSessionTests.deeds.keys.sorted())
  func `no command leaves English on the screen`(command: String) throws {
    let deed = try #require(CommandSessionTests.deeds[command])
    let session = CommandSessionTests.session(.simplifiedChinese)
    session.type(deed.before)
    expectChinese(session, "before \(command)")
    expectChinese(session.type(deed.keys), command)
  }

  @Test(arguments: [
    "", "P", "<^g>", "r", "n", "n10.0.0.9", "n10.0.0.9:0<enter>", "nfe80::1<enter>", "n[fe80::1]:5<enter>",
    "n9000<enter>",
    "/", "/<f1>", "s", ":", "w", "E", "e", "y", "<f6>", "?", "u", "z", "zu", "m", "M", "+", "-", "S", "R", "T", "'",
    "\"",
    "[", "]", "J", "\\", "}", "{", "<tab>", "<^c>", "<esc>", "q", "W", "t", "tt", "x", "I", ">", "<<", "p", "F",
    ":nonsense<enter>", ":s<enter>", ":999<enter>", ":0<enter>", ":write<enter>", ":write a<enter>", ":note x<enter>",
    ":theme pink<enter>", ":sort delta<enter>", ":sort colour<enter>", ":columns x<enter>", ":columns text:5<enter>",
    ":copy x<enter>", ":repeat 1<enter>", ":repeat x 1<enter>", ":repeat 1 x<enter>", ":repeat 1 1<enter>",
    ":keep-encoding x<enter>", ":message x<enter>", ":save-message x<enter>", ":send-file x<enter>", ":record<enter>",
    ":quit now<enter>", "r\\q", "r\\q<enter>", "r<enter>", "r<^x>zz<enter>", "r<f8>", "rtext<esc>", "sxyz<enter>",
  ])
  func `an empty screen and its refusals are in Chinese`(keys: String) {
    let catalogue = CommandSessionTests.catalogue(of: .simplifiedChinese)
    for (columns, rows) in [(120, 35), (80, 24), (40, 10)] {
      let empty = Session(columns, rows, configure: { $0.catalogue = catalogue })
      expectChinese(empty.type(keys), "\(columns)x\(rows) \(keys)")
      let full = CommandSessionTests.session(.simplifiedChinese, columns: columns, rows: rows)
      expectChinese(full.type(keys), "\(columns)x\(rows) \(keys)")
    }
  }

  @Test(arguments: [
    "and", "port", "port x", "port 1-5", "port 1,2", "host", "host 10.0.0.0/8", "net 10.0.0.1/99", "10.0.0.256", "(in",
    "in)", "()", "not", "in or", "in and out or err", "size", "size x", "age 5", "age < x", "age = 5", "text",
    "text ==",
    "text & 1", "enc", "enc x", "hex", "hex zz", "data", "data[x] = 1", "data[0:3] = 1", "/a", "\"a", "\"\\q\"",
    "'\\xff'", "tcp", "len > 5", "ip.addr == 10.0.0.5", "vlan", "gateway", "|", "&", "PORT 53",
    "fe80::1%nowhere",
    "mask", "net 10.0.0.0 mask 1.2.3.4", "[::g]:5", "src port (1 or host)",
    "!(1.1.1.1 or 2.2.2.2 and in)",
    "matches", "contains", "colour > 5", "ip[0] = 1", "data[0] 5",
  ])
  func `what is wrong with a filter is said in Chinese`(filter: String) {
    let session = CommandSessionTests.session(.simplifiedChinese).type("/" + filter)
    let line = session.lines[session.lines.count - 3]
    #expect(line.hasChinese, "\(filter): \(line)")
    expectChinese(session, filter)
  }

  @Test func `failures of the network are said in Chinese`() {
    let catalogue = CommandSessionTests.catalogue(of: .simplifiedChinese)
    for code in TransmitFailureCodes.all {
      for origin in [TransmitFailure.Origin.local, .network] {
        let session = Session(120, 35, configure: { $0.catalogue = catalogue })
        session.append(.failure, Array("x".utf8), failure: TransmitFailure(origin: origin, code: code))
        expectChinese(session, "\(code)")
      }
    }
  }

  @Test func `the help and the filter language are in Chinese`() {
    for keys in ["?", "/<f1>"] {
      let session = CommandSessionTests.session(.simplifiedChinese)
      for _ in 0..<40 { expectChinese(session.type(keys == "?" ? "?" : keys), keys) }
      for _ in 0..<200 { expectChinese(session.type("<down>"), keys) }
    }
  }

  /// Expects that no two English words are adjacent and that no English word of ours is left.
  private func expectChinese(_ session: Session, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for line in session.lines {
      let english = line.englishRun
      #expect(english == nil, "\(what): \(english ?? "") in \(line)", sourceLocation: sourceLocation)
      #expect(SafeText(line).width <= session.state.size.columns, "\(what)", sourceLocation: sourceLocation)
    }
  }
}

/// The error codes that have sentences of their own.
private enum TransmitFailureCodes {
  static let all: [Int32] = [1, 11, 12, 13, 22, 71, 90, 92, 97, 99, 100, 101, 102, 104, 105, 111, 112, 113]
}

extension String {
  /// Whether the string contains a Chinese character.
  fileprivate var hasChinese: Bool { unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) } }

  /// Adjacent English words that are not names, examples, payloads or commands to type; `nil` if there are none.
  fileprivate var englishRun: String? {
    // Text to be typed: shell commands, filters, columns, keys, file names.
    if contains("udpeek send") || contains("nc -u") || contains("python3") { return nil }
    let words = split { !$0.isLetter || !$0.isASCII }.map(String.init).filter { $0.utf8.count > 1 }
    return Self.run(in: self, words)
  }

  private static func run(in line: String, _ words: [String]) -> String? {
    for (first, second) in zip(words, words.dropFirst()) {
      guard line.contains("\(first) \(second)"), !names.contains(first), !names.contains(second) else { continue }
      return "\(first) \(second)"
    }
    return nil
  }

  /// Words that are the same in every language.
  private static let names: Set<String> =
    Set(Command.all.flatMap { $0.name.split(separator: "-").map(String.init) })
    .union(DisplayFilter.vocabulary.map(\.word)).union(Column.names).union(
      TextEncoding.allCases.map(\.name)
    )
    .union([
      "JSON", "Lines", "CSV", "UDP", "ICMP", "udpeek", "listen", "row", "hex", "bits", "look", "utf", "auto", "Enter",
      "Esc",
      "Tab",
      "Home", "End", "Up", "Down", "Left", "Right", "PgUp", "PgDn", "Del", "Backspace", "Delete", "Space", "default",
      "hello",
      "words", "temp", "sysctl", "theme", "mono", "tmux", "csv", "jsonl", "txt", "json",
    ])
}
