import Basics
import DisplayFilter
import PayloadText
import Testing
import UDPCore

@Suite struct CanonicalTests {
  @Test(
    "A filter is echoed as it was understood",
    arguments: [
      ("10.0.3.17", "host 10.0.3.17"),
      ("host 10.0.3.17", "host 10.0.3.17"),
      ("src host 10.0.3.17 and port 5000", "src host 10.0.3.17 and port 5000"),
      ("net 10.0.0.0/8", "net 10.0.0.0/8"),
      ("10.0.3.99/24", "net 10.0.3.0/24"),
      ("10.0.3.", "net 10.0.3.0/24"),
      ("192.168.1.*", "net 192.168.1.0/24"),
      ("192.168.*.*", "net 192.168.0.0/16"),
      ("10.", "net 10.0.0.0/8"),
      ("net 10.0.0.0 mask 255.255.0.0", "net 10.0.0.0/16"),
      ("src net 192.168.1.0 mask 255.255.255.0", "src net 192.168.1.0/24"),
      ("net 192.168", "net 192.168.0.0/16"),
      ("net 10/8", "net 10.0.0.0/8"),
      ("2001:db8::/32", "net 2001:db8::/32"),
      ("::1", "host ::1"),
      ("[::1]", "host ::1"),
      ("::ffff:10.0.0.1", "host 10.0.0.1"),
      ("::ffff:10.0.0.0/104", "net 10.0.0.0/8"),
      ("fe80::1%2", "host fe80::1%2"),
      ("[fe80::1%2]:5000", "[fe80::1%2]:5000"),
      ("10.0.0.5:5000", "10.0.0.5:5000"),
      ("src 10.0.0.5:5000", "src 10.0.0.5:5000"),
      ("[::1]:5000", "[::1]:5000"),
      (":5000", "port 5000"),
      ("5000", "port 5000"),
      ("0", "\"0\""),
      ("70000", "\"70000\""),
      ("007", "\"007\""),
      ("\"5000\"", "\"5000\""),
      ("port 53 or 67", "port 53 or port 67"),
      ("dst port 53 or 67 or 68", "dst port 53 or dst port 67 or dst port 68"),
      ("port 53 or 67 and in", "(port 53 or port 67) and in"),
      ("port (53 or 67) and in", "(port 53 or port 67) and in"),
      ("in and port (53 or 67)", "in and (port 53 or port 67)"),
      ("portrange 6000-6008", "portrange 6000-6008"),
      ("portrange 6008-6000", "portrange 6000-6008"),
      ("portrange 6000-6008 or 7000-7008", "portrange 6000-6008 or portrange 7000-7008"),
      ("port 0x35", "port 53"),
      ("src or dst port 53", "port 53"),
      ("src and dst net 10.0.0.0/8", "src and dst net 10.0.0.0/8"),
      ("dst or src host 10.0.0.1", "host 10.0.0.1"),
      ("src 10.0.0.1", "src host 10.0.0.1"),
      ("peer 10.0.0.1", "peer host 10.0.0.1"),
      ("local port 8080", "local port 8080"),
      ("src host 10.0.0.1 or 10.0.0.2", "src host 10.0.0.1 or src host 10.0.0.2"),
      ("src host 10.0.0.1 or not 10.0.0.2", "src host 10.0.0.1 or not src host 10.0.0.2"),
      (
        "src host 10.0.0.1 and (10.0.0.2 or 10.0.0.3)", "src host 10.0.0.1 and (src host 10.0.0.2 or src host 10.0.0.3)"
      ),
      ("src host 10.0.0.1 or (dst port 5) or 10.0.0.2", "src host 10.0.0.1 or dst port 5 or src host 10.0.0.2"),
      ("(src host 10.0.0.1) or 10.0.0.2", "src host 10.0.0.1 or host 10.0.0.2"),
      ("src (10.0.0.1 or 10.0.0.2)", "src host 10.0.0.1 or src host 10.0.0.2"),
      ("src host 10.0.0.1 or 10.1.0.0/16", "src host 10.0.0.1 or src net 10.1.0.0/16"),
      ("src net 10 or 172.16", "src net 10.0.0.0/8 or src net 172.16.0.0/16"),
      ("src host 10.0.0.1 and hello", "src host 10.0.0.1 and \"hello\""),
      ("src host 10.0.0.1 10.0.0.2", "src host 10.0.0.1 and host 10.0.0.2"),
      ("src 10.0.0.1:5 or 10.0.0.2:5", "src 10.0.0.1:5 or src 10.0.0.2:5"),
      ("src host 10.0.0.1 or 10.0.0.2:5", "src host 10.0.0.1 or 10.0.0.2:5"),
      ("10.0.0.1 and 5000", "host 10.0.0.1 and port 5000"),
      ("10.0.0.1 5000 hello", "host 10.0.0.1 and port 5000 and \"hello\""),
      ("not host 10.0.0.1", "not host 10.0.0.1"),
      ("!10.0.0.1", "not host 10.0.0.1"),
      ("! ! in", "not not in"),
      ("not (in and port 53)", "not (in and port 53)"),
      ("in || out", "in or out"),
      ("((in))", "in"),
      ("(in and err) and out", "in and err and out"),
      ("udp", "udp"),
      ("udp port 53 or udp port 67", "port 53 or port 67"),
      ("not udp port 53", "not port 53"),
      ("ip host 10.0.0.1 or 10.0.0.2", "(ip and host 10.0.0.1) or (ip and host 10.0.0.2)"),
      ("not ip6 multicast", "not (ip6 and multicast)"),
      ("ip in", "ip and in"),
      ("size>100", "size > 100"),
      ("size == 0x10", "size = 16"),
      ("nr!=5", "nr != 5"),
      ("nr >= 1,000", "nr >= 1000"),
      ("size < 12,345,678 and in", "size < 12345678 and in"),
      ("data[0]=0x7e", "data[0] = 126"),
      ("data[2:2] & 0xfff >= 9", "data[2:2] & 0xfff >= 9"),
      ("hello", "\"hello\""),
      ("hello!", "\"hello!\""),
      ("it's", "\"it's\""),
      ("'Hello'", "'Hello'"),
      ("\"in\"", "\"in\""),
      ("text hello", "\"hello\""),
      ("text 'a b'", "'a b'"),
      ("text contains \"x\"", "\"x\""),
      ("text == \"x\"", "text == \"x\""),
      ("text = x", "text == \"x\""),
      ("text != x", "not text == \"x\""),
      ("text startswith GET", "text startswith \"GET\""),
      ("\"a\\\"b\\\\\\n\\x1b\\u{4f60}\"", "\"a\\\"b\\\\\\n\\u{1b}你\""),
      ("收到", "\"收到\""),
      ("１２３", "\"１２３\""),
      ("hex 7e01", "hex 7e 01"),
      ("hex 7e ?? 05 and in", "hex 7e ?? 05 and in"),
      ("hex \"7E 01\"", "hex 7e 01"),
      ("/a+b/", "/a+b/"),
      ("/a\\/b/i", "/a\\/b/i"),
      ("/a\\\\/", "/a\\\\/"),
      ("/a b/ and in", "/a b/ and in"),
      ("text matches 'a\\d'", "/a\\d/"),
      ("text matches \"a\\\"/\"", "/a\"\\//i"),
      ("text matches a+", "/a+/i"),
      ("text /x/", "/x/"),
      ("not text matches /x/i", "not /x/i"),
      ("enc GBK", "enc gbk"),
      ("enc sjis and in", "enc shift_jis and in"),
      ("age<30", "age < 30s"),
      ("age >= 90s", "age >= 90s"),
      ("age > 120s", "age > 2m"),
      ("age > 1500ms", "age > 1500ms"),
      ("age <= 0", "age <= 0s"),
      ("marked or auto or badtext", "marked or auto or badtext"),
      ("10.0.0.0/8 /x/", "net 10.0.0.0/8 and /x/"),
      ("12:30:45", "\"12:30:45\""),
      ("aa:bb:cc:dd:ee:ff", "\"aa:bb:cc:dd:ee:ff\""),
      ("1.2.3", "\"1.2.3\""),
      ("[INFO]", "\"[INFO]\""),
      ("post 8080", "\"post\" and port 8080"),
      ("   ", ""),
      ("", ""),
    ] as [(String, String)]
  )
  func echo(source: String, expected: String) {
    #expect(canonical(source) == expected)
  }

