import DisplayFilter
import PayloadText
import Testing
import UDPCore

@Suite struct MatchTests {
  private func matches(_ source: String, _ datagram: Datagram) throws -> Bool {
    try DisplayFilter(source).matches(datagram, in: TestLog.context(.utf8))
  }

  @Test(
    "Addresses and ports are compared on the side that was asked for",
    arguments: [
      ("10.0.0.5", true), ("10.0.0.9", true), ("10.0.0.6", false),
      ("src 10.0.0.5", true), ("dst 10.0.0.5", false), ("src host 10.0.0.9", false), ("dst 10.0.0.9", true),
      ("peer 10.0.0.5", true), ("local 10.0.0.5", false), ("local port 8080", true), ("peer port 8080", false),
      ("port 5000", true), ("src port 5000", true), ("dst port 5000", false), (":8080", true), ("8080", true),
      ("10.0.0.5:5000", true), ("10.0.0.5:8080", false), ("10.0.0.9:8080", true), ("src 10.0.0.9:8080", false),
      ("net 10.0.0.0/8", true), ("src and dst net 10.0.0.0/24", true), ("src and dst host 10.0.0.5", false),
      ("10.0.0.", true), ("10.0.1.", false), ("10.0.0.4/30", true), ("src net 10.0.0.8/29", false),
      ("portrange 4999-5001", true), ("portrange 1-4999", false), ("not 10.0.0.5", false), ("not 10.0.0.6", true),
      ("::ffff:10.0.0.5", true), ("::/0", false), ("0.0.0.0/0", true), ("ip", true), ("ip6", false),
      ("in", true), ("out", false), ("err", false), ("udp", true), ("not udp", false), ("multicast", false),
      ("broadcast", false), ("trunc", false), ("empty", false),
      ("port 5000 and 8080", true), ("port 1 or 8080", true), ("in and not (port 1 or port 5000)", false),
    ]
  )
  func endpoints(source: String, expected: Bool) throws {
    let datagram = try TestLog.datagram(peer: "10.0.0.5:5000", local: "10.0.0.9:8080", payload: [1])
    #expect(try matches(source, datagram) == expected)
  }

  @Test func `a sent datagram has its source here; a failure is one of ours`() throws {
    let sent = try TestLog.datagram(.outgoing, peer: "10.0.0.5:5000", local: "10.0.0.9:8080")
    #expect(try matches("dst 10.0.0.5 and src port 8080 and peer 10.0.0.5 and out and not in and not err", sent))
    let failed = try TestLog.datagram(
      .failure, peer: "10.0.0.5:5000", local: "10.0.0.9:8080", payload: [0x7e, 0x7f])
    #expect(try matches("dst 10.0.0.5 and src port 8080 and out and not in and err", failed))
    #expect(try matches("data[0:2] = 0x7e7f and hex 7e 7f and data[2] != 0 and not hex 00", failed))
  }

  @Test func `a scope counts only when it is written`() throws {
    let datagram = try TestLog.datagram(peer: "fe80::1%2:5000", local: "fe80::2%2:8080")
    #expect(try matches("fe80::1", datagram))
    #expect(try matches("fe80::1%2", datagram))
    #expect(try !matches("fe80::1%3", datagram))
    #expect(try matches("[fe80::1]:5000", datagram))
    #expect(try matches("fe80::/10", datagram))
    #expect(try matches("::/0 and ip6 and not ip", datagram))
    #expect(try !matches("0.0.0.0/0", datagram))
  }

  @Test func `groups, broadcasts, truncation and empty payloads have their words`() throws {
    let group = try TestLog.datagram(local: "239.1.2.3:8080", replySource: "192.0.2.9")
    #expect(try matches("multicast and not broadcast and empty", group))
    let limited = try TestLog.datagram(local: "255.255.255.255:8080", replySource: "192.0.2.9")
    #expect(try matches("broadcast and not multicast", limited))
    let directed = try TestLog.datagram(local: "192.0.2.255:8080", replySource: "192.0.2.9")
    #expect(try matches("broadcast", directed))
    let sent = try TestLog.datagram(.outgoing, peer: "ff02::1%2:5000", local: "fe80::2%2:8080")
    #expect(try matches("multicast", sent))
    let cut = try TestLog.datagram(payload: [1, 2], size: 5, isTruncated: true)
    #expect(try matches("trunc and size = 5 and not empty", cut))
  }

