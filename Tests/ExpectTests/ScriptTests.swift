import Basics
import DisplayFilter
import PayloadText
import PeerText
import Testing
import UDPCore

@testable import Expect

/// Tests what scripts mean, and how their mistakes are reported.
struct ScriptTests {
  private static func parse(_ text: String, _ scope: ScriptScope = ScriptScope()) throws -> Script {
    try Script.parsed(text, path: "a.udp", scope)
  }

  /// The first mistake of a script, as `line:column reason`.
  private static func mistake(_ text: String, _ scope: ScriptScope = ScriptScope()) -> String {
    do throws(ScriptErrors) {
      _ = try Script.parsed(text, path: "a.udp", scope)
      return ""
    } catch {
      return error.errors.first.map { "\($0.line):\($0.column) \($0.reason)" } ?? "none"
    }
  }

  @Test func `the address of an endpoint may be a variable`() throws {
    let script = try Self.parse("let host = \"127.0.0.1\"\nlet port = 9\nto {host}:{port}\n> a")
    #expect(script.endpoints.first?.argument.port == 9)
  }

  @Test func `each kind of statement is a step, with its line and its source`() throws {
    let script = try Self.parse(
      """
      # A meter
      to 127.0.0.1:9000 gbk   # in GBK
      > temp?\\r\\n            # ask
      < /温度=(?<t>[\\d.]+)/ within 2s
      let limit = 60
      assert t > 10 and t < limit
      ! err within 1s
      wait 200ms
      repeat 5 { > ping {n} ; < "pong" within 100ms }
      repeat 2 {
        > {"a": {"b": 1 } }
        unordered { < a ; < b }
      }
      """)
    #expect(
      script.steps.map { "\($0.line) \($0.source)" } == [
        "3 > temp?\\r\\n", "4 < /温度=(?<t>[\\d.]+)/ within 2s", "5 let limit = 60",
        "6 assert t > 10 and t < limit", "7 ! err within 1s", "8 wait 200ms", "9 > ping {n}",
        "9 < \"pong\" within 100ms", "11 > {\"a\": {\"b\": 1 } }", "12 < a", "12 < b",
      ])
    #expect(script.steps.map(\.index) == Array(0..<11))
    #expect(script.endpoints.map(\.encoding) == [.encoding(.gbk)])
  }

  @Test(arguments: [
    ("> a # b", "a"), ("> a #b", "a #b"), ("> a#", "a#"), ("> #", ""), ("> # b", ""), (">", ""),
    ("> a ; wait 1ms", "a"),
    ("> a;b", "a;b"), ("> a   ", "a"), (">a", "a"), ("> {\"x\": 1 }", "{\"x\": 1 }"), ("> a\\x23 ", "a\\x23"),
    ("> '#' \"", "'#' \""),
  ])
  func `a message ends at a number sign or a semicolon between blanks`(line: String, message: String) throws {
    let script = try Self.parse("to 127.0.0.1:9000\n" + line)
    guard case .send(_, let found) = try #require(script.steps.first).kind else { throw ScriptMistake(0, "") }
    #expect(found.source == message)
  }

  @Test(arguments: [
    ("< \"a # b ; c\" # d", "\"a # b ; c\""), ("< /a # b/ within 1s", "/a # b/"), ("< 'a } b'", "'a } b'"),
    ("< it's # x", "it's"), ("< host 10.0.0.1 and size > 3", "host 10.0.0.1 and size > 3"), ("<", ""),
    ("< within 2s", ""), ("< \"within\" within 1s", "\"within\""), ("< net 10.0.0.0/8 # b", "net 10.0.0.0/8"),
  ])
  func `a filter hides what is in quotation marks and slashes`(line: String, filter: String) throws {
    let script = try Self.parse("to 127.0.0.1:9000\n" + line)
    guard case .expect(let found) = try #require(script.steps.first).kind else { throw ScriptMistake(0, "") }
    #expect(found.filter.source == filter)
  }

  @Test(arguments: [
    ("> hi", "1:1 nobody to talk to: begin with 'to ENDPOINT', or 'at ENDPOINT' to stand as the server"),
    (
      "to 127.0.0.1",
      "1:4 bad endpoint '127.0.0.1': the port is missing; write 127.0.0.1:8080; an endpoint is a port, address:port or [IPv6 address]:port"
    ),
    ("to 9000", "1:4 an address is missing, as in: to 127.0.0.1:9000"),
    ("to 127.0.0.1:9 big6", "1:16 unknown encoding 'big6'; did you mean 'big5'?; list them with: udpeek encodings"),
    ("to 127.0.0.1:9\nasert 1 > 0", "2:1 there is no statement 'asert'; did you mean 'assert'?"),
    ("to 127.0.0.1:9\nhello", "2:1 there is no statement 'hello'; to send it, write: > hello"),
    ("to 127.0.0.1:9\n  > {crc61}", "2:5 there is no field {crc61}; did you mean {crc64}? A brace is {{"),
    ("to 127.0.0.1:9\n< size >", "2:9 the filter ends too early: expected a number after 'size >'"),
    ("to 127.0.0.1:9\n< /a(/", "2:5 this regular expression is wrong: missing closing parenthesis"),
    (
      "to 127.0.0.1:9\n! a within 1 s",
      "2:12 '1 s' is no time: 500ms, 1s, 2m, 1h, 1d, or a number of seconds"
    ),
    ("to {host}:9\n> a", "1:4 {host} has no value yet: give it one with --var host=… or let host = …"),
    ("to 127.0.0.1:9\n< a within 2x", "2:12 '2x' is no time: 500ms, 1s, 2m, 1h, 1d, or a number of seconds"),
    (
      "to 127.0.0.1:9\n< a within",
      "2:5 a time is missing after 'within': 500ms, 1s, 2m, 1h, 1d, or a number of seconds; quote the word to look for it"
    ),
    (
      "to 127.0.0.1:9\n< /(?<temp>\\d)/\nassert tmep > 1",
      "3:8 there is no variable tmep here; did you mean 'temp'?; a text needs quotation marks"
    ),
    (
      "to 127.0.0.1:9\n< /(?<temp>\\d)/\n< \"{tmep}\"",
      "3:4 there is no variable {tmep}; did you mean {temp}? A brace in a text is \\x7b"
    ),
    ("to 127.0.0.1:9\nassert 1", "2:8 this is a value and not a condition: compare it, as in t > 10"),
    (
      "to 127.0.0.1:9\nassert 1 > 0 and 2 > 1 or 3 > 2",
      "2:24 'and' and 'or' side by side can be read two ways: add parentheses"
    ),
    (
      "to 127.0.0.1:9\nassert 1 < 2 < 3",
      "2:14 one comparison after another: join them with 'and', as in t > 10 and t < 60"
    ),
    (
      "to 127.0.0.1:9\nrepeat 3 { > a",
      "2:15 this block is not closed: add ' }', or begin its statements on the next line"
    ),
    ("to 127.0.0.1:9\nrepeat 3 {\n> a", "3:1 a block is not closed: add a line with '}'"),
    ("to 127.0.0.1:9\n> a\n}", "3:1 this '}' closes no block"),
    ("to 127.0.0.1:9\nrepeat 0 { > a }", "2:9 'repeat' needs a number from 1, as in: repeat 5 { > ping ; < pong }"),
    (
      "at 9000\n> a",
      "2:1 nobody to answer yet: a server sends to the peer whose datagram it matched last, so '<' comes first"
    ),
    (
      "device = to 127.0.0.1:9\nsever = at 9000\nserver < a",
      "3:1 there is no endpoint 'server'; did you mean 'sever'?; name one with: server = to 192.0.2.7:9000"
    ),
    (
      "to 127.0.0.1:9\nto 127.0.0.1:10",
      "2:1 there is an endpoint already; give a second one a name: other = to 192.0.2.7:9000"
    ),
    ("to 127.0.0.1:9 ascii\n> 温度", "2:3 ascii cannot write '温' (U+6E29); choose another encoding"),
    (
      "to 127.0.0.1:9\n> a\\q",
      "2:4 unknown escape \\q; write \\\\ for a backslash, or one of \\n \\r \\t \\0 \\xNN \\u{…}"
    ),
    ("to 127.0.0.1:9\n> {file nowhere.bin}", "2:3 the file nowhere.bin cannot be read"),
    ("to 127.0.0.1:9\n< marked", "2:3 'marked' holds for no row here: rows are marked on the screen"),
    ("to 127.0.0.1:9", "1:1 the script does nothing: begin with 'to ENDPOINT', then '> MESSAGE' and '< FILTER'"),
    ("", "1:1 the script does nothing: begin with 'to ENDPOINT', then '> MESSAGE' and '< FILTER'"),
    ("x = y", "1:5 expected 'to ENDPOINT' or 'at ENDPOINT' after '='; for a value write: let x = …"),
  ])
  func `a mistake has its line, its column, its reason and what was meant`(script: String, mistake: String) {
    #expect(Self.mistake(script) == mistake)
  }

  @Test func `all mistakes of a script are found at once, and shown in their lines`() throws {
    let errors = try #require(throws: ScriptErrors.self) {
      try Self.parse("to 127.0.0.1:9\n> {x}\n< a within 1y\n> ok\nasser 1")
    }
    #expect(errors.errors.map(\.line) == [2, 3, 5])
    #expect(
      errors.phrases[0].english == "a.udp:2:3: there is no field {x}; did you mean {n}? A brace is {{\n  > {x}\n    ^")
  }

  // MARK: Expressions

  private static func holds(_ text: String, _ variables: [String: ScriptValue]) throws -> Bool {
    var scope = ScriptScope()
    scope.variables = variables
    let script = try parse("to 127.0.0.1:9\nassert " + text, scope)
    guard case .assert(let expression) = try #require(script.steps.first).kind else { return false }
    return try expression.holds { variables[$0] }
  }

  @Test(arguments: [
    ("t > 10 and t < 60", true), ("t = 23.5", true), ("t = \"23.5\"", true), ("t = \"23.50\"", false),
    ("t + 1.5 = 25", true), ("2 + 3 * 4 = 14", true), ("(2 + 3) * 4 = 20", true), ("10 / 4 = 2.5", true),
    ("-t < 0", true), ("not t > 30", true), ("t > 30 or t < 24", true), ("name = \"device\"", true),
    ("name != 'other'", true), ("name < \"e\"", true), ("0x1f = 31", true), ("n = m", true),
    ("(t > 1 and t < 2) or t > 3", true), ("t - 20 - 3 = 0.5", true),
  ])
  func `an expression calculates, compares numbers as numbers and texts as texts`(text: String, value: Bool) throws {
    let variables: [String: ScriptValue] = [
      "t": .captured("23.5"), "name": .captured("device"), "n": .captured("7"), "m": .captured("07"),
    ]
    #expect(try Self.holds(text, variables) == value)
  }

  @Test(arguments: [
    ("name > 10", "\"device\" is no number"), ("name + 1 > 10", "name is no number: \"device\""),
    ("1 / (t - t) > 0", "it divides by 0"),
  ])
  func `an expression without a value says why`(text: String, reason: String) throws {
    let error = try #require(throws: ScriptExpression.Problem.self) {
      try Self.holds(text, ["t": .captured("1"), "name": .captured("device")])
    }
    #expect(error.reason.english == reason)
  }

  // MARK: Variables in filters

  @Test(arguments: [
    ("\"pong {x}\"", "a\"b\\", "\"pong a\\\"b\\\\\""), ("/^{x}$/", "a.b/[", "/^a\\.b\\/\\[$/"),
    ("size = {x}", "12", "size = 12"),
    ("{x}", "two words", "'two words'"), ("\"\\u{a0}{y}\"", "1", "\"\\u{a0}{y}\""),
    ("/\\x{4f60}a{2}/", "1", "/\\x{4f60}a{2}/"),
  ])
  func `a variable stands for itself in every part of a filter`(source: String, value: String, text: String) throws {
    let unknown: ScriptValue? = nil
    let filter = try ScriptFilter(source, ScriptScope(), variables: ["x": unknown])
    #expect(try filter.filter { _ in ScriptValue.captured(value) }.source == text)
  }

  @Test(
    arguments: [
      "\"pong {x}\"", "'{x}={x}' or (\"{x}\" and not text == 'a{x}')", "text startswith \"{x}\" and size > 2",
      "\"{x}\"",
    ], ["7", "a\"b\\\n'", "温度", "\u{f0001}", "two words"])
  func `with values it is the filter that its text means`(source: String, value: String) throws {
    let unknown: ScriptValue? = nil
    let filter = try ScriptFilter(source, ScriptScope(), variables: ["x": unknown])
    let filled = try filter.filter { _ in ScriptValue.captured(value) }
    #expect(try DisplayFilter(filled.source).expression == filled.expression)
    #expect(filled.expression?.texts.allSatisfy { $0.string.contains(value) } == true, "\(filled.source)")
  }
}
