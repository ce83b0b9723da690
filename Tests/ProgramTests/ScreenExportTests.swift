import Glibc
import Testing

/// Tests export from the screen: copying through the terminal, and files; and the mouse.
@Suite(.waits) struct ScreenExportTests {
  @Test func `a copy reaches the clipboard of the terminal, and nothing of it the screen`() throws {
    let terminal = try Terminal(columns: 100)
    try terminal.takeClipboard()
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send("temp\u{1b}]0;owned\u{7}\nnext", to: port)
    try terminal.waitForReceived(1)
    for (letter, expected) in [
      ("t", "temp\\x1b]0;owned\\x07\nnext"), ("h", "74 65 6d 70 1b 5d 30 3b 6f 77 6e 65 64 07 0a 6e 65 78 74"),
    ] {
      try terminal.type("y")
      try terminal.waitFor("─ copy row 1 ─")
      try terminal.type(letter)
      _ = try eventually("the clipboard") { try terminal.clipboard() == expected ? true : nil }
    }
    try terminal.type(":copy json")
    try terminal.press("Enter")
    _ = try eventually("the clipboard") { try terminal.clipboard().hasPrefix(#"{"number":1,"time":""#) ? true : nil }
    try terminal.type(":copy c")
    try terminal.press("Enter")
    _ = try eventually("the clipboard") {
      try terminal.clipboard().hasPrefix("static const unsigned char datagram_1[19] = {\n  0x74, 0x65,") ? true : nil
    }
    terminal.close()
  }

  @Test func `a copy that is too large says that it was cut`() throws {
    let terminal = try Terminal(columns: 100)
    try terminal.takeClipboard()
    let port = try terminal.startUdpeek()
    try LoopbackSocket().send([UInt8](repeating: 0x78, count: 60_000), to: port)
    try terminal.waitForReceived(1)
    try terminal.type("yh")
    try terminal.waitFor("copied only the first 74994 bytes: terminals take no more")
    _ = try eventually("the clipboard") { try terminal.clipboard().utf8.count == 74_994 ? true : nil }
    terminal.close()
  }

  @Test func `what is still in memory is saved as a capture file, whole or in part, with notes and marks`() throws {
    let terminal = try Terminal(columns: 100)
    let port = try terminal.startUdpeek()
    let peer = try LoopbackSocket()
    for text in ["one", "two", "three"] { try peer.send(text, to: port) }
    try terminal.waitForReceived(3)
    func command(_ line: String, shows text: String) throws {
      try terminal.type(":\(line)")
      try terminal.press("Enter")
      try terminal.waitFor(text)
    }
    func read(_ name: String) throws -> [String] {
      try Udpeek.run(["open", terminal.folder + "/" + name, "--json"]).lines.filter { $0.contains(#""text":"#) }
    }
    defer { for name in ["all", "some", "late", "shown"] { unlink(terminal.folder + "/\(name).pcapng") } }
    try terminal.type("k")
    try command("note 温度 odd", shows: "温度 odd")
    try terminal.type("m")
    try command("record ~/some.pcapng marked", shows: "wrote 1 row to ~/some.pcapng")
    let some = try read("some.pcapng")
    #expect(some.count == 1 && some[0].contains(#""text":"two""#), "\(some)")
    #expect(some[0].contains(#""note":"温度 odd","marks":"marked""#), "\(some)")
    try command("write ~/shown.pcapng", shows: "wrote 3 rows to ~/shown.pcapng")
    #expect(try read("shown.pcapng").count == 3)
    // A recording that begins in the past goes on.
    try command("record ~/all.pcapng all", shows: "recording to")
    try peer.send("four", to: port)
    try terminal.waitForReceived(4)
    try terminal.type("W")
    try terminal.waitFor("recorded 4 datagrams")
    let all = try read("all.pcapng")
    #expect(all.count == 4 && all.contains { $0.contains(#""text":"two""#) && $0.contains("温度 odd") }, "\(all)")
    #expect(all.count { $0.contains("温度 odd") } == 1, "\(all)")
    try terminal.type("G")
    try command("record ~/late.pcapng selected", shows: "recording to")
    try terminal.type("W")
    try terminal.waitFor("recorded 1 datagram,")
    terminal.close()
  }

  @Test func `rows are written as CSV, JSON Lines and text, and no file is overwritten unasked`() throws {
    let terminal = try Terminal(columns: 100)
    let port = try terminal.startUdpeek()
    let peer = try LoopbackSocket()
    for text in ["one", "a \"b\", c", "x"] { try peer.send(text, to: port) }
    try terminal.waitForReceived(3)
    try terminal.type("/size > 1")
    try terminal.press("Enter")
    for name in ["rows.csv", "rows.jsonl", "rows.txt"] {
      try terminal.type("w")
      try terminal.waitFor("─ write the rows shown: 2 of 3")
      try terminal.press("C-u")
      try terminal.type("~/\(name)")
      try terminal.press("Enter")
      try terminal.waitFor("wrote 2 rows to ~/\(name)")
    }
    defer { for name in ["rows.csv", "rows.jsonl", "rows.txt"] { unlink(terminal.folder + "/" + name) } }
    let csv = try #require(terminal.contents("rows.csv"))
    let lines = csv.split(separator: "\r\n")
    #expect(lines.count == 3)
    #expect(
      lines[0]
        == "number,time,direction,src_ip,src_port,dst_ip,dst_port,size,truncated,encoding,text,payload,error,note,marks"
    )
    #expect(lines[1].hasPrefix("1,20") && lines[1].hasSuffix(",3,false,ascii,one,6f6e65,,,"))
    #expect(lines[2].hasSuffix(",8,false,ascii,\"a \"\"b\"\", c\",61202262222c2063,,,"))
    let json = try #require(terminal.contents("rows.jsonl"))
    #expect(json.split(separator: "\n").count == 2)
    #expect(
      json.contains(#""size":8,"truncated":false,"encoding":"ascii","text":"a \"b\", c","payload":"61202262222c2063"}"#)
    )
    let text = try #require(terminal.contents("rows.txt"))
    #expect(text.contains(" → 127.0.0.1:\(port)  3  ascii  one\n"))
    var status = stat()
    #expect(stat(terminal.folder + "/rows.csv", &status) == 0 && status.st_mode & 0o777 == 0o600)

    try terminal.type("w")
    try terminal.press("C-u")
    try terminal.type("~/rows.c")
    try terminal.press("Tab")
    try terminal.waitFor("to ~/rows.csv")
    try terminal.press("Enter")
    try terminal.waitFor("the file exists: add ! after the name to replace it")
    #expect(terminal.contents("rows.csv") == csv)
    try terminal.type("!")
    try terminal.press("Enter")
    try terminal.waitFor("wrote 2 rows to ~/rows.csv")
    try terminal.type(":write ~/rows.csv! --bom")
    try terminal.press("Enter")
    _ = try eventually("the mark") { terminal.contents("rows.csv")?.hasPrefix("\u{feff}number,") == true ? true : nil }
    terminal.close()
  }

  @Test func `a full disk is said with how many rows were written, and leaves nothing`() throws {
    let terminal = try Terminal(columns: 120)
    try terminal.run("ulimit -f 64; trap '' XFSZ")
    let port = try terminal.startUdpeek()
    let peer = try LoopbackSocket()
    for _ in 0..<40 { try peer.send([UInt8](repeating: 0x61, count: 4_000), to: port) }
    try terminal.waitForReceived(40)
    try terminal.type(":write ~/big.csv")
    try terminal.press("Enter")
    let lines = try terminal.waitFor("of 40: ~/big.csv was removed")
    #expect(lines.last?.lowercased().contains("file too large after ") == true)
    #expect(["big.csv", "big.csv.part"].allSatisfy { access(terminal.folder + "/" + $0, F_OK) != 0 })
    terminal.close()
  }

  @Test func `the mouse is off unless asked for, and given back at every end`() throws {
    let terminal = try Terminal(environment: ["SWIFT_BACKTRACE": "enable=no"])
    try terminal.startUdpeek(then: "echo over")
    #expect(try terminal.value("#{mouse_any_flag}") == "0")
    try terminal.type("q")
    // Keys typed before the shell is back would go to udpeek.
    try terminal.waitFor("the shell") { $0.contains("over") }
    for end in ["keys", "signal", "crash"] {
      let port = try terminal.startUdpeek("--mouse", then: "echo over")
      #expect(try terminal.value("#{mouse_any_flag} #{mouse_sgr_flag}") == "1 1")
      let peer = try LoopbackSocket()
      for text in ["one", "two", "three"] { try peer.send(text, to: port) }
      try terminal.waitForReceived(3)
      try terminal.type("\u{1b}[<0;9;3M\u{1b}[<0;9;3m")
      try terminal.waitFor(" PAUSED ")
      try terminal.type("yt")
      try terminal.waitFor("copied 3 bytes")
      switch end {
      case "keys": try terminal.type("q")
      case "signal": kill(try terminal.pid(), SIGTERM)
      default: kill(try terminal.pid(), SIGSEGV)
      }
      try terminal.waitFor("the shell") { $0.contains("over") }
      #expect(try terminal.value("#{mouse_any_flag} #{mouse_sgr_flag} #{alternate_on}") == "0 0 0")
    }
    terminal.close()
  }

  @Test func `a pasted backslash means what a typed one does, and M-r takes it literally`() throws {
    let terminal = try Terminal()
    let peer = try terminal.startReplying()
    try terminal.paste("C:\\new")
    try terminal.waitFor("1 escape understood")
    try terminal.press("M-r")
    try terminal.waitFor("literal")
    try terminal.press("Enter")
    #expect(try peer.receive().bytes == Array("C:\\new".utf8))
    terminal.close()
  }
}
