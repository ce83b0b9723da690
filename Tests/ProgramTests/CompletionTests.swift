import Testing

/// Tests the completions in the shells themselves.
@Suite(.waits) struct CompletionTests {
  /// The text typed before Tab, and the resulting line.
  private static let cases = [
    ("li", "listen"), ("listen --encoding gb1", "listen --encoding gb18030"),
    ("watch --theme mo", "watch --theme mono"),
    ("listen --filter multi", "listen --filter multicast"),
    ("convert a b --format pcapn", "convert a b --format pcapng"),
    ("send --interface l", "send --interface lo"), ("open nig", "open night.pcapng"),
    ("listen --qui", "listen --quiet"),
  ]

  private static let folder = String(Udpeek.path.dropLast("/udpeek".count))

  /// Starts a shell with the completions loaded and completes each case in it.
  private static func complete(_ start: String, _ load: String, endpoint: String) throws {
    let terminal = try Terminal(columns: 100, environment: ["PS1": "$ "])
    try terminal.run("PATH=\(folder):$PATH; touch ~/night.pcapng ~/nigh.txt; clear; \(start)")
    defer { _ = try? Program("rm", ["-rf", terminal.folder], environment: Udpeek.environment).finish() }
    try terminal.run("cd; \(load); echo loaded")
    try terminal.waitFor("its end") { $0.contains("loaded") }
    for (typed, completed) in cases + [("listen 127", endpoint)] {
      try terminal.press("C-u", "C-l")
      try terminal.waitFor("an empty line") { $0.first == "$" }
      try terminal.type("udpeek " + typed)
      try terminal.press("Tab")
      try terminal.waitFor("'\(completed)'") { $0.first == "$ udpeek " + completed }
    }
    terminal.close()
  }

  @Test func `bash completes commands, options and values`() throws {
    try Self.complete(
      "exec bash --norc --noprofile", "PS1='$ '; source <(udpeek --generate-completion-script bash)",
      endpoint: #"listen 127.0.0.1\:8080"#)
  }

  @Test(.requiresProgram("zsh")) func `zsh completes commands, options and values`() throws {
    try Self.complete(
      "exec zsh -f",
      "PS1='$ '; autoload -U compinit; compinit -u -d ~/dump; udpeek --generate-completion-script zsh >_udpeek; fpath=(~ $fpath);"
        + " autoload _udpeek; compdef _udpeek udpeek", endpoint: "listen 127.0.0.1:8080")
  }

  @Test(.requiresProgram("fish")) func `fish completes commands, options and values`() throws {
    try Self.complete(
      "exec fish --no-config",
      "set fish_autosuggestion_enabled 0; function fish_prompt; echo -n '$ '; end;"
        + " udpeek --generate-completion-script fish | source", endpoint: "listen 127.0.0.1:8080")
  }

  @Test func `endpoints are those of the configuration, then the machine's addresses`() throws {
    let words = ["---completion", "listen", "--", "positional@0", "2", "0", "udpeek", "listen", ""]
    let usual = try Udpeek.run(words)
    #expect(usual.status == 0 && usual.lines.starts(with: ["8080", "127.0.0.1:8080"]), "\(usual)")
    let chosen = try Udpeek.run(words, ["UDPEEK_ENDPOINTS": "9000"])
    #expect(chosen.lines.starts(with: ["9000", "127.0.0.1:9000"]), "\(chosen)")
  }
}
