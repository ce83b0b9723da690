import Testing
import UDPCore

@testable import Diagnosis

/// Tests the reading of what the system's files hold; the texts were recorded on Linux 6.18.
@Suite struct ParsingTests {
  @Test func `sockets have their address, peer, queue, inode and drops`() throws {
    let text = """
         sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
       1393: 01004D0A:1F90 00000000:0000 07 00000000:00000900 00:00000000 00000000     0        0 21937 2 0000000000000000 31
       7393: 0100007F:D431 0900000A:0035 01 00000000:00000000 00:00000000 00000000  1000        0 8 2 0000000000000000 0
      damaged
      """
    let sockets = SocketEntry.all(in: text, isIPv6: false)
    try #require(sockets.count == 2)
    #expect(sockets[0].local.description == "10.77.0.1:8080" && sockets[0].isUnconnected)
    #expect(sockets[0].queued == 0x900 && sockets[0].drops == 31 && sockets[0].inode == 21_937)
    #expect(sockets[1].remote?.description == "10.0.0.9:53")
  }

  @Test func `sockets of IPv6 are read, and mapped addresses are IPv4`() throws {
    let text = """
      1: 000077FD000000000000000001000000:1F90 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 5 2 0 0
      2: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 6 2 0 0
      """
    let sockets = SocketEntry.all(in: text, isIPv6: true)
    #expect(sockets.map(\.local.description) == ["[fd77::1]:8080", "127.0.0.1:8080"])
    #expect(sockets.allSatisfy { $0.isUnconnected && $0.isIPv6 })
  }

  @Test func `counters come in pairs of lines and, for IPv6, one a line`() {
    let counters = Counters(
      snmp: "Udp: InDatagrams NoPorts InErrors\nUdp: 7 3 -1\nIcmp: InMsgs\nIcmp: 9 9\n",
      netstat: "TcpExt: SyncookiesSent IPReversePathFilter\nTcpExt: 0 12\n", snmp6: "Udp6InErrors   \t 5\nodd\n")
    #expect(counters["Udp.NoPorts"] == 3 && counters["Udp.InErrors"] == -1)
    #expect(counters["TcpExt.IPReversePathFilter"] == 12 && counters["Udp6InErrors"] == 5)
    #expect(counters["Icmp.InMsgs"] == 0, "a line with another number of values is no pair")
  }

  @Test func `groups have their interface and the version of IGMP`() {
    let text = """
      Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter
      1\tlo        :     1      V3
      \t\t\t\t010000E0     1 0:00000000\t\t0
      2\tv0        :     2      V2
      \t\t\t\t070707EF     1 0:00000000\t\t1
      """
    let groups = GroupEntry.all(inIGMP: text)
    #expect(groups.map(\.interface) == ["lo", "v0"] && groups.map(\.version) == [3, 2])
    #expect(groups.last?.group.description == "239.7.7.7")
    let six = GroupEntry.all(inIGMP6: "2    v0              ff020000000000000000000000000099     1 00000004 0\n")
    #expect(six == [GroupEntry(interface: "v0", group: IPAddress("ff02::99")!)])
  }

  @Test func `source filters say who is left out`() {
    let text = """
      Idx Device        MCA        SRC    INC    EXC
        2     v0 0xef070707 0x0a4d0009      1      0
      """
    #expect(
      SourceFilter.all(in: text) == [
        SourceFilter(
          interface: "v0", group: IPAddress("239.7.7.7")!, source: IPAddress("10.77.0.9")!, including: 1, excluding: 0)
      ])
  }

  @Test func `the name of a process may hold parentheses and blanks`() throws {
    let text = "4242 (a) (b c) T 1 4242 4242 0 -1 4194560 93 0 0 0 0 0 0 0 20 0 1 0 98765 2899968 1"
    let process = try #require(ProcessEntry(stat: text))
    #expect(process.id == 4_242 && process.name == "a) (b c" && process.isStopped && process.started == 98_765)
    #expect(ProcessEntry(stat: ")(") == nil)
  }

  @Test func `an address of another namespace is found in its table of routes`() {
    let text = """
      Local:
        +-- 0.0.0.0/0 3 0 5
           |-- 127.0.0.1
              /32 host LOCAL
           |-- 10.78.0.0
              /24 link UNICAST
           |-- 10.78.0.2
              /32 host LOCAL
      """
    #expect(FIBTrie.address(in: text) == "10.78.0.2")
    #expect(FIBTrie.address(in: "Local:\n") == nil)
  }

  @Test func `messages of netlink are taken apart within their lengths`() {
    let attribute = [UInt8](native: 8 | 3 << 16) + Array("eth0".utf8)
    let body = [0, 0] + [UInt8](native: 0x0000_0001).prefix(2) + [UInt8](native: 2) + [UInt8](native: 0x11043)
    let payload = Array(body) + [UInt8](native: 0) + attribute
    let message = [UInt8](native: UInt32(16 + payload.count)) + [UInt8](native: 16) + [UInt8](native: 0)
    let bytes = message + [UInt8](native: 0) + payload
    let messages = NetlinkMessage.all(in: bytes + bytes.prefix(10))
    #expect(messages.count == 1)
    let interface = messages.first.flatMap { Interface(link: $0) }
    #expect(interface?.name == "eth0" && interface?.index == 2 && interface?.isUp == true)
    #expect(NetlinkMessage.all(in: [UInt8](native: 3)) == [])
  }

  @Test(arguments: [
    ("8080", "8080"), ("[::]:8080", "'[::]:8080'"), ("a'b", "'a'\\''b'"),
    ("239.1.1.1:5000@v0.10", "239.1.1.1:5000@v0.10"),
  ])
  func `an endpoint in a command is one word of the shell`(text: String, word: String) {
    #expect(Target.word(text) == word)
  }
}
