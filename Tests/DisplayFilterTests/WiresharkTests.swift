import DisplayFilter
import Glibc
import PayloadText
import Testing
import UDPCore

/// Compares the text part of filters with Wireshark's own filters: tshark runs our equivalents on the same datagrams.
/// Takes minutes, so it runs only in `make compare-filters`.
@Suite(.enabled(if: getenv("UDPEEK_COMPARISONS") != nil, "only in the long comparison: make compare-filters"))
struct WiresharkTests {
  private static let payloads: [[UInt8]] =
    [
      "temp=23.5", "TEMP=24", "温度=23", "温度过高 alarm", "Alarm 7", "", "a", "\"quoted\" \\ back", "line\nnext", "GET /x",
    ].map { Array($0.utf8) } + [[0x7e, 1, 5], [0x7e, 2, 5, 0x7e, 0xff], [0, 0, 0]]

  @Test func `the Wireshark equivalent of a filter shows the same datagrams`() throws {
    var random = TestRandom(seed: 2_028)
    let world = try PacketWorld(400, payloads: Self.payloads, &random)
    let file = "/tmp/udpeek-\(getpid()).pcap"
    try write(world.packets, to: file)
    defer { unlink(file) }
    let sources = [
      "temp", "'temp'", "\"TEMP=\"", "温度", "\"m 7\"", "text startswith 'temp'", "text startswith TEMP",
      "text == \"Alarm 7\"", "text == 'Alarm 7'", "text != 'a'", "\"\\\"quoted\"", "\"\\\\ b\"", "'\\n'", "hex 7e",
      "hex 7e ?? 05", "hex 00 00", "/temp=\\d+/", "/temp=\\d+/i", "/^[a-z]+=/", "/a.arm/i", "/\"q/", "empty",
      "size > 8",
      "data[0] = 0x7e", "data[0:2] > 0x7e01", "10.0.0.1 and temp", "not (温度 or hex 7e)", "portrange 6000-6008",
      "src net 10.0.0.0/8 and (temp or \"alarm\")", "src and dst net 10.0.0.0/8", "10.0.3.1:53", "ip6 multicast",
      "nr <= 50",
      "net 2001:db8::/32 and not port 53", "src or dst host 10.0.0.1 and size < 9", "multicast",
    ]
    let context = TestLog.context(.utf8)
    for source in sources {
      let filter = try DisplayFilter(source)
      let text = try #require(filter.translation(to: .wireshark).text, "\(source)")
      let theirs = try tshark(text, on: file)
      var judge = FilterJudge(filter)
      let ours = try world.datagrams.filter { try judge.matches($0, in: context) }.map { Int($0.number) }
      #expect(ours == theirs, "\(source): \(text)")
    }
    print("\(sources.count) filters show the same \(world.packets.count) datagrams as their equivalents in tshark")
  }

  /// The numbers of the packets that tshark shows.
  private func tshark(_ filter: String, on file: String) throws -> [Int] {
    let quoted = filter.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
    // Heuristics would dissect payloads on well-known ports; the bytes are the same, but DNS adds noise.
    let command = "tshark -r \(file) -Y '\(quoted)' -T fields -e frame.number 2>/tmp/udpeek-tshark.log"
    let pipe = try #require(popen(command, "r"))
    var numbers: [Int] = []
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, CInt(line.count), pipe) != nil {
      let text = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      numbers.append(try #require(Int(text)))
    }
    #expect(pclose(pipe) == 0, "tshark refuses \(filter)")
    return numbers
  }

  /// Writes a classic pcap file of packets without a link layer.
  private func write(_ packets: [[UInt8]], to path: String) throws {
    func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    var file = bytes(0xa1b2_c3d4) + [2, 0, 4, 0] + bytes(0) + bytes(0) + bytes(65_535) + bytes(101)
    for packet in packets {
      let count = UInt32(packet.count)
      file += bytes(1) + bytes(0) + bytes(count) + bytes(count) + packet
    }
    let stream = try #require(fopen(path, "w"))
    let written = fwrite(file, 1, file.count, stream)
    fclose(stream)
    #expect(written == file.count)
  }
}