  @Test func `a scope can be written as an interface's name, and is shown so`() throws {
    let interfaces = InterfaceNames([2: "eth0"])
    let filter = try DisplayFilter("fe80::1%eth0", interfaces: interfaces)
    #expect(filter.canonical == "host fe80::1%eth0")
    #expect(try filter == DisplayFilter("fe80::1%eth0", interfaces: interfaces))
    #expect(filter.expression == (try DisplayFilter("fe80::1%2").expression))
  }

  @Test(arguments: 0..<40)
  func `reading the canonical form again gives the same expression`(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let interfaces = InterfaceNames([1: "lo", 2: "eth0", 3: "odd name)"])
    for _ in 0..<50 {
      let expression = random.expression(depth: 3)
      let written = DisplayFilter(expression, interfaces: interfaces)
      let read = try DisplayFilter(written.source, interfaces: interfaces)
      #expect(read.expression == expression, "\(written.source)")
      #expect(read.canonical == written.canonical)
      // The filter as the title shows it, typed again.
      let shown = SafeText(written.canonical).description
      #expect(try DisplayFilter(shown, interfaces: interfaces).expression == expression, "\(shown)")
    }
  }

  @Test(
    "What the title shows of a filter is read as the same filter",
    arguments: [
      "peer boiler:5000", "boiler or scale", "src plant.4.1 and not plant", "peer [six::17]:5000",
      "peer press%eth0:7 or door%eth0", "host fe80::1%eth0", "\"a\u{200b}b\"", "'\u{202e}x\u{feff}'",
      "\"it's \\\"so\\\"\"",
      "/a\u{200b}b/", "/\u{202e}[\u{1}-\u{1f}]\\\u{7}/i", "/temp=\\d+\\/s/", "text matches 'a\"b'", "/\\Qa.b\\E/",
      "/(?x)a b # c/", "text == \"e\u{301}\u{301}\u{301}\"", "\"\u{f8ff}\"", "hex 7e ?? 05", "age < 1500ms",
      "age > 1.5h",
      "data[2:2] & 0xfff > 9 and enc gbk", "not (port 53 or in) and (marked or badtext)", "温度 or /温.度/",
    ])
  func shown(source: String) throws {
    var aliases = Aliases()
    for (name, target) in [
      ("boiler", "10.0.3.17"), ("scale", "10.0.3.17:5000"), ("plant", "10.0.0.0/16"), ("six", "2001:db8::/32"),
      ("press", "fe80::1"), ("door", "[fe80::1]:9"),
    ] { aliases.add(name, for: try #require(AddressTarget(target))) }
    let interfaces = InterfaceNames([2: "eth0"])
    let filter = try DisplayFilter(source, interfaces: interfaces, aliases: aliases)
    let shown = SafeText(filter.canonical).description
    let read = try DisplayFilter(shown, interfaces: interfaces, aliases: aliases)
    #expect(read.expression == filter.expression, "\(shown)")
    #expect(read.canonical == filter.canonical, "\(shown)")
  }

  @Test(arguments: [
    ("plant.4.1", "host 10.0.4.1"), ("peer plant.4.1:7", "peer 10.0.4.1:7"),
    ("src plant.4.1 or plant.4.2", "src host 10.0.4.1 or src host 10.0.4.2"),
    ("plant", "net 10.0.0.0/16"), ("plant.log", "\"plant.log\""),
  ])
  func `an address that is shown by a network's name is understood`(source: String, canonical: String) throws {
    var aliases = Aliases()
    aliases.add("plant", for: try #require(AddressTarget("10.0.0.0/16")))
    #expect(try DisplayFilter(source, aliases: aliases).canonical == canonical)
    let error = #expect(throws: FilterError.self) { try DisplayFilter("plant.4.300", aliases: aliases) }
    #expect(error?.description.contains("quote it to mean text") == true)
  }

  @Test func `an empty filter and udp show everything`() throws {
    #expect(try DisplayFilter("").isEverything)
    #expect(try DisplayFilter(" \n").isEverything)
    #expect(try DisplayFilter("udp").isEverything)
    #expect(try !DisplayFilter("in").isEverything)
    #expect(DisplayFilter.everything.canonical.isEmpty)
  }
}
