import Basics
import Configuration
import DisplayFilter
import Rules
import Testing
import UDPCore

/// Tests files of rules: what they mean, and what is said of a mistake.
struct RuleFileTests {
  private func rules(_ source: String) throws(ConfigurationProblems) -> [Rule] {
    let scope = RuleFile.Scope(aliases: Aliases(), interfaces: InterfaceNames()) { $0 == "logo.bin" ? [1, 2] : nil }
    return try RuleFile.rules(in: source, path: "/r.toml", scope).rules
  }

  private func problems(_ source: String) -> [String] {
    do throws(ConfigurationProblems) {
      _ = try rules(source)
      return []
    } catch {
      return error.phrases.map(\.english)
    }
  }

  @Test func `a rule has a name, a condition, an answer of several steps and its limits`() throws {
    let rules = try rules(
      """
      [[rule]]
      name = "poll"
      when = "hex 7e 01"
      reply = [{ hex = '7e 81 {len:u8}' }, { wait = "1s" }, { text = "温度?", encoding = "gbk" }]
      delay = "20ms..80ms"
      limit = 3
      every = "10s"
      to = "192.0.2.7:5000"
      continue = true
      [[rule]]
      when = "udp"
      once = "peer"
      """)
    #expect(rules.map(\.name) == ["poll", "rule 2"])
    #expect(rules[0].condition.canonical == "hex 7e 01")
    #expect(rules[0].steps.count == 3)
    #expect(rules[0].delay == 20_000_000...80_000_000)
    #expect(rules[0].limit == .total(3) && rules[0].interval == 10_000_000_000 && rules[0].continues)
    #expect(rules[0].target == .endpoint(Endpoint(try #require(IPAddress("192.0.2.7")), port: 5_000)))
    #expect(rules[1].steps.isEmpty && rules[1].limit == .oncePerPeer)
  }

  @Test func `a message of a file has its bytes, and one that is missing is said`() throws {
    #expect(problems("[[rule]]\nwhen = 'udp'\nreply = '{file logo.bin}'\n") == [])
    #expect(
      problems("[[rule]]\nwhen = 'udp'\nreply = '{file nothing.bin}'\n")
        == ["/r.toml:3:9: rule[1].reply: nothing.bin cannot be read; name a file that can"])
  }

  /// Files with one mistake, and what is said of it.
  static let mistakes: [(source: String, said: String)] = [
    ("[[rule]]\nreply = 'x'\n", "/r.toml:1:1: rule[1]: needs when: the datagrams that it answers, such as 'udp'"),
    (
      "[[rule]]\nwhen = 'size >'\n",
      "/r.toml:2:15: rule[1].when: the filter ends too early: expected a number after 'size >'"
    ),
    (
      "[[rule]]\nwhen = 'udp'\nreply = 'a {foo}'\n",
      "/r.toml:3:12: rule[1].reply: character 3: there is no field {foo}; write {{ for a brace"
    ),
    (
      "[[rule]]\nwhen = '/(x)/'\nreply = ['{1}', 'a {2}']\n",
      "/r.toml:3:20: rule[1].reply[2]: character 3: there is no capture 2 here; write {{ for a brace"
    ),
    (
      "[[rule]]\nwhen = 'udp'\nrply = 'x'\n",
      "/r.toml:3:8: rule[1].rply: there is no such key in a rule; did you mean 'reply'?"
    ),
    (
      "[[rule]]\nwhen = 'udp'\nonce = 'ever'\n",
      "/r.toml:3:8: rule[1].once: needs \"peer\", not \"ever\"; limit = 1 means once in all"
    ),
    (
      "[[rule]]\nname = 'a'\nwhen = 'udp'\n[[rule]]\nname = 'a'\nwhen = 'udp'\n",
      "/r.toml:5:8: rule[2].name: another rule has the name 'a'"
    ),
    (
      "[[rule]]\nwhen = 'udp'\nreply = 'x'\nevery = '1us'\n",
      "/r.toml:4:9: rule[1].every: needs one interval of at least 1ms"
    ),
    ("[[rules]]\nwhen = 'udp'\n", "/r.toml:1:1: rules: there is no such key; did you mean 'rule'?"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with line, column and key`(source: String, said: String) {
    #expect(problems(source) == [said])
  }

  @Test func `a line that cannot be read moves no later mistake`() {
    let said = problems("说明 = 温度\n[[rule]]\nwhen = 'size >'\nreply = '{x}'\n")
    #expect(said.map { $0.prefix(11) } == ["/r.toml:1:1", "/r.toml:3:1", "/r.toml:4:1"], "\(said)")
    #expect(said[1].hasPrefix("/r.toml:3:15: ") && said[2].hasPrefix("/r.toml:4:10: "), "\(said)")
  }

  @Test func `all mistakes of a file are told, in the order of its lines`() {
    let said = problems("[[rule]]\nwhen = 'size >'\nreply = '{x}'\n[[rule]]\nwhen = 'udp'\ndelay = 'soon'\n")
    #expect(said.map { $0.prefix(10) } == ["/r.toml:2:", "/r.toml:3:", "/r.toml:6:"])
  }
}
