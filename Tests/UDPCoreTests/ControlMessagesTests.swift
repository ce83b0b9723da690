import CLinux
import Glibc
import Testing

@testable import UDPCore

/// Tests decoding of control messages without a socket, from bytes laid out like the kernel's (cmsg(3)).
@Suite struct ControlMessagesTests {
  private func message<T>(_ level: Int32, _ type: Int32, _ value: T, length: Int? = nil) -> [UInt8] {
    var header = cmsghdr()
    header.cmsg_len = length ?? clinux_cmsg_length(MemoryLayout<T>.size)
    header.cmsg_level = level
    header.cmsg_type = type
    var bytes = withUnsafeBytes(of: header) { Array($0) } + withUnsafeBytes(of: value) { Array($0) }
    bytes += [UInt8](repeating: 0, count: clinux_cmsg_space(MemoryLayout<T>.size) - bytes.count)
    return bytes
  }

  private func decode(_ bytes: [UInt8]) -> ReceivedControl {
    bytes.withUnsafeBytes { ReceivedControl($0) }
  }

  @Test func `time, destination, drops and segment size are read`() {
    var info = in_pktinfo()
    info.ipi_ifindex = 3
    info.ipi_addr.s_addr = UInt32(0xef01_0101).bigEndian
    info.ipi_spec_dst.s_addr = UInt32(0x0a00_0001).bigEndian
    let control = decode(
      message(SOL_SOCKET, SO_TIMESTAMPNS, timespec(tv_sec: 2, tv_nsec: 5))
        + message(Int32(IPPROTO_IP), IP_PKTINFO, info)
        + message(SOL_SOCKET, SO_RXQ_OVFL, UInt32(17)) + message(Int32(IPPROTO_UDP), UDP_GRO, Int32(1200)))
    #expect(control.time == 2_000_000_005)
    #expect(control.destination?.description == "239.1.1.1")
    #expect(control.replySource?.description == "10.0.0.1")
    #expect(control.interface == 3)
    #expect(control.drops == 17)
    #expect(control.segmentSize == 1200)
  }

  @Test func `an IPv6 group is answered from the interface's own address`() {
    var info = clinux_in6_pktinfo()
    info.address = IPAddress("ff02::fb")!.rawIPv6
    info.interface_index = 2
    let control = decode(message(Int32(IPPROTO_IPV6), IPV6_PKTINFO, info))
    #expect(control.destination?.description == "ff02::fb")
    #expect(control.replySource == .anyIPv6)
  }

  @Test(arguments: [0, 1, 15, 16, 1 << 20, Int.max])
  func `a length that lies is passed over`(length: Int) {
    let bytes = message(SOL_SOCKET, SO_TIMESTAMPNS, timespec(tv_sec: 2, tv_nsec: 5), length: length)
    #expect(decode(bytes).time == nil)
  }

  @Test func `a buffer cut anywhere gives what came before`() {
    let bytes =
      message(SOL_SOCKET, SO_RXQ_OVFL, UInt32(9)) + message(SOL_SOCKET, SO_TIMESTAMPNS, timespec(tv_sec: 1, tv_nsec: 0))
    for end in 0...bytes.count {
      let control = decode(Array(bytes[..<end]))
      #expect(control.drops == (end >= 20 ? 9 : nil))
      #expect(control.time == (end >= bytes.count ? 1_000_000_000 : nil))
    }
  }

  @Test func `unknown messages are passed over`() {
    let bytes = message(SOL_SOCKET, 9999, UInt64(7)) + message(SOL_SOCKET, SO_RXQ_OVFL, UInt32(1))
    #expect(decode(bytes).drops == 1)
  }
}

@Suite struct PortOwnerTests {
  @Test func `the inodes on a port are found in the kernel's table`() {
    let table = """
         sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
        93: 0100007F:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 13579 2 0000000000000000 0
       510: 00000000:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 24680 2 0000000000000000 0
      """
    #expect(PortOwner.inodes(in: table, port: 8080) == ["13579"])
    #expect(PortOwner.inodes(in: table, port: 514) == ["24680"])
    #expect(PortOwner.inodes(in: table, port: 1) == [])
    #expect(PortOwner.inodes(in: "", port: 1) == [])
  }
}

@Suite struct DropCounterTests {
  @Test func `two sources of the same count are not added up, and an old one changes nothing`() {
    let drops = DropCounter(sockets: 2)
    #expect(drops.note(17, socket: 0) == 17)
    #expect(drops.note(10, socket: 0) == 0)
    #expect(drops.note(20, socket: 0) == 3)
    #expect(drops.note(5, socket: 1) == 5)
    #expect(drops.total == 25)
    #expect(!drops.isLowerBound)
    drops.noteJoined()
    #expect(drops.isLowerBound)
  }

  @Test func `each socket has its own sum, which a new socket in its place continues`() {
    let drops = DropCounter(sockets: 2)
    drops.note(5, socket: 0)
    drops.note(3, socket: 1)
    drops.note(4, socket: 0)
    #expect(drops.bySocket == [5, 3])
    drops.restart(socket: 0)
    drops.note(2, socket: 0)
    #expect(drops.bySocket == [7, 3] && drops.total == 10)
  }

  @Test func `the 32-bit count may wrap`() {
    let drops = DropCounter(sockets: 1)
    drops.note(0x7fff_ffff, socket: 0)
    drops.note(0xffff_fff0, socket: 0)
    #expect(drops.note(5, socket: 0) == 21)
    #expect(drops.total == 0x1_0000_0005)
  }
}
