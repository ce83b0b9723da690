import Basics
import Testing
import UDPCore

@testable import CommandCore

/// Tests the parts of `--exec` that need no process.
struct CoprocessPartsTests {
  private func message(_ line: String) -> Result<CoprocessMessage, CoprocessProblem> {
    Result { () throws(CoprocessProblem) in try CoprocessMessage(Array(line.utf8), Aliases()) }
  }

  private func reason(_ line: String) -> String {
    if case .failure(let problem) = message(line) { problem.phrase.english } else { "" }
  }

  @Test func `a message names its recipient and has a text or bytes`() throws {
    let answer = try message(#"{"reply_to": 98301, "payload": "7e01"}"#).get()
    #expect(answer.recipient == .row(98_301))
    #expect(answer.content == .bytes([0x7e, 0x01]))
    let unasked = try message(#"{"to":"10.0.3.17:5000","text":"\u6e29\n"}"#).get()
    #expect(unasked.recipient == .endpoint(try EndpointArgument("10.0.3.17:5000", isDestination: true)))
    #expect(unasked.content == .text("温\n"))
    #expect(try message(#"{"reply_to":1,"text":"","other":[1,{}]}"#).get().content == .text(""))
  }

  @Test(arguments: [
    ("", "it is not a JSON object in UTF-8"),
    ("[1]", "it is not a JSON object in UTF-8"),
    (#"{"reply_to":1"#, "it is not a JSON object in UTF-8"),
    (#"{"text":"x"}"#, "it needs either \"reply_to\", the number of a row, or \"to\", an endpoint"),
    (
      #"{"reply_to":1,"to":"127.0.0.1:9","text":"x"}"#,
      "it needs either \"reply_to\", the number of a row, or \"to\", an endpoint"
    ),
    (#"{"reply_to":0,"text":"x"}"#, "'0' is not the number of a row; \"reply_to\" takes the \"number\" of a datagram"),
    (
      #"{"reply_to":-1.5,"text":"x"}"#,
      "'-1.5' is not the number of a row; \"reply_to\" takes the \"number\" of a datagram"
    ),
    (#"{"reply_to":1}"#, "it needs either \"text\" or \"payload\""),
    (#"{"reply_to":1,"text":"x","payload":"00"}"#, "it needs either \"text\" or \"payload\""),
    (
      #"{"reply_to":1,"payload":"7"}"#,
      "\"payload\": '7' at character 1 is not a byte; write pairs of hexadecimal digits, as in 7e 01 05"
    ),
    (
      #"{"to":"boiler:5000","text":"x"}"#,
      "\"to\" needs an address, not the name 'boiler:5000', whose look-up would take time"
    ),
  ]) func `a line that is no message has a reason`(line: String, expected: String) {
    #expect(reason(line) == expected)
  }

  @Test func `the queue takes a thousand lines, and a new program begins with a whole one`() {
    var queue = CoprocessQueue()
    while queue.hasRoom { queue.add { $0 += Array("line\n".utf8) } }
    var taken: [UInt8] = []
    var room = 7
    func write(_ bytes: RawSpan) -> Int {
      let count = min(room, bytes.byteCount)
      bytes.extracting(0..<count).withUnsafeBytes { taken += $0 }
      room -= count
      return count
    }
    queue.flush(write)
    #expect(String(decoding: taken, as: UTF8.self) == "line\nli")
    queue.beginAnew()
    (taken, room) = ([], .max)
    queue.flush(write)
    #expect(taken.count == 999 * 5)
    #expect(queue.isEmpty && queue.hasRoom)
  }

  @Test func `the queue takes a mebibyte, and no more`() {
    var queue = CoprocessQueue()
    var count = 0
    while queue.hasRoom {
      queue.add { $0 += [UInt8](repeating: 0x78, count: 100_000) }
      count += 1
    }
    #expect(count == 11)
  }

  @Test func `lines come whole however the bytes come, and one that is too long is cut`() {
    var splitter = LineSplitter(limit: 4)
    var lines: [String] = []
    func keep(_ line: [UInt8], _ isCut: Bool) {
      lines.append(String(decoding: line, as: UTF8.self) + (isCut ? "…" : ""))
    }
    for piece in ["a", "b\r\n\ncd", "efgh\ni"] { splitter.take(piece.utf8, keep) }
    splitter.end(keep)
    #expect(lines == ["ab", "", "cdef…", "i"])
  }

  @Test func `ten notices a second are told, the others are counted`() {
    var budget = NoticeBudget(limit: 10)
    #expect((0..<25).count { budget.allows(at: Int64($0)) } == 10)
    #expect(budget.takeLeftOut(at: 100) == nil)
    #expect(budget.takeLeftOut(at: 1_000_000_000) == 15)
    #expect(budget.takeLeftOut(at: 1_000_000_000) == nil)
    let isAllowed = budget.allows(at: 1_000_000_001)
    #expect(isAllowed)
  }
}
