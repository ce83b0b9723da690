import TestSupport
import Testing

/// Tests `udpeek demo`.
@Suite(.waits) struct DemoTests {
  @Test func `made-up peers write in six encodings, one is gone, and they answer`() throws {
    let terminal = try Terminal(columns: 120, rows: 40)
    try terminal.run("clear; '\(Udpeek.path)' demo; echo ended $?")
    try terminal.waitFor("Welcome: made-up peers, real datagrams")
    try terminal.type("p")
    try terminal.waitFor(" FROZEN ")
    try terminal.type("p")
    for sign in [
      "{\"sensor\":\"Küche\"", "gb18030", "温度=23.5 湿度=61%", "服務正常", "shift_jis", "온도 23.5도", "windows-1251", "hex",
      ".]0;owned", "unreachable: port closed (ICMP)",
    ] {
      try terminal.waitFor(sign)
    }
    #expect(try terminal.unsafeScalars() == [])
    try terminal.type("/gb or 127.0.0.3")
    try terminal.press("Enter")
    try terminal.type("r")
    try terminal.waitFor("─ reply to 127.0.0.3:")
    try terminal.type("你好")
    try terminal.press("Enter")
    try terminal.waitFor("收到,谢谢")
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `the demo has neither the person's encoding nor their filter, but their keys`() throws {
    let folder = try TestFolder()
    try Program("mkdir", [folder["udpeek"]], environment: Udpeek.environment).finish()
    let settings = "encoding = \"big5\"\nfilter = \"port 1\"\n[keys]\nreply = [\"F12\"]\n"
    folder.write(settings, to: "udpeek/config.toml")
    let terminal = try Terminal(columns: 120, rows: 40, environment: ["XDG_CONFIG_HOME": folder.path])
    try terminal.run("clear; '\(Udpeek.path)' demo; echo ended $?")
    try terminal.waitFor("made-up peers: F12 answers one, P lists them")
    for sign in ["Welcome: made-up peers", "F12: answer this peer", "温度=23.5 湿度=61%"] { try terminal.waitFor(sign) }
    try terminal.run(":reload")
    try terminal.waitFor("configuration reloaded")
    try terminal.waitFor("shift_jis")
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `the demo needs a terminal`() throws {
    let ended = try Program(Udpeek.path, ["demo"], environment: Udpeek.environment).finish()
    #expect(ended.status == 2 && ended.errors.contains("the demo needs a terminal"))
  }
}
