import Basics
import DisplayFilter
import Testing

@Suite struct ErrorTests {
  @Test(
    "Mixing and with or shows both readings",
    arguments: [
      ("in and port 53 or out", "(in and port 53) or out", "in and (port 53 or out)"),
      ("in or out and err", "in or (out and err)", "(in or out) and err"),
      ("in or out err", "in or (out and err)", "(in or out) and err"),
      ("in and port 53 or 67", "(in and port 53) or port 67", "in and (port 53 or port 67)"),
      ("in or port 53 or 67 and out", "in or port 53 or (port 67 and out)", "(in or port 53 or port 67) and out"),
      ("not port 53 or 67", "not (port 53 or port 67)", "not port 53 or port 67"),
      ("in or err and out or ip", "in or (err and out) or ip", "((in or err) and out) or ip"),
    ]
  )
  func mixing(source: String, usual: String, other: String) throws {
    let error = try failure(source)
    #expect(error.description.contains("write \(usual), or \(other)"), "\(error.description)")
    #expect(try DisplayFilter(usual).canonical == usual)
    #expect(try DisplayFilter(other).canonical == other)
  }

  @Test(
    "A filter that can hold for no row where it judges is refused, whole",
    arguments: [
      ("marked", FilterFacts.arriving, "'marked' holds for no row here: rows are marked on the screen"),
      ("in and (marked or unanswered)", .arriving, "'marked' holds for no row here"),
      ("not not rule pong", .recorded, "'rule' holds for no row here: only the screen knows which rule answered"),
      ("unanswered port 53", .recorded, "'unanswered' holds for no row here: the screen pairs requests"),
      ("out or err", .gaps, "'out' holds for no row here: only received datagrams are judged"),
      ("gap", FilterFacts(), "'gap' holds for no row here: no numbers of formats are followed"),
      ("age > 10s", .arriving, "'age > 10s' holds for no row here: datagrams are judged as they arrive"),
      ("not age < 1s", .gaps, "'not age < 1s' holds for no row here: datagrams are judged as they arrive"),
      ("port 53 size > 70000", .arriving, "'size > 70000' holds for no row here: a datagram has 0 to 65535 bytes"),
      ("size < 0", .arriving, "'size < 0' holds for no row here"),
      ("not udp", .recorded, "'not udp' holds for no row here: every row is UDP"),
    ]
  )
  func neverHolds(source: String, facts: FilterFacts, reason: String) throws {
    let error = try #require(throws: FilterError.self) { try DisplayFilter(source, knowing: facts) }
    #expect(error.message.english.hasPrefix(reason), "\(error.message.english)")
    #expect(error.range == 0..<source.count)
    #expect(throws: Never.self) { try DisplayFilter(source) }
  }

  @Test(
    "A filter that may hold is accepted, whatever is not known",
    arguments: [
      "marked or port 53", "not marked", "not (marked or out)", "in", "gap or out or in", "", "udp", "age < 10s",
      "age >= 0s", "size > 65534", "size = 0", "size != 70000", "not size > 70000", "not udp or port 53",
    ])
  func mayHold(source: String) throws {
    #expect(try DisplayFilter(source, knowing: []).objection(knowing: []) == nil)
  }

  @Test(
    "tcpdump's other words are refused with a reason, and are text in quotes",
    arguments: [
      "tcp", "icmp", "arp", "ether", "vlan", "proto", "inbound", "outbound", "gateway", "len", "less", "greater",
      "length",
      "wlan", "sctp", "igmp", "mpls", "protochain", "ifname", "on",
    ]
  )
  func refused(word: String) throws {
    let error = try failure("in and \(word) 5")
    #expect(error.range == 7..<7 + word.count)
    #expect(error.description.contains("'\(word)'") && error.description.contains("quote it"))
    #expect(try DisplayFilter("\"\(word)\"").canonical == "\"\(word)\"")
    #expect(try DisplayFilter("text \"\(word)\"").canonical == "\"\(word)\"")
  }

