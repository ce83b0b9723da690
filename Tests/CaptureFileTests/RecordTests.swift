import Basics
import CaptureFile
import Testing
import UDPCore

/// Tests the lines that udpeek writes and reads back.
struct RecordTests {
  private static let json = #"""
    {"number":1,"time":"2026-11-22T21:07:45.123456789Z","direction":"in","src_ip":"10.0.3.17","src_port":53412,"dst_ip":"192.168.1.5","dst_port":8080,"size":5,"truncated":false,"encoding":"gb18030","text":"he\u4f60\\o","payload":"68656c6c6f"}
    {"host":{"name":"a","tags":[1,"}"]},"payload":"","size":0,"dst_port":1,"dst_ip":"::1","src_port":2,"src_ip":"fe80::1%eth0","direction":"out","time":"1969-12-31T23:59:59Z"}
    {"direction":"drops","time":"2026-11-22T21:07:46Z","kernel_drops":7}
    {"direction":"error","error":"port closed"}
    {"direction":"summary","received":1}

    """#

  @Test func `JSON Lines are read, also as a pipeline changed them`() throws {
    let read = try ReadCapture(Array(Self.json.utf8))
    #expect(read.payloads == ["hello", ""])
    #expect(read.rows.map(\.time) == [1_795_381_665_123_456_789, -1_000_000_000])
    #expect(read.rows.map(\.direction) == [.incoming, .outgoing])
    #expect(read.rows.first?.source == CaptureBytes.peer)
    #expect(read.tally.kernelDrops == 7 && read.tally.skipped == 1 && read.tally.warningCount == 0)
  }

  @Test(arguments: [
    (#""tab\t\u4f60\ud83d\ude00 \ud83d""#, ["tab\t你😀 \u{fffd}"]), ("null", []), ("5", ["5"]), (#""""#, []),
  ])
  func `a note is read as what it says`(note: String, comments: [String]) throws {
    let line = Self.json.prefix { $0 != "}" } + #","note":\#(note)}"# + "\n"
    #expect(try ReadCapture(Array(line.utf8)).rows.map(\.comments) == [comments])
  }

  @Test(arguments: [1, 30])
  func `JSON Lines come in pieces too, and the last line needs no end`(pieces: Int) throws {
    #expect(try ReadCapture(Array(Self.json.utf8.dropLast()), pieces: pieces).payloads == ["hello", ""])
  }

  @Test func `CSV is read, quotes and line ends in a field included`() throws {
    let csv = """
      number,time,direction,src_ip,src_port,dst_ip,dst_port,size,truncated,encoding,text,payload,error,note\r
      1,2026-11-22T21:07:45.5+01:00,in,10.0.3.17,53412,192.168.1.5,8080,5,false,utf-8,"a ""b"",\r
      c",68656c6c6f,,\r
      2,2026-11-22T21:07:45Z,in,::1,1,::1,2,9,true,utf-8,,6869,,"note, this"\r

      """
    let read = try ReadCapture(Array(csv.utf8))
    #expect(read.payloads == ["hello", "hi"] && read.rows.map(\.size) == [5, 9])
    #expect(read.rows.first?.time == 1_795_378_065_500_000_000)
    #expect(read.tally.warningCount == 0)
  }

  private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]

  @Test(arguments: [
    "number,time,direction,src_ip,src_port,dst_ip,dst_port,size,payload\n1,,in,::1,1,::1,2,1,61\n",
    ",payload,size,dst_port,dst_ip,src_port,src_ip,direction\n0,61,1,2,::1,1,::1,in\n",
    "\"direction\";\"src_ip\";\"src_port\";\"dst_ip\";\"dst_port\";\"size\";\"payload\"\r\n\"in\";\"::1\";1;\"::1\";2;1;61",
    "direction\tsrc_ip\tsrc_port\tdst_ip\tdst_port\tsize\tpayload\nin\t::1\t1\t::1\t2\t1\t61\n",
    "\n  {\"payload\":\"61\",\"size\":1,\"src_ip\":\"::1\",\"src_port\":1,\"dst_ip\":\"::1\",\"dst_port\":2,\"direction\":\"in\"}\n",
  ])
  func `a byte order mark and any order of columns and keys are read`(text: String) throws {
    for bytes in [Array(text.utf8), Self.mark + Array(text.utf8)] {
      for read in [try ReadCapture(bytes), try ReadCapture(bytes, pieces: 3)] {
        #expect(read.payloads == ["a"] && read.tally.warningCount == 0)
        #expect(read.rows.first?.time == nil && read.rows.first?.destination.port == 2)
      }
    }
  }

  @Test(arguments: [
    ("number,time,direction,src_ip,src_port,dst_ip,dst_port,size\n", "as CSV it has no column payload"),
    ("src_ip,dst_ip\n", "no column direction, src_port, dst_port, size, payload"), ("[{\"a\":1}]", "jq -c '.[]'"),
    ("name,age\n", "not a capture file"), ("hello", "not a capture file"),
    (String(repeating: "x", count: 100_000), "not a capture"),
  ])
  func `text that is no capture is refused, with what is missing`(text: String, words: String) throws {
    #expect(try ReadCapture(Array(text.utf8)).failure?.description.contains(words) == true)
  }

  @Test func `what was cut without a trace stays cut, and marks are read`() throws {
    let line = #"{"direction":"in","src_ip":"::1","src_port":1,"dst_ip":"::1","dst_port":2,"size":1,"payload":"61""#
    let text = line + #","truncated":true}"# + "\n" + line + #","marks":"first-fragment wrong-length new-word"}"# + "\n"
    let read = try ReadCapture(Array(text.utf8))
    #expect(read.rows.map(\.isTruncated) == [true, false])
    #expect(read.rows.map(\.marks) == [[], [.fragment, .oddLength]])
  }

  @Test func `what carried a datagram is read, in the words of the line`() throws {
    let line = #"{"direction":"in","src_ip":"::1","src_port":1,"dst_ip":"::1","dst_port":2,"size":1,"payload":"61""#
    let words = String(repeating: "x", count: 600)
    let text = [#","marks":"udp-lite","encapsulation":"GRE 7"}"#, "}", #","encapsulation":"\#(words)"}"#].map {
      line + $0 + "\n"
    }
    let read = try ReadCapture(Array(text.joined().utf8))
    #expect(read.rows.map(\.encapsulation) == ["GRE 7", "", String(words.prefix(512))])
    #expect(read.rows.map(\.marks) == [.lite, [], []])
  }

  @Test func `a file that ends within a line may still grow, a line cut in the middle lost a record`() throws {
    let json = Self.json.split(separator: "\n").prefix(2).joined(separator: "\n")
    let csv = "direction,src_ip,src_port,dst_ip,dst_port,size,payload,note\n" + Self.csvLine + Self.csvLine
    for text in [json, csv] {
      for missing in [12, 20] {
        let cut = try ReadCapture(Array(text.utf8.dropLast(missing)))
        #expect(cut.rows.count == 1 && cut.warnings == [.cutLine] && !cut.tally.isIncomplete, "\(missing)")
      }
    }
    for middle in ["in,::1,1,::1,2\n", "in,::1,1,::1,2,1,61,\"not closed\n"] {
      let head = csv.prefix { $0 != "\n" } + "\n" + Self.csvLine
      let read = try ReadCapture(Array((head + middle + Self.csvLine + Self.csvLine).utf8))
      #expect(read.rows.count == 3 && read.warnings == [.badRecord] && read.tally.isIncomplete, "\(middle)")
    }
  }

  private static let csvLine = "in,::1,1,::1,2,1,61,plain note\n"

  @Test func `a CSV cell of several lines that is cut at the end is a cut end`() throws {
    let head = "direction,src_ip,src_port,dst_ip,dst_port,size,payload,note\n" + Self.csvLine
    let read = try ReadCapture(Array((head + "in,::1,1,::1,2,1,61,\"first\nsecond").utf8))
    #expect(read.rows.count == 1 && read.warnings == [.cutLine] && !read.tally.isIncomplete)
  }

  private static let cells = ["", "a", "=1+1", "+1", "-1", "@x", "\tx", "\rx", "'", "'=x", "''=x", "'a", "a=b"]

  @Test(arguments: cells, [false, true])
  func `a cell that a spreadsheet would calculate comes back as it was`(cell: String, guardsFormulas: Bool) {
    let bytes = Array(cell.utf8)
    let needsApostrophe = CSVGuard.needsApostrophe(bytes.span.bytes, guardsFormulas: guardsFormulas)
    let written = (needsApostrophe ? "'" : "") + cell
    #expect(CSVGuard.unguarded(written) == cell)
    if guardsFormulas { #expect(!"=+-@\t\r".contains(written.first ?? "a")) }
  }

  @Test func `drops of JSON Lines stand before the datagram behind them`() throws {
    let lines = Self.json.split(separator: "\n").map(String.init)
    let read = try ReadCapture(Array([lines[0], lines[2], lines[1], ""].joined(separator: "\n").utf8))
    #expect(read.rows.map(\.drops) == [0, 7])
  }

  @Test(arguments: [
    #"{"direction":"in"}"#, #"{"direction":"in""#, "{}", "{\"a\":\(String(repeating: "[", count: 100))", "{\"a\":1}}",
    #"{"direction":"in","time":"2026-13-01T00:00:00Z","src_ip":"::1","src_port":1,"dst_ip":"::1","dst_port":1,"size":0,"payload":""}"#,
    #"{"direction":"in","time":"2026-11-01T00:00:00Z","src_ip":"::1","src_port":1,"dst_ip":"::1","dst_port":1,"size":0,"payload":"ff"}"#,
    #"{"direction":"in","time":"2026-11-01T00:00:00Z","src_ip":"::1","src_port":70000,"dst_ip":"::1","dst_port":1,"size":1,"payload":"ff"}"#,
  ])
  func `a line that makes no sense is skipped with a warning`(line: String) throws {
    let good = Self.json.prefix { $0 != "\n" }
    let read = try ReadCapture(Array("\(line)\n\(good)\n".utf8))
    #expect(read.payloads == ["hello"])
    #expect(read.tally.warnings == [CaptureWarning(offset: 0, problem: .badRecord)])
  }
}
