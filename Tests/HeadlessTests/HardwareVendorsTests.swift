import Testing
import UDPCore

@testable import CommandCore

/// Tests the vendors of hardware addresses, in each form of list.
struct HardwareVendorsTests {
  private static let address = HardwareAddress([0x00, 0x1b, 0xc5, 0x00, 0x12, 0x34])

  @Test(arguments: [
    (
      "00:1B:C5\tIEEERegi\tIEEE Registration Authority\n00:1B:C5:00:10:00/36\tOpenRBco\tOpenRB.com, Direct SIA\n",
      "OpenRB.com, Direct SIA"
    ),
    (
      "00-1B-C5   (hex)\t\tIEEE Registration Authority\r\n001BC5     (base 16)\t\tIEEE\r\n",
      "IEEE Registration Authority"
    ),
    ("# a comment\n001BC5 IEEE Registration\n", "IEEE Registration"),
    ("00:1B:C6\tOther\n", nil), ("", nil), ("00:1B:C5:00:10:00/99\tBad\n", nil),
  ]) func `the longest prefix names the vendor`(list: String, name: String?) throws {
    let address = try #require(Self.address)
    #expect(HardwareVendors(of: [address], in: Array(list.utf8))[address] == name)
  }

  @Test func `an address that somebody made up has no vendor`() throws {
    let address = try #require(HardwareAddress([0x02, 0x1b, 0xc5, 0, 0, 1]))
    #expect(address.isLocal && address.description == "02:1b:c5:00:00:01")
    #expect(HardwareVendors(of: [address], in: Array("02:1B:C5\tNobody\n".utf8))[address] == nil)
  }
}
