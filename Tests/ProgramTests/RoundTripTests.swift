import Glibc
import TestSupport
import Testing

/// Tests that the program reads whatever it displays or writes.
@Suite(.waits) struct RoundTripTests {
  /// Records as `listen --json` writes them, one of every kind that a file keeps.
  private static let records = [
    #"{"number":1,"time":"2026-11-22T21:07:45.123456789Z","direction":"in","src_ip":"127.0.0.1","src_port":53412,"#
      + #""dst_ip":"127.0.0.1","dst_port":8080,"size":5,"truncated":false,"encoding":"utf-8","text":"hello","payload":"68656c6c6f"}"#,
    #"{"number":2,"time":"2026-11-22T21:07:45.123456790Z","direction":"out","src_ip":"192.168.1.5","src_port":8080,"#
      + #""dst_ip":"10.0.3.17","dst_port":1,"size":8,"truncated":false,"encoding":"utf-8","text":"a \"b\", c","payload":"61202262222c2063"}"#,
    #"{"number":3,"time":"2026-11-22T21:07:45.200000000Z","direction":"in","src_ip":"2001:db8::7","src_port":65535,"#
      + #""dst_ip":"ff05::1","dst_port":5353,"size":0,"truncated":false,"encoding":"utf-8","text":"","payload":""}"#,
    #"{"number":4,"time":"2026-11-22T21:07:46.000000000Z","direction":"in","src_ip":"127.0.0.1","src_port":53412,"#
      + #""dst_ip":"127.0.0.1","dst_port":8080,"size":9,"truncated":true,"encoding":"utf-8","text":"x\\n\\x1b\\\\","payload":"780a1b5c","note":"\"quoted\", and so on"}"#,
    #"{"number":5,"time":"2026-11-22T21:07:47.000000000Z","direction":"in","src_ip":"127.0.0.1","src_port":53412,"#
      + #""dst_ip":"255.255.255.255","dst_port":8080,"size":6,"truncated":false,"encoding":"utf-8","text":"温度","payload":"e6b8a9e5baa6"}"#,
    #"{"number":6,"time":"2026-11-22T21:07:48.000000000Z","direction":"in","src_ip":"fe80::bb%v0","src_port":7,"#
      + #""dst_ip":"ff02::fb%v0","dst_port":5353,"size":1,"truncated":false,"encoding":"utf-8","text":"a","payload":"61"}"#,
    #"{"number":7,"time":"2026-11-22T21:07:49.000000000Z","direction":"out","src_ip":"fe80::aa%eth0.100","src_port":8080,"#
      + #""dst_ip":"fe80::bb%eth0.100","dst_port":7,"size":1,"truncated":false,"encoding":"utf-8","text":"b","payload":"62"}"#,
    #"{"number":8,"time":"2026-11-22T21:07:50.000000000Z","direction":"error","src_ip":"127.0.0.1","src_port":8080,"#
      + #""dst_ip":"127.0.0.1","dst_port":4000,"size":2,"truncated":false,"encoding":"utf-8","text":"hi","payload":"6869","error":"unreachable: port closed (ICMP)"}"#,
  ]

