import Glibc
import Testing

struct ConvertTests {
  private static let payloads: [[UInt8]] = [
    Sample.temperatureGBK, [], Array("a \"b\", c\r\nd".utf8), [0, 0xff, 0x7e], [UInt8](repeating: 0x61, count: 1_400),
  ]

  /// What `open --json` says of a capture, but for the encodings, which a recording keeps.
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

  @Test func `an existing file stays without --force`() throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap(Self.payloads))
    let old = try SampleFile("old.csv", Array("mine".utf8))
    let refused = try Udpeek.run(["convert", file.path, old.path])
    #expect(refused.status == 1 && refused.errors.contains("exists; take another name, or --force"))
    #expect(contents(of: old.path) == "mine")
    #expect(try Udpeek.run(["convert", file.path, old.path, "--force"]).status == 0)
    #expect(contents(of: old.path)?.hasPrefix("number,time,") == true)
    // The file that is read may be replaced too.
    #expect(try Udpeek.run(["convert", file.path, file.path, "--force"]).status == 0)
    #expect(try rows(file.path).count == Self.payloads.count + 1)
  }

  @Test(arguments: [
    (["out.txt"], "has no ending that tells the form"), (["-"], "add --format"), (["out.pcap.gz"], "| gzip >"),
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
    #expect(ended.status == 1 && ended.errors.contains("what there was of it is removed"), "\(ended.errors)")
    #expect(access(path, F_OK) != 0)
  }
}