  @Test(
    "Numbers are compared; != is the negation of =",
    arguments: [
      ("size = 4", true), ("size != 4", false), ("size > 3", true), ("size >= 5", false), ("size < 5", true),
      ("size <= 3", false), ("nr = 1", true), ("nr > 1", false), ("data[0] = 0x7e", true), ("data[0:2] = 0x7e01", true),
      ("data[0:4] = 0x7e0102ff", true), ("data[3] & 0xf = 15", true), ("data[4] = 0", false), ("data[4] != 0", true),
      ("data[4] < 1", false), ("data[3:2] >= 0", false), ("size < 18446744073709551615", true),
    ]
  )
  func numbers(source: String, expected: Bool) throws {
    let datagram = try TestLog.datagram(payload: [0x7e, 1, 2, 0xff])
    #expect(try matches(source, datagram) == expected)
  }

  @Test(
    "Bytes are found anywhere in the payload",
    arguments: [
      ("hex 7e", true), ("hex 01 02", true), ("hex 02 01", false), ("hex 7e ?? 02", true), ("hex ?? ?? ?? ff", true),
      ("hex ff ??", false), ("hex ?? ?? ?? ?? ??", false), ("not hex ff", false),
    ]
  )
  func bytes(source: String, expected: Bool) throws {
    let datagram = try TestLog.datagram(payload: [0x7e, 1, 2, 0xff])
    #expect(try matches(source, datagram) == expected)
  }

  @Test(
    "Text is found ignoring the case of ASCII letters, unless in single quotes",
    arguments: [
      ("hello", true), ("HELLO", true), ("'HELLO'", false), ("'Hello'", true), ("\"o W\"", true), ("收到", true),
      ("text startswith hello", true), ("text startswith world", false), ("text == \"hello world 收到É\"", true),
      ("text == hello", false), ("text != hello", true), ("\"\"", true), ("é", false), ("É", true), ("[", false),
      ("@", false), ("\"world 收到É!\"", false), ("收", true), ("\u{5230}\u{c9}", true), ("\u{45}\u{301}", false),
    ]
  )
  func text(source: String, expected: Bool) throws {
    let datagram = try TestLog.datagram(payload: Array("Hello World 收到É".utf8))
    #expect(try matches(source, datagram) == expected)
  }

  @Test(arguments: 0..<20)
  func `the compiled form decides as the tree does`(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    for _ in 0..<100 {
      let parts = ["in", "10.0.0.5", "dst port 8080", "size > 3", "hex 02", "ell", "err", "port 9", "/l+o/"]
      let leaves = try parts.map { try #require(try DisplayFilter($0).expression) }
      let expression = random.tree(of: leaves, depth: 4)
      let datagram = try TestLog.datagram(
        random.pick([.incoming, .outgoing, .failure]), peer: random.pick(["10.0.0.5:1", "10.0.0.6:9"]),
        payload: random.pick([Array("hello".utf8), [2, 3, 4, 5], Array("bye".utf8), []]))
      let context = TestLog.context(.utf8)
      let expected = try Self.evaluate(expression) { leaf in
        try DisplayFilter(leaf).matches(datagram, in: context)
      }
      #expect(try DisplayFilter(expression).matches(datagram, in: context) == expected)
    }
  }

  private static func evaluate(
    _ expression: FilterExpression, leaf: (FilterExpression) throws -> Bool
  ) rethrows -> Bool {
    switch expression {
    case .all(let parts): try parts.allSatisfy { try evaluate($0, leaf: leaf) }
    case .any(let parts): try parts.contains { try evaluate($0, leaf: leaf) }
    case .not(let part): try !evaluate(part, leaf: leaf)
    default: try leaf(expression)
    }
  }
}

extension TestRandom {
  /// Builds a random tree of `and`, `or` and `not` over the given leaves.
  mutating func tree(of leaves: [FilterExpression], depth: Int) -> FilterExpression {
    switch depth == 0 ? 0 : below(5) {
    case 1, 2: .joined((0..<3).map { _ in tree(of: leaves, depth: depth - 1) }, byOr: false)
    case 3: .joined((0..<3).map { _ in tree(of: leaves, depth: depth - 1) }, byOr: true)
    case 4: .not(tree(of: leaves, depth: depth - 1))
    default: pick(leaves)
    }
  }
}