  @Test(
    "The caret stands under the mistake, and the message says what to write",
    arguments: [
      ("host example.org", 5..<16, "names are not looked up"),
      ("src host localhost", 9..<18, "names are not looked up"),
      ("host 10.0.0.0/8", 5..<15, "net 10.0.0.0/8"),
      ("host 10.0.0.1:53", 5..<16, "takes no port"),
      ("host", 4..<4, "needs an address"),
      ("src", 3..<3, "needs an address"),
      ("src prot 53", 4..<8, "did you mean 'port'"),
      ("src 53", 4..<6, "src port 53"),
      ("host 10.0.0.1 or 53", 17..<19, "write port 53"),
      ("port 53 or 10.0.0.1", 11..<19, "host 10.0.0.5"),
      ("port http", 5..<9, "names are not looked up"),
      ("port 70000", 5..<10, "0 to 65535"),
      ("port 53,67", 5..<10, "port 53 or 67"),
      ("port 53-60", 5..<10, "portrange 53-60"),
      ("net 10.0.0.0", 4..<12, "/24"),
      ("net 10.0.0.0/33", 4..<15, "0 to 32"),
      ("10.0.0.1/x", 0..<10, "0 to 32"),
      ("net 10.0.0.0 mask 255.0.255.0", 18..<29, "ones followed by zeros"),
      ("net 10.0.0.0 mask", 17..<17, "a mask"),
      ("10.0.0.256", 0..<10, "0 to 255"),
      ("10.0.0.5:99999", 0..<14, "0 to 65535"),
      ("[::zz]:53", 0..<9, "not an IPv6 address"),
      ("10.0.0.1%2", 0..<10, "no scope"),
      ("fe80::1%wlan7", 0..<13, "no interface 'wlan7'"),
      ("in and", 3..<6, "needs something after it"),
      ("or in", 0..<2, "nothing before 'or'"),
      ("in and or out", 7..<9, "nothing before 'or'"),
      ("not", 0..<3, "needs something after it"),
      ("(in", 0..<1, "not closed"),
      ("in)", 2..<3, "no '(' before it"),
      ("in ()", 3..<5, "nothing in these parentheses"),
      ("port (53 67)", 9..<11, "write 'or'"),
      ("port (53 or in)", 12..<14, "only values"),
      ("hello \"wor", 6..<10, "not closed"),
      ("\"a\\q\"", 2..<4, "escape is unknown"),
      ("'\\xff'", 1..<5, "hex"),
      ("size", 0..<4, "size > 100"),
      ("size > abc", 7..<10, "needs a number"),
      ("size > 99999999999999999999", 7..<27, "needs a number"),
      ("siez > 5", 0..<4, "did you mean 'size'"),
      ("temp=25", 0..<4, "cannot be compared"),
      ("ip.src == 10.0.0.1", 0..<6, "src host"),
      ("5 > 3", 0..<1, "cannot be compared"),
      ("> 3", 0..<1, "before it"),
      ("a|b", 1..<2, "write 'or'"),
      ("a & b", 0..<1, "cannot be compared"),
      ("data", 0..<4, "data[0]"),
      ("data[x] = 1", 0..<7, "data[n]"),
      ("data[0:3] = 1", 0..<9, "1, 2 or 4"),
      ("udp[4:2] > 100", 0..<8, "data[n]"),
      ("hex", 3..<3, "needs bytes"),
      ("hex 7e 0g", 7..<9, "two hexadecimal digits"),
      ("hex 7", 4..<5, "two hexadecimal digits"),
      ("text", 4..<4, "needs a string"),
      ("text cotains \"x\"", 5..<12, "did you mean 'contains'"),
      ("text > 5", 5..<6, "contains"),
      ("text in", 5..<7, "text \"in\""),
      ("contains x", 0..<8, "text contains"),
      ("matches x", 0..<7, "text matches"),
      ("text matches", 12..<12, "regular expression after"),
      ("text matches in", 13..<15, "not 'in'"),
      ("text matces \"x\"", 5..<11, "did you mean 'matches'"),
      ("in and /temp", 7..<12, "not closed"),
      ("//", 0..<2, "empty"),
      ("/usr/bin", 5..<8, "only 'i'"),
      ("in /a(b/", 6..<7, "missing closing parenthesis"),
      ("/\\/a[/", 4..<5, "missing terminating ]"),
      ("/a{2,1}/", 5..<6, "out of order"),
      ("text matches '(a'", 15..<16, "missing closing parenthesis"),
      ("/(?C1)\\C/", 7..<8, "\\C"),
      ("port /a/", 5..<8, "0 to 65535"),
      ("enc", 3..<3, "needs the name"),
      ("enc klingon", 4..<11, "udpeek encodings"),
      ("age", 0..<3, "age < 30s"),
      ("age < x", 6..<7, "is not a time"),
      ("age < 5y", 6..<8, "is not a time"),
      ("age < 99999999999999d", 6..<21, "is not a time"),
      ("age = 5", 4..<5, "keeps changing"),
      ("AND", 0..<3, "lower case"),
      ("in AND out", 3..<6, "lower case"),
      ("prot 53", 0..<4, "did you mean 'port'"),
      ("hots 10.0.0.1", 0..<4, "did you mean 'host'"),
    ] as [(String, Range<Int>, String)]
  )
  func caret(source: String, range: Range<Int>, hint: String) throws {
    let error = try failure(source)
    #expect(error.range == range, "\(error.description)")
    #expect(error.description.contains(hint), "\(error.description)")
  }

  @Test func `positions count scalars, not bytes`() throws {
    #expect(try failure("收到 and tcp").range == 7..<10)
  }

  @Test func `too many parentheses are an error, not a crash`() throws {
    #expect(try failure(String(repeating: "(", count: 100_000)).description.contains("too deep"))
    #expect(try failure(String(repeating: "!", count: 100_000) + "in").description.contains("too deep"))
    #expect(
      try DisplayFilter(String(repeating: "(", count: 60) + "in" + String(repeating: ")", count: 60)).canonical == "in")
    let many = Array(repeating: "in", count: 20_000).joined(separator: " and ")
    #expect(try DisplayFilter(many).canonical == many)
    let mixed = Array(repeating: "in and out or", count: 20_000).joined(separator: " ") + " in"
    #expect(try failure(mixed).description.utf8.count < 200)
  }

  @Test(arguments: 0..<20)
  func `no source crashes, and every error lies in the source`(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let pieces = [
      "(", ")", "and", "or", "not", "!", "=", "<", "&", "|", "\"", "'", "\\", "hex", "7e", "??", "data[", "]", "0", ":",
      "/",
      "10.0.0.1", "src", "dst", "port", "53", "net", "mask", "%", "::", "[", "-", "text", "size", "你", " ", " ",
      "\u{301}", ".",
      "*", "0x", "host", "peer", "ip", "multicast", "portrange", "/", "matches", "age", "5m", "enc", "gbk", "marked",
      "(?", "a+",
    ]
    for _ in 0..<500 {
      let source = (0..<random.below(9)).map { _ in random.pick(pieces) + random.pick(["", " "]) }.joined()
      do throws(FilterError) {
        let filter = try DisplayFilter(source)
        #expect(canonical(filter.canonical) == filter.canonical)
      } catch {
        #expect(error.range.lowerBound >= 0 && error.range.upperBound <= source.unicodeScalars.count)
        #expect(!error.description.isEmpty)
      }
    }
  }
}
