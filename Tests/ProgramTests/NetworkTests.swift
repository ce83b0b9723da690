import Testing

/// Tests that need two hosts, or links that go down; each test runs in network namespaces of its own.
@Suite(.waits, .requiresNamespaces) struct NetworkTests {
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

  @Test(arguments: [[], ["--from", "[fe80::aa%v0]:0"]])
  func `the error of a link-local peer names our side with its interface`(options: [String]) throws {
    let ended = try here.send(["[fe80::bb%v0]:7009", "nobody is there", "--json", "--wait", "10"] + options)
    let line = try #require(
      ended.lines.first { $0.contains(#""direction":"error""#) }, "\(ended.output)\(ended.errors)")
    #expect(line.contains(#""src_ip":"fe80::aa%v0""#), "\(line)")
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

  @Test func `a second of a link's deaths is as the first: peers are the same, and are answered`() throws {
    let listening = try here.listen(["[fe80::aa%v0]:7020", "7021", "--reply", "pong"], sockets: 3)
    for round in 1...2 {
      for port in [7020, 7021] {
        let ended = try there.send(
          "[fe80::aa%v1]:\(port)", "round \(round)", "--from", "[fe80::bb%v1]:7099", "--wait", "10")
        #expect(ended.output.contains("  [fe80::aa%v1]:\(port) → "), "\(ended.output)\(ended.errors)")
      }
      if round == 2 { break }
      try here.run("ip", "link", "delete", "v0")
      try listening.waitForErrors("interface v0 is gone")
      // Another interface takes the next numbers in the meantime.
      try here.run("ip", "link", "add", "other", "type", "veth", "peer", "name", "another")
      try here.link("v0", ["10.9.0.1/24", "fe80::aa/64"], to: there, "v1", ["10.9.0.9/24", "fe80::bb/64"])
      try listening.waitForErrors("bound [fe80::aa%v0]:7020 again")
    }
    let lines = try listening.waitForLines(8)
    let received = lines.filter { $0.contains(#""direction":"in""#) }
    #expect(received.count == 4 && received.allSatisfy { $0.contains(#""src_ip":"fe80::bb%v0""#) }, "\(received)")
    #expect(received.allSatisfy { $0.contains(#""dst_ip":"fe80::aa%v0""#) }, "\(received)")
    try listening.end()
  }

  /// Adds a second link between the hosts, and addresses on the other host that both links lead to, by default the
  /// first.
  private func addSecondWay() throws {
    try here.link("w0", ["10.8.0.1/24", "fd08::1/64"], to: there, "w1", ["10.8.0.9/24", "fd08::9/64"])
    try there.run("ip", "address", "add", "10.99.0.9/32", "dev", "lo")
    try there.run("ip", "address", "add", "fd99::9/128", "dev", "lo")
    for (network, ways) in [
      ("10.99.0.0/24", [("10.9.0.9", "v0"), ("10.8.0.9", "w0")]),
      ("fd99::/64", [("fd09::9", "v0"), ("fd08::9", "w0")]),
    ] {
      for (metric, way) in ways.enumerated() {
        try here.run("ip", "route", "add", network, "via", way.0, "dev", way.1, "metric", String(metric + 1))
      }
    }
  }

  @Test func `--interface is the way that a datagram takes: unicast, broadcast and groups`() throws {
    try addSecondWay()
    let listening = try there.listen(["7022", "239.9.9.9:7022@v1", "239.9.9.9:7022@w1"], sockets: 2)
    var texts = 0
    for (target, source) in [
      ("10.99.0.9:7022", "10.8.0.1"), ("255.255.255.255:7022", "10.8.0.1"), ("239.9.9.9:7022", "10.8.0.1"),
      ("[fd99::9]:7022", "fd08::1"),
    ] {
      for from in [[], ["--from", source.contains(":") ? "[\(source)]:0" : "\(source):0"]] {
        texts += 1
        let program = try here.start(
          [Udpeek.path, "send", target, "text \(texts)", "--interface", "w0", "--json"] + from)
        program.closeInput()
        let ended = try program.finish()
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.contains(#""src_ip":"\#(source)""#), "\(ended.output)")
        try listening.waitForOutput("\"text\":\"text \(texts)\"")
      }
    }
    let others = try here.send("239.9.9.9:7022@w0", "by the endpoint")
    #expect(others.status == 0)
    try listening.waitForOutput("by the endpoint")
    for line in try listening.waitForLines(9) {
      #expect(line.contains(#""src_ip":"10.8.0.1""#) || line.contains(#""src_ip":"fd08::1""#), "\(line)")
    }
    try here.run("ip", "link", "set", "w0", "down")
    let ended = try here.send("10.99.0.9:7022", "x", "--interface", "w0")
    #expect(ended.status == 1 && ended.errors.contains("the interface is down"), "\(ended.errors)")
    try listening.end()
  }

  @Test func `datagrams longer than the link's MTU are sent at a rate too, one by one`() throws {
    let listening = try here.listen(["7010"], sockets: 2)
    let ended = try there.send("10.9.0.1:7010", "{n} {repeat 2000:61}", "--rate", "max", "--repeat", "40")
    #expect(ended.status == 0 && ended.errors.contains("sent 40 datagrams, "), "\(ended.errors)")
    let lines = try listening.waitForLines(40)
    for (index, line) in lines.prefix(40).enumerated() {
      #expect(line.contains("\"text\":\"\(index + 1) aaa"), "\(line.prefix(400))")
    }
    try listening.end()
  }

  @Test func `a broadcast is recorded with the address that it leaves from`() throws {
    let ended = try here.send("10.9.0.255:7023", "anybody?", "--json")
    #expect(ended.output.contains(#""src_ip":"10.9.0.1""#), "\(ended.output)")
  }

  @Test func `at the start it is said by which interface a group is joined, and that one is down`() throws {
    try here.link("w0", ["10.8.0.1/24"], to: there, "w1", ["10.8.0.9/24"])
    try here.run("ip", "link", "set", "w0", "down")
    let listening = try here.listen(["239.9.9.8:7024", "239.9.9.9:7025@w0"], sockets: 2)
    try listening.waitForErrors("joined 239.9.9.8 on v0\n")
    try listening.waitForErrors("joined 239.9.9.9 on w0; interface w0 is down: nothing arrives through it\n")
    try listening.end()
  }

  @Test func `of an address it is said that it is there again only when it was there before`() throws {
    let listening = try here.listen(["[fd09::1]:7026", "7027"], sockets: 3)
    try there.send("10.9.0.1:7027", "by v0")
    try listening.waitForOutput("by v0")
    try here.add(["10.9.0.77/24"], to: "v0")
    try listening.waitForErrors("address 10.9.0.77 is on v0 now\n")
    try here.run("ip", "address", "delete", "10.9.0.77/24", "dev", "v0")
    try listening.waitForErrors("address 10.9.0.77 was removed from v0")
    try here.add(["10.9.0.77/24"], to: "v0")
    try listening.waitForErrors("address 10.9.0.77 is on v0 again\n")
    try here.run("ip", "link", "set", "v0", "down")
    try listening.waitForErrors("interface v0 is down: nothing arrives through it\n")
    try here.run("ip", "link", "set", "v0", "up")
    // The kernel removes the IPv6 addresses of a link that goes down and does not restore them.
    try listening.waitForErrors("address fd09::1 was removed from v0: nothing arrives for it\n")
    let errors = listening.errorText
    let order = ["is down", "is up again", "fd09::1 was removed"].map { errors.ranges(of: $0).first?.lowerBound }
    #expect(order == order.sorted { ($0 ?? errors.endIndex) < ($1 ?? errors.endIndex) }, "\(errors)")
    try listening.end()
  }

  @Test func `a relay passes on bursts of datagrams that are longer than a packet of the link`() throws {
    let listening = try there.listen(["10.9.0.9:7010", "--count", "40"], sockets: 1)
    let relay = try here.start([
      Udpeek.path, "relay", "127.0.0.1:7011", "--to", "10.9.0.9:7010", "--headless", "--quiet",
    ])
    try relay.waitForErrors("relaying to 10.9.0.9:7010")
    let sent = try here.send(["127.0.0.1:7011", "{repeat 2000:41}", "--rate", "max", "--repeat", "40"])
    #expect(sent.status == 0, "\(sent.errors)")
    let lines = try listening.waitForLines(40)
    #expect(lines.prefix(40).allSatisfy { $0.contains(#""size":2000,"truncated":false"#) }, "\(lines[0])")
    let ended = try relay.end()
    #expect(ended.errors.contains("up, to the target: 40 in, 40 out\n"), "\(ended.errors)")
    _ = try listening.finish()
  }
}
