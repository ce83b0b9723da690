import Testing

/// What needs two hosts, or links that go down: each test in network namespaces of its own.
@Suite(.requiresNamespaces) struct NetworkTests {
  private let here: Host
  private let there: Host

  init() throws {
    here = try Host()
    there = try Host(neighbour: here)
    try here.link(
      "v0", ["10.9.0.1/24", "10.9.0.2/24", "fd09::1/64", "fd09::2/64", "fe80::aa/64"], to: there, "v1",
      ["10.9.0.9/24", "fd09::9/64", "fe80::bb/64"])
    for (host, interface) in [(here, "v0"), (there, "v1")] {
      try host.run("ip", "route", "add", "224.0.0.0/4", "dev", interface)
    }
  }

  @Test(arguments: ["10.9.0.1:7000", "10.9.0.2:7000", "[fd09::1]:7000", "[fd09::2]:7000"])
  func `a wildcard answers from the very address that the peer wrote to`(target: String) throws {
    let listening = try here.listen(["7000", "--reply", "pong"], sockets: 2)
    let ended = try there.send(target, "ping", "--wait", "10")
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.output.contains("  \(target) → "), "\(ended.output)")
    try listening.end()
  }

  @Test func `a link-local peer is shown and answered with its scope`() throws {
    let listening = try here.listen(["[fe80::aa%v0]:7001", "--reply", "pong"], sockets: 1)
    let ended = try there.send("[fe80::aa%v1]:7001", "ping", "--wait", "10")
    #expect(ended.output.contains("  [fe80::aa%v1]:7001 → "), "\(ended.output)\(ended.errors)")
    let lines = try listening.waitForLines(2)
    #expect(lines[0].contains(#""src_ip":"fe80::bb%v0""#), "\(lines[0])")
    try listening.end()
  }

  @Test func `a group is the destination shown, and is answered from the interface's own address`() throws {
    let listening = try here.listen(["239.9.9.9:7002@v0", "[ff02::99%v0]:7003", "--reply", "pong"], sockets: 2)
    for (group, source) in [("239.9.9.9:7002", "10.9.0.1:7002"), ("[ff02::99%v1]:7003", "[fe80::aa%v1]:7003")] {
      let ended = try there.send(group, "ping", "--interface", "v1", "--wait", "10")
      #expect(ended.output.contains("  \(source) → "), "\(ended.output)\(ended.errors)")
    }
    let lines = try listening.waitForLines(4)
    #expect(lines[0].contains(#""dst_ip":"239.9.9.9""#))
    #expect(lines[2].contains(#""dst_ip":"ff02::99%v0""#))
    try listening.end()
  }

  @Test func `a group that only another program joined does not leak in`() throws {
    let other = try here.listen(["239.9.9.8:7004@v0"], sockets: 1)
    let listening = try here.listen(["7005", "239.9.9.9:7005@v0"], sockets: 2)
    let also = try here.listen(["239.9.9.8:7006@v0"], sockets: 1)
    try there.send("239.9.9.8:7005", "not for us")
    try there.send("239.9.9.9:7005", "for us")
    let lines = try listening.waitForLines(1)
    #expect(lines[0].contains(#""text":"for us""#))
    for program in [other, listening, also] { try program.end() }
  }

  @Test func `a source-specific group takes that source and no other`() throws {
    try there.add(["10.9.0.8/24"], to: "v1")
    let listening = try here.listen(["10.9.0.8,239.9.9.7:7007@v0"], sockets: 1)
    try there.send("239.9.9.7:7007", "stranger", "--from", "10.9.0.9:0")
    try there.send("239.9.9.7:7007", "friend", "--from", "10.9.0.8:0")
    let lines = try listening.waitForLines(1)
    #expect(lines[0].contains(#""text":"friend""#))
    try listening.end()
  }

  @Test func `broadcasts go out, come in, and are answered from the interface's own address`() throws {
    let listening = try here.listen(["7008", "--reply", "pong"], sockets: 2)
    let ended = try there.send("10.9.0.255:7008", "anybody?", "--wait", "10")
    #expect(ended.output.contains("  10.9.0.1:7008 → "), "\(ended.output)\(ended.errors)")
    #expect(try listening.waitForLines(2)[0].contains(#""dst_ip":"10.9.0.255""#))
    try listening.end()
  }

  @Test func `a link that goes down and an address that goes are said, and all works again afterwards`() throws {
    let endpoints = ["10.9.0.1:7010", "[fe80::aa%v0]:7011", "239.9.9.9:7012@v0"]
    let listening = try here.listen(endpoints, sockets: 3)
    try here.run("ip", "link", "set", "v0", "down")
    try listening.waitForErrors("interface v0 is down")
    try here.run("ip", "link", "set", "v0", "up")
    try listening.waitForErrors("interface v0 is up again")
    try here.run("ip", "address", "delete", "10.9.0.1/24", "dev", "v0")
    try listening.waitForErrors("address 10.9.0.1 was removed from v0")
    try here.run("ip", "link", "delete", "v0")
    try listening.waitForErrors("interface v0 is gone")
    try here.link("v0", ["10.9.0.1/24", "fe80::aa/64"], to: there, "v1", ["10.9.0.9/24", "fe80::bb/64"])
    try listening.waitForErrors("joined 239.9.9.9 on v0 again")
    try listening.waitForErrors("bound [fe80::aa%v0]:7011 again")
    try there.run("ip", "route", "add", "224.0.0.0/4", "dev", "v1")
    for (target, text) in [("10.9.0.1:7010", "one"), ("[fe80::aa%v1]:7011", "two"), ("239.9.9.9:7012", "three")] {
      try there.send(target, text)
      try listening.waitForOutput("\"text\":\"\(text)\"")
    }
    try listening.end()
  }
}
