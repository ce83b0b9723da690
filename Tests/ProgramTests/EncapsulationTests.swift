import Testing

/// Captures of other programs, with tunnels and fragments, read by each command.
@Suite(.waits) struct EncapsulationTests {
  /// A datagram in GRE, one in VXLAN, one in two fragments, and packets without a datagram.
  private static var capture: [UInt8] {
    var capture = SampleCapture()
    capture.interface()
    capture.packet(tunnel(47, [0x20, 0, 8, 0, 0, 0, 0, 7] + SampleCapture.ipv4(Array("in gre".utf8))), at: 0)
    let frame = SampleCapture.ethernet(0x0800, SampleCapture.ipv4(Array("in vxlan".utf8)))
    let overlay: [UInt8] = [0xc0, 0, 0x12, 0xb5, 0, UInt8(16 + frame.count), 0, 0, 8, 0, 0, 0, 0, 0, 42, 0]
    capture.packet(tunnel(17, overlay + frame), at: 1)
    let whole: [UInt8] = [0x13, 0x88, 0x1f, 0x90, 0, 24, 0, 0] + Array("in two fragments".utf8)
    capture.packet(tunnel(17, Array(whole.dropFirst(16)), fragment: 2), at: 2)
    capture.packet(tunnel(17, Array(whole.prefix(16)), fragment: 0x2000), at: 3)
    capture.packet(tunnel(17, Array(whole.prefix(8)), fragment: 5, id: 9), at: 4)
    capture.packet(tunnel(6, [UInt8](repeating: 0, count: 20)), at: 5)
    capture.packet(tunnel(50, [UInt8](repeating: 0, count: 20)), at: 6)
    return capture.bytes
  }

  private static func tunnel(_ number: UInt8, _ contents: [UInt8], fragment: UInt16 = 0, id: UInt8 = 1) -> [UInt8] {
    [0x45, 0, 0, UInt8(20 + contents.count), 0, id, UInt8(fragment >> 8), UInt8(fragment & 255), 64, number, 0, 0]
      + [192, 0, 2, 1, 192, 0, 2, 2] + contents
  }

  @Test func `info counts what is in tunnels and fragments, and says what it left out and why`() throws {
    let file = try SampleFile("others.pcapng", Self.capture)
    let info = try Udpeek.run(["info", file.path])
    #expect(info.status == 0 && info.lines.contains("datagrams     3 of 7 packets"))
    #expect(info.lines.contains("joined        1 datagram from 2 fragments"))
    #expect(
      info.lines.contains("skipped       3: 1 TCP, 1 fragment whose beginning is missing; not decoded: 1 ESP"))
    let json = try Udpeek.run(["info", file.path, "--json"]).output
    #expect(
      json.contains(
        #""skipped":3,"skipped_kinds":{"ESP":1,"TCP":1,"fragments whose beginning is missing":1},"joined":1,"joined_fragments":2,"#
      ), "\(json)")
  }

  @Test func `rows say what carried them, in JSON and after a conversion`() throws {
    let file = try SampleFile("others.pcapng", Self.capture)
    let gre = #""src_ip":"10.0.3.17","src_port":5000,"#
    let lines = try Udpeek.run(["open", file.path, "--json"]).lines
    #expect(lines.count == 4 && lines[0].contains(gre))
    #expect(lines[0].hasSuffix(#""encapsulation":"GRE 7 from 192.0.2.1 to 192.0.2.2"}"#))
    #expect(lines[1].contains(#""dst_port":4789,"size":58"#) && !lines[1].contains("encapsulation"))
    #expect(lines[2].contains("in two fragments") && lines[2].hasSuffix(#""encapsulation":"joined from 2 fragments"}"#))
    let records = try Udpeek.run(["convert", file.path, "-", "--format", "jsonl"]).output
    let converted = try SampleFile("again.jsonl", Array(records.utf8))
    let again = try Udpeek.run(["open", converted.path, "--json"]).lines
    #expect(again.prefix(3) == lines.prefix(3))
  }

  @Test func `--inner takes VXLAN apart, for each command that reads captures`() throws {
    let file = try SampleFile("others.pcapng", Self.capture)
    let rules = try SampleFile(
      "inner.toml", Array("[[rule]]\nname = \"inside\"\nwhen = '\"in vxlan\" and size = 8'\nreply = \"yes\"\n".utf8))
    let lines = try Udpeek.run(["open", file.path, "--json", "--inner"]).lines
    #expect(
      lines[1].contains("in vxlan") && lines[1].hasSuffix(#""encapsulation":"VXLAN 42 from 192.0.2.1 to 192.0.2.2"}"#))
    for (words, text) in [
      (["info", file.path, "--filter", "\"in vxlan\""], "datagrams     1 of 7 packets"),
      (["convert", file.path, "-", "--format", "csv"], "in vxlan"),
      (["filter", "size = 8", "--check", file.path], "matches    1 of 3"),
      (["rules", rules.path, "--check", file.path], "inside"),
    ] {
      #expect(try Udpeek.run(words + ["--inner"]).output.contains(text), "\(words)")
    }
    #expect(try Udpeek.run(["info", file.path, "--filter", "size = 8", "--inner"]).output.contains("1 of 7"))
    #expect(try Udpeek.run(["info", file.path, "--filter", "size = 8"]).output.contains("0 of 7"))
  }
}
