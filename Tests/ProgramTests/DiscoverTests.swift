import Glibc
import Testing

/// Tests `discover` among several hosts.
@Suite(.waits, .requiresNamespaces) struct DiscoverTests {
  /// Six devices behind two bridges, three each, which answer on port 9000.
  private func devices(of here: Host) throws -> [(host: Host, program: Program)] {
    try (0..<2).flatMap { network -> [(host: Host, program: Program)] in
      try here.run("ip", "link", "add", "br\(network)", "type", "bridge")
      try here.run("ip", "address", "add", "10.\(network).0.1/24", "dev", "br\(network)")
      try here.run("ip", "link", "set", "br\(network)", "addrgenmode", "none", "up")
      return try (2...4).map { number in
        let device = try Host(neighbour: here)
        try here.link("p\(network)\(number)", [], to: device, "eth0", ["10.\(network).0.\(number)/24"])
        try here.run("ip", "link", "set", "p\(network)\(number)", "master", "br\(network)")
        let program = try device.listen(["0.0.0.0:9000", "--reply", "设备 \(network)\(number)", "-e", "gbk"], sockets: 1)
        return (device, program)
      }
    }
  }

  private func discover(_ here: Host, _ arguments: String...) throws -> Program.Ended {
    let program = try here.start([Udpeek.path, "discover"] + arguments)
    program.closeInput()
    return try program.finish()
  }

  @Test func `six devices are found through two interfaces, each with its address, its MAC and its answer`() throws {
    let here = try Host()
    let devices = try devices(of: here)
    let found = try discover(here, "255.255.255.255:9000", "who?", "-e", "gbk", "--wait", "1s")
    #expect(found.status == 0, "\(found.errors)")
    #expect(found.lines.count == 7 && found.errors.contains("asked br0, br1: 6 devices answered"), "\(found)")
    for (index, line) in found.lines.dropFirst().enumerated() {
      let (network, number) = (index / 3, index % 3 + 2)
      #expect(line.hasPrefix("10.\(network).0.\(number):9000 "), "\(line)")
      #expect(line.contains(" br\(network) ") && line.hasSuffix("设备 \(network)\(number)"), "\(line)")
      #expect(line.contains(try Regex("  ([0-9a-f]{2}:){5}[0-9a-f]{2}  ")), "\(line)")
    }
    // One interface alone, and each address of a network.
    let one = try discover(here, "255.255.255.255:9000", "who?", "--interface", "br1", "--wait", "1s", "--json")
    #expect(one.lines.count == 3 && one.lines.allSatisfy { $0.contains(#""interface":"br1""#) }, "\(one)")
    let network = try discover(here, "10.0.0.0/28:9000", "who?", "--wait", "1s")
    #expect(network.lines.count == 4 && network.errors.contains("asked 14 addresses: 3 devices answered"), "\(network)")
    for device in devices { try device.program.end() }
  }

  @Test func `where nobody answers the exit status says so`() throws {
    let here = try Host()
    let there = try Host(neighbour: here)
    try here.link("d0", ["10.0.0.1/24"], to: there, "d1", ["10.0.0.2/24"])
    let nobody = try discover(here, "255.255.255.255:9000", "who?", "--wait", "100ms")
    #expect(nobody.status == 3 && nobody.errors.hasSuffix("asked d0: nobody answered within 100ms\n"), "\(nobody)")
  }
}
