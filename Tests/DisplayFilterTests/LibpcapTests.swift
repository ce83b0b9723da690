import DisplayFilter
import Glibc
import PayloadText
import Testing
import UDPCore

/// Compares the address and port part of filters with libpcap's filters on the same datagrams. `make compare-filters`
/// does it with 10,000 expressions.
@Suite(.enabled(if: Libpcap.isInstalled, "libpcap is not installed: sh Tests/setup.sh tests"))
struct LibpcapTests {
  /// The number of expressions, unless `UDPEEK_COMPARISONS` sets another.
  private static let count = getenv("UDPEEK_COMPARISONS").flatMap { Int(String(cString: $0)) } ?? 300

  @Test func `expressions mean what they mean to libpcap, or are refused`() throws {
    let libpcap = try Libpcap()
    var random = TestRandom(seed: 2_026)
    let world = try PacketWorld(200, &random)
    let context = TestLog.context(.utf8)
    var counts = (equal: 0, refused: 0, unknown: 0)
    while counts.equal < Self.count, counts.refused + counts.unknown < 10 * Self.count {
      let source = PacketWorld.expression(&random)
      let theirs = libpcap.verdicts(of: "udp and (\(source))", on: world.packets)
      let filter: DisplayFilter
      do throws(FilterError) { filter = try DisplayFilter(source) } catch {
        counts.refused += 1
        continue
      }
      guard let theirs else {
        // libpcap rejects a host of the wrong family after 'ip', such as 'ip host ::1'.
        counts.unknown += 1
        continue
      }
      var judge = FilterJudge(filter)
      let ours = try world.datagrams.map { try judge.matches($0, in: context) }
      guard ours == theirs else {
        Issue.record("\(source), understood as \(filter.canonical)")
        return
      }
      counts.equal += 1
    }
    #expect(counts.equal == Self.count)
    if getenv("UDPEEK_COMPARISONS") != nil {
      print(
        "\(counts.equal) expressions mean the same to libpcap over \(world.packets.count) datagrams; beside them "
          + "\(counts.refused) were refused by udpeek, \(counts.unknown) by libpcap alone")
    }
  }

  @Test func `the tcpdump equivalent of a filter accepts the same datagrams`() throws {
    let libpcap = try Libpcap()
    var random = TestRandom(seed: 2_027)
    let payload: [UInt8] = [0x7e, 1, 2, 0xff, 0x61]
    let world = try PacketWorld(200, payloads: [payload, payload + [0], payload + payload], &random)
    let context = TestLog.context(.utf8)
    let terms = [
      "host 10.0.0.1", "src net 10.0.0.0/8", "dst port 53", "portrange 6000-6008", "10.0.3.2:53", "src 10.0.0.1:5000",
      "src and dst net 10.0.0.0/8", "[2001:db8::1]:67", "multicast", "empty", "size > 5", "size = 6", "data[0] = 0x7e",
      "data[1:2] & 0xff >= 2", "ip6", "ip", "udp",
    ]
    let leaves = try terms.map { try #require(try DisplayFilter($0).expression) }
    for _ in 0..<Self.count {
      let filter = DisplayFilter(random.tree(of: leaves, depth: 2))
      let text = try #require(filter.translation(to: .tcpdump).text)
      guard let theirs = libpcap.verdicts(of: text, on: world.packets) else {
        Issue.record("libpcap refuses \(text)")
        continue
      }
      var judge = FilterJudge(filter)
      #expect(try world.datagrams.map { try judge.matches($0, in: context) } == theirs, "\(filter.canonical): \(text)")
    }
  }
}