  @Test func `JSON Lines and CSV that the program writes are what it reads`() throws {
    let folder = try TestFolder()
    folder.write(Array((Self.records.joined(separator: "\n") + "\n").utf8), to: "a.jsonl")
    for (from, to) in [("a.jsonl", "b.jsonl"), ("b.jsonl", "c.csv"), ("c.csv", "d.csv"), ("d.csv", "e.jsonl")] {
      let ended = try Udpeek.run(["convert", folder[from], folder[to]])
      #expect(ended.status == 0 && ended.errors.isEmpty, "\(to): \(ended.errors)")
    }
    let lines = try #require(contents(of: folder["b.jsonl"])).split(separator: "\n").map(String.init)
    #expect(lines.count == Self.records.count)
    for (line, record) in zip(lines, Self.records) {
      // The peer's encoding is detected again.
      #expect(line.replacing(#/"encoding":"[^"]*"/#, with: #""encoding":"utf-8""#) == record)
    }
    #expect(contents(of: folder["d.csv"]) == contents(of: folder["c.csv"]))
    #expect(contents(of: folder["e.jsonl"]) == contents(of: folder["b.jsonl"]))
    let listed = try Udpeek.run(["open", "--json", folder["e.jsonl"]]).lines.filter { !$0.contains(#""summary""#) }
    #expect(listed == lines)
  }

  @Test func `rows that a person marked are marked in what is read, filtered and written again`() throws {
    let folder = try TestFolder()
    let marks = [#","marks":"marked"}"#, "}", #","marks":"wrong-length marked"}"#]
    let lines = zip([0, 2, 4], marks).map { Self.records[$0].dropLast() + $1 }
    folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "a.jsonl")
    #expect(try Udpeek.run(["convert", folder["a.jsonl"], folder["b.csv"]]).status == 0)
    let listed = try Udpeek.run(["open", "--json", folder["b.csv"], "--filter", "marked"]).lines
    #expect(listed.count == 3 && listed[0].hasSuffix(marks[0]) && listed[1].hasSuffix(marks[2]), "\(listed)")
    let kept = try Udpeek.run(["convert", folder["b.csv"], folder["c.pcapng"]])
    #expect(kept.status == 0 && kept.errors.isEmpty, "\(kept.errors)")
    #expect(try Udpeek.run(["open", "--json", folder["c.pcapng"], "--filter", "marked"]).lines.count == 3)
    let lost = try Udpeek.run(["convert", folder["b.csv"], folder["c.pcap"]])
    #expect(lost.status == 0 && lost.errors.contains("the marks on 2 rows"), "\(lost.errors)")

    let terminal = try Terminal(columns: 100)
    try terminal.run("'\(Udpeek.path)' open '\(folder["b.csv"])'")
    try terminal.waitFor("a marked row") { $0.contains { $0.hasPrefix("*") } }
    try terminal.type("M")
    try terminal.waitFor("marked   2 of 3")
    terminal.close()
  }

  @Test func `link-local addresses keep their scopes when several files are opened together`() throws {
    let folder = try TestFolder()
    folder.write(Array((Self.records[5] + "\n").utf8), to: "a.jsonl")
    folder.write(Array((Self.records[6] + "\n" + Self.records[0] + "\n").utf8), to: "b.jsonl")
    let ended = try Udpeek.run(["open", "--json", folder["a.jsonl"], folder["b.jsonl"]])
    let scoped = ended.lines.filter { $0.contains("fe80::bb%") }
    #expect(scoped.count == 2, "\(ended.output)")
    #expect(scoped.contains { $0.contains(#""src_ip":"fe80::bb%v0""#) && $0.contains(#""dst_ip":"ff02::fb%v0""#) })
    #expect(scoped.contains { $0.contains(#""src_ip":"fe80::aa%eth0.100""#) })
  }

  @Test(arguments: ["hex", "c"])
  func `bytes that were copied are sent again as they were`(form: String) throws {
    let terminal = try Terminal(columns: 100)
    try terminal.takeClipboard()
    let port = try terminal.startUdpeek()
    let peer = try LoopbackSocket()
    let bytes = (0..<40).map { UInt8($0 * 37 % 256) }
    try peer.send(bytes, to: port)
    try terminal.waitForReceived(1)
    try terminal.type(":copy \(form)")
    try terminal.press("Enter")
    let copy = try eventually("the clipboard") { () -> String? in
      let copy = try terminal.clipboard()
      return copy.isEmpty ? nil : copy
    }
    try terminal.type("r")
    try terminal.waitFor("─ reply to ")
    // The peer's payloads are binary, and so are the replies.
    try terminal.paste(copy)
    try terminal.waitFor("40 bytes")
    try terminal.press("Enter")
    #expect(try peer.receive().bytes == bytes)
    terminal.close()
  }
}
