import Glibc
import TestSupport
import Testing

@Suite(.waits) struct ConvertTests {
  private static let payloads: [[UInt8]] = [
    Sample.temperatureGBK, [], Array("a \"b\", c\r\nd".utf8), [0, 0xff, 0x7e], [UInt8](repeating: 0x61, count: 1_400),
  ]

  /// The rows that `open --json` prints for a capture, read as hex, since a recording keeps encodings.
  private func rows(_ path: String) throws -> [String] {
    let ended = try Udpeek.run(["open", path, "--json", "--encoding", "hex"])
    #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended.errors)")
    return ended.lines
  }

  @Test func `every form says the same of the datagrams`() throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap(Self.payloads))
    let expected = try rows(file.path)
    var before = file.path
    var made: [String] = []
    defer { for path in made { unlink(path) } }
    for ending in ["pcapng", "jsonl", "csv", "pcap", "csv.again.pcapng"] {
      let path = "\(file.path).\(ending)"
      let ended = try Udpeek.run(["convert", before, path])
      made.append(path)
      #expect(ended.status == 0 && ended.errors.isEmpty && ended.output.isEmpty, "\(ending): \(ended.errors)")
      #expect(try rows(path) == expected, "\(ending)")
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
      before = path
    }
  }

  @Test func `--filter chooses, and standard output takes any form`() throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap(Self.payloads))
    let csv = try Udpeek.run(["convert", file.path, "-", "--format", "csv", "--filter", "size = 3"])
    #expect(csv.status == 0 && csv.output.count { $0 == "\r\n" } == 2 && csv.output.contains(",00ff7e,"))
    let json = try Udpeek.run(["convert", file.path, "-", "--format", "jsonl", "-f", "温度"])
    #expect(json.lines.count == 1 && json.output.contains(#""text":"温度=23.5""#))
  }

  @Test(.requiresProgram("tshark"), arguments: ["pcap", "pcapng"])
  func `tshark and tcpdump read what was converted, checksums good`(format: String) throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap(Self.payloads))
    let path = "\(file.path).out.\(format)"
    defer { unlink(path) }
    #expect(try Udpeek.run(["convert", file.path, path]).status == 0)
    let tshark = try Program(
      "tshark",
      ["-r", path, "-o", "udp.check_checksum:TRUE", "-T", "fields", "-e", "udp.length", "-e", "udp.checksum.status"],
      environment: Udpeek.environment
    ).finish()
    #expect(tshark.lines == Self.payloads.map { "\($0.count + 8)\t1" })
    let tcpdump = try Program("tcpdump", ["-n", "-r", path], environment: Udpeek.environment).finish()
    #expect(tcpdump.lines.count == Self.payloads.count)
    #expect(tcpdump.lines.allSatisfy { $0.contains("IP 10.0.3.17.5000 > 192.168.1.5.8080: UDP, length ") })
  }

  @Test func `times before 1970 stay in pcapng, and are told where the form has none`() throws {
    let record = { (number: Int, time: String) in
      #"{"number":\#(number),"time":"\#(time)","direction":"in","src_ip":"10.0.3.17","src_port":5000,"#
        + #""dst_ip":"192.168.1.5","dst_port":8080,"size":2,"truncated":false,"encoding":"ascii","text":"hi","payload":"6869"}"#
        + "\n"
    }
    let times = ["1969-12-31T23:59:54.999999999Z", "2023-11-14T22:13:20.123456789Z", "2120-01-01T00:00:00.000000000Z"]
    let folder = try TestFolder()
    for (name, order) in [("old", [0, 1, 2]), ("new", [1, 0])] {
      folder.write(Array(order.map { record($0 + 1, times[$0]) }.joined().utf8), to: name + ".jsonl")
    }
    let whole = try Udpeek.run(["convert", folder["old.jsonl"], folder["old.pcapng"]])
    #expect(whole.status == 0 && whole.errors.isEmpty, "\(whole.errors)")
    let listing = try Udpeek.run(["open", "--json", folder["old.pcapng"]]).output
    #expect(times.allSatisfy(listing.contains))
    let seen = try Program(
      "tshark", ["-r", folder["old.pcapng"], "-T", "fields", "-e", "frame.time"], environment: Udpeek.environment
    ).finish().output
    #expect(seen.contains("Dec 31, 1969 23:59:54.999999999") && seen.contains("Jan  1, 2120"))
    let later = try Udpeek.run(["convert", folder["new.jsonl"], folder["new.pcapng"]])
    #expect(later.errors == "1 datagram before 1970 is written as 1970, for the first one is of later\n")
    let classic = try Udpeek.run(["convert", folder["old.jsonl"], folder["old.pcap"]])
    #expect(
      classic.errors == "1 datagram before 1970 is written as 1970: pcapng can say such times\n"
        + "1 datagram after 2106 is written as 2106: pcapng can say such times\n")
    #expect(classic.status == 0)
  }

  @Test func `what a form has no place for is said, and notes and drops go where there is one`() throws {
    let folder = try TestFolder()
    let row = { (direction: String, note: String) in
      #"{"number":1,"time":"2026-11-22T21:07:45.000000000Z","direction":"\#(direction)","src_ip":"10.0.3.17","#
        + #""src_port":5000,"dst_ip":"192.168.1.5","dst_port":8080,"size":2,"truncated":false,"encoding":"ascii","#
        + #""text":"hi","payload":"6869"\#(note)}"# + "\n"
    }
    let drops = #"{"direction":"drops","time":"2026-11-22T21:07:45.000000000Z","kernel_drops":7}"# + "\n"
    let lines = row("in", #","note":"alarm, begins""#) + drops + row("out", "")
    folder.write(lines, to: "a.jsonl")
    func convert(_ from: String, _ to: String) throws -> String {
      let ended = try Udpeek.run(["convert", folder[from], folder[to]])
      #expect(ended.status == 0)
      return ended.errors
    }
    #expect(
      try convert("a.jsonl", "a.pcap")
        == "pcap has no place for which 1 datagram was sent, 7 kernel drops, 1 comment: pcapng keeps that\n")
    #expect(try convert("a.jsonl", "a.csv") == "csv has no place for 7 kernel drops: pcapng keeps that\n")
    #expect(try convert("a.csv", "b.csv") == "")
    #expect(contents(of: folder["a.csv"])?.contains(#","alarm, begins""#) == true)
    #expect(contents(of: folder["b.csv"]) == contents(of: folder["a.csv"]))
    // A note stays a note, whatever its text; CSV escapes characters that must not be drawn.
    for (note, passesCSV) in [
      ("encoding gbk", true), ("encoding xyz", true), ("C:\\\\new", true), ("note on nothing", true),
      ("note on 10.0.3.17:5000 at 2026-11-22T21:07:45.000000000Z: x; y", true), ("👩\\u200d👧", false),
      ("\\u001b[31m", false),
    ] {
      folder.write(Array(row("in", #","note":"\#(note)""#).utf8), to: "c.jsonl")
      #expect(try convert("c.jsonl", "c.pcapng") == "" && convert("c.pcapng", "c.csv") == "")
      #expect(try convert(passesCSV ? "c.csv" : "c.pcapng", "d.pcapng") == "" && convert("d.pcapng", "d.jsonl") == "")
      #expect(contents(of: folder["d.jsonl"]) == contents(of: folder["c.jsonl"]), "\(note)")
      for name in ["c.pcapng", "c.csv", "d.pcapng", "d.jsonl"] { unlink(folder[name]) }
    }
    #expect(try convert("a.jsonl", "a.pcapng") == "" && convert("a.pcapng", "b.jsonl") == "")
    for name in ["a.jsonl", "b.jsonl", "a.pcapng"] {
      let listing = try Udpeek.run(["open", "--json", folder[name]]).lines
      #expect(listing.filter { $0.hasSuffix(#","payload":"6869","note":"alarm, begins"}"#) }.count == 1, "\(name)")
      #expect(listing.contains { $0.hasSuffix(#","kernel_drops":7}"#) }, "\(name)")
    }
  }

  @Test func `kernel drops keep their row and the time of the file in every form that has a place for them`() throws {
    let file = try SampleFile("drops.pcapng", SampleCapture.dropsAtSeven)
    let expected = try Udpeek.run(["open", file.path, "--json"]).lines
    #expect(expected[6] == #"{"direction":"drops","time":"2023-11-14T22:13:26.000000000Z","kernel_drops":7}"#)
    #expect(expected[7].hasPrefix(#"{"number":7,"time":"2023-11-14T22:13:26.000000000Z""#))
    let folder = try TestFolder()
    var before = file.path
    for name in ["a.pcapng", "b.jsonl", "c.pcapng", "d.jsonl"] {
      #expect(try Udpeek.run(["convert", before, folder[name]]).status == 0)
      #expect(try Udpeek.run(["open", folder[name], "--json"]).lines == expected, "\(name)")
      before = folder[name]
    }
    // The drops before a hidden row move to the next row shown.
    let narrow = try Udpeek.run(["open", file.path, "--json", "--filter", "text contains 'n7'"]).lines
    #expect(narrow[0] == #"{"direction":"drops","time":"2023-11-14T22:13:27.000000000Z","kernel_drops":7}"#)
    #expect(narrow.count == 3)
  }

  @Test(.requiresProgram("tshark"))
  func `tshark finds the drops where udpeek wrote them, and no time where there is none`() throws {
    let folder = try TestFolder()
    for (name, bytes, field, expected) in [
      ("drops", SampleCapture.dropsAtSeven, "frame.drop_count", ["", "", "", "", "", "", "7", ""]),
      ("spb", SampleCapture.timelessFirst, "frame.time_epoch", ["", "1700000000.000000000"]),
    ] {
      folder.write(bytes, to: "\(name).in")
      #expect(try Udpeek.run(["convert", folder["\(name).in"], folder["\(name).pcapng"]]).status == 0)
      let seen = try Program(
        "tshark", ["-r", folder["\(name).pcapng"], "-T", "fields", "-e", field], environment: Udpeek.environment
      ).finish()
      #expect(
        seen.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init) == expected)
    }
  }

  @Test func `comments of other programs on their interface are no notes on rows, and stay behind`() throws {
    var capture = SampleCapture()
    capture.interface(options: [1, 0, 4, 0] + Array("desk".utf8) + [0, 0, 0, 0])
    capture.packet(SampleCapture.ipv4([0x61]), comment: "on the packet")
    capture.statistics(comment: "Counters provided by dumpcap")
    capture.packet(SampleCapture.ipv4([0x62]), at: 1)
    let file = try SampleFile("dumpcap.pcapng", capture.bytes)
    let folder = try TestFolder()
    let listing = try Udpeek.run(["open", file.path, "--json"]).lines
    #expect(listing[0].hasSuffix(#""note":"on the packet"}"#) && !listing[1].contains("note"))
    #expect(try Udpeek.run(["convert", file.path, folder["a.pcapng"]]).errors.isEmpty)
    #expect(try Udpeek.run(["open", folder["a.pcapng"], "--json"]).lines == listing)
    #expect(try Udpeek.run(["info", folder["a.pcapng"], "--json"]).output.contains(#""comments":[],"#))
  }

  @Test func `several captures and a pipe become one, in the order of time`() throws {
    let (first, second) = (
      try SampleFile("a.pcap", SampleFile.pcap([[0x61], [0x62]], first: 1_700_000_001)),
      try SampleFile("b.pcap", SampleFile.pcap([[0x63]]))
    )
    let program = try Udpeek.start(["convert", first.path, "-", second.path, "-", "--format", "csv"])
    program.feed(SampleFile.pcap([[0x64]], first: 1_700_000_009))
    let ended = try program.finish()
    #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended.errors)")
    let payloads = ended.output.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",").last ?? "" }
    #expect(payloads == ["63", "61", "62", "64"])
    #expect(try Udpeek.run(["convert", first.path]).status == 2)
  }

  @Test func `CSV for Excel has a byte order mark and no formulas, and reads back the same`() throws {
    let folder = try TestFolder()
    let row =
      #"{"direction":"in","src_ip":"10.0.3.17","src_port":5000,"dst_ip":"192.168.1.5","dst_port":8080,"size":5,"#
    for note in ["=1+1", "+49", "-", "@SUM(A1)", "'=x", "plain"] {
      let line = row + #""payload":"3d312b31","note":"\#(note)"}"# + "\n"
      folder.write(line, to: "a.jsonl")
      let expected = try Udpeek.run(["open", folder["a.jsonl"], "--json"]).lines
      for options in [[], ["--bom"], ["--no-formulas"], ["--bom", "--no-formulas"]] {
        #expect(try Udpeek.run(["convert", folder["a.jsonl"], folder["a.csv"], "--force"] + options).status == 0)
        let csv = try #require(contents(of: folder["a.csv"]))
        #expect(csv.unicodeScalars.first == (options.contains("--bom") ? "\u{feff}" : "n"))
        let cells = csv.split(separator: "\r\n")[1].split(separator: ",", omittingEmptySubsequences: false)
        if options.contains("--no-formulas") {
          #expect(cells.allSatisfy { !"=+-@".contains($0.first ?? "x") } && cells[10] == "'=1+1", "\(cells)")
        } else {
          #expect(cells[10] == "=1+1")
        }
        #expect(try Udpeek.run(["open", folder["a.csv"], "--json"]).lines == expected, "\(note) \(options)")
      }
    }
    let refused = try Udpeek.run(["convert", folder["a.jsonl"], folder["b.pcap"], "--bom"])
    #expect(refused.status == 2 && refused.errors.contains("are for CSV"))
  }

  @Test func `an existing file stays without --force`() throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap(Self.payloads))
    let old = try SampleFile("old.csv", Array("mine".utf8))
    let refused = try Udpeek.run(["convert", file.path, old.path])
    #expect(refused.status == 1 && refused.errors.contains("exists; choose another name, or replace it with --force"))
    #expect(contents(of: old.path) == "mine")
    #expect(try Udpeek.run(["convert", file.path, old.path, "--force"]).status == 0)
    #expect(contents(of: old.path)?.hasPrefix("number,time,") == true)
    // The output may replace the input itself.
    #expect(try Udpeek.run(["convert", file.path, file.path, "--force"]).status == 0)
    #expect(try rows(file.path).count == Self.payloads.count + 1)
  }

  @Test(arguments: [
    (["out.txt"], "has no extension to choose the format by"), (["-"], "add --format"), (["out.pcap.gz"], "| gzip >"),
    (["out.pcap.zst"], "| zstd >"),
    (["out", "--format", "xml"], "xml"),
  ])
  func `what cannot be written is refused before anything is read`(arguments: [String], words: String) throws {
    let ended = try Udpeek.run(["convert", "/nonexistent"] + arguments)
    #expect(ended.status == 2 && ended.errors.contains(words), "\(ended.errors)")
  }

  @Test func `a full disk leaves no half of a file`() throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap([[UInt8]](repeating: Self.payloads[4], count: 100)))
    let path = file.path + ".csv"
    let ended = try Program(
      "sh", ["-c", "ulimit -f 64; trap '' XFSZ; exec \"$@\"", "-", Udpeek.path, "convert", file.path, path],
      environment: Udpeek.environment
    ).finish()
    #expect(ended.status == 1 && ended.errors.contains("datagrams: nothing of \(path) is left"), "\(ended.errors)")
    #expect(access(path, F_OK) != 0 && access(path + ".part", F_OK) != 0)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `what is stopped leaves no half of a file, and what was to be replaced`(signal: Int32) throws {
    let folder = try TestFolder()
    folder.write("mine", to: "old.csv")
    for (name, options) in [("new.csv", []), ("old.csv", ["--force"])] {
      let program = try Udpeek.start(["convert", "-", folder[name]] + options)
      program.feed(SampleFile.pcap(Self.payloads), isEnd: false)
      _ = try eventually("an unfinished file with records") {
        contents(of: folder[name + ".part"])?.contains("ff7e") == true ? true : nil
      }
      #expect(folder.names == (name == "new.csv" ? ["new.csv.part", "old.csv"] : ["old.csv", "old.csv.part"]))
      let ended = try program.end(by: signal)
      #expect(ended.status == 1, "\(ended.errors)")
      #expect(ended.errors.contains("stopped before the end, after 5 datagrams: nothing of \(folder[name]) is left"))
    }
    #expect(folder.names == ["old.csv"] && contents(of: folder["old.csv"]) == "mine")
  }

  @Test func `a second Ctrl-C leaves nothing either`() throws {
    let folder = try TestFolder()
    folder.write(SampleFile.pcap(Self.payloads), to: "in.pcap")
    // Simulates a disk that accepts no writes for a while. strace may hold an ended process until
    // the delay is over, which must be before the wait for its end is.
    let program = try Program(
      "strace",
      ["-D", "-f", "-qq", "-o", "/dev/null", "-P", folder["out.csv.part"], "-e", "trace=write"]
        + ["-e", "inject=write:delay_enter=10s", Udpeek.path, "convert", folder["in.pcap"], folder["out.csv"]],
      environment: Udpeek.environment)
    _ = try eventually("an unfinished file") { folder.names.contains("out.csv.part") ? true : nil }
    program.signal(SIGINT)
    // While the first signal is pending, a second one would merge with it (signal(7)).
    _ = try eventually("the first one taken") {
      let pending = contents(of: "/proc/\(program.pid)/status")?.firstMatch(of: #/ShdPnd:\t(\w+)/#)?.1
      return pending.flatMap { UInt64($0, radix: 16) } == 0 ? true : nil
    }
    let ended = try program.end(by: SIGINT)
    #expect(ended.status == 130)
    #expect(folder.names == ["in.pcap"])
  }

  @Test(arguments: ["/dev/stdout", "/dev/fd/1"])
  func `standard output has other names too, and a pipe is written directly`(name: String) throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap(Self.payloads))
    let csv = try Udpeek.run(["convert", file.path, name, "--format", "csv"])
    #expect(csv.status == 0 && csv.output.contains("ff7e"), "\(csv.errors)")
    let folder = try TestFolder()
    try Program("mkfifo", [folder["pipe.csv"]], environment: Udpeek.environment).finish()
    let reader = try Program("cat", [folder["pipe.csv"]], environment: Udpeek.environment)
    #expect(try Udpeek.run(["convert", file.path, folder["pipe.csv"]]).status == 0)
    #expect(try reader.finish().output == csv.output)
    #expect(folder.names == ["pipe.csv"])
  }
}
