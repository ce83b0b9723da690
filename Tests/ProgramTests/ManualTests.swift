import TestSupport
import Testing

/// Tests the manual pages, which `make manual` generates and which are kept with the sources.
@Suite(.waits) struct ManualTests {
  /// The commands listed by `--help`.
  private static func commands() throws -> [String] {
    let help = try Udpeek.run(["--help"]).output
    let list = help[(help.firstRange(of: "SUBCOMMANDS:\n")?.upperBound ?? help.endIndex)...]
    return list.matches(of: #/(?m)^  ([a-z]+) /#).map { String($0.1) }.filter { $0 != "See" }
  }

  private static func page(_ name: String) throws -> String {
    try #require(contents(of: "\(Project.root)/Resources/man/\(name).1"), "there is no page \(name)")
  }

  @Test func `the pages are those that the program's own definitions give`() throws {
    let folder = try TestFolder()
    let script = Project.root + "/Tests/Tools/manual.py"
    let ended = try Program("python3", [script, Udpeek.path, folder.path], environment: Udpeek.environment).finish()
    #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended.errors)")
    #expect(Set(folder.names) == Set(try Self.commands().map { "udpeek-\($0).1" } + ["udpeek.1"]))
    for name in folder.names {
      let written = contents(of: folder[name])
      let kept = contents(of: "\(Project.root)/Resources/man/\(name)")
      #expect(kept == written, "\(name) is out of date: make manual")
    }
  }

  @Test func `every option of a command's help is in its page, and no other`() throws {
    for command in try Self.commands() {
      let help = try Udpeek.run([command, "--help"]).output
      let options = Set(help.matches(of: #/(?m)^  (?:-\w, )?(--[a-z0-9-]+)/#).map { String($0.1) })
      #expect(options.contains("--help"))
      let items = try Self.page("udpeek-\(command)").matches(of: #/(?m)^\.It .*Fl \\-([a-z0-9\\-]+)/#)
      #expect(Set(items.map { "--" + $0.1.replacing("\\", with: "") }) == options, "\(command)")
    }
  }

  @Test(.requiresProgram("mandoc"), .requiresProgram("groff"))
  func `neither mandoc nor groff warns of a page`() throws {
    for name in try Self.commands().map({ "udpeek-\($0).1" }) + [
      "udpeek.1", "udpeek-alarms.5", "udpeek-rules.5", "udpeek-formats.5", "udpeek-expect.5",
    ] {
      let page = "\(Project.root)/Resources/man/\(name)"
      let lint = try Program("mandoc", ["-T", "lint", "-W", "warning", page], environment: Udpeek.environment).finish()
      #expect(lint.status == 0 && lint.output.isEmpty && lint.errors.isEmpty, "\(lint.output)\(lint.errors)")
      let words = ["-ww", "-man", "-mdoc", "-Tutf8", page]
      let groff = try Program("groff", words, environment: Udpeek.environment).finish()
      #expect(groff.status == 0 && groff.errors.isEmpty, "\(groff.errors)")
    }
  }

  @Test func `the version is one in the program, the changes and the manual`() throws {
    let version = try Udpeek.run(["--version"]).output.dropLast()
    #expect(version.contains(#/^udpeek \d+\.\d+\.\d+$/#))
    let changes = try #require(contents(of: Project.root + "/CHANGELOG.md"))
    let newest = try #require(changes.firstMatch(of: #/(?m)^## (\S+) \(\d{4}-\d\d-\d\d\)$/#))
    #expect("udpeek \(newest.1)" == version)
    #expect(try Self.page("udpeek").contains("\n.Os \(version)\n"))
  }

  @Test func `keys prints the help with the keys of the configuration`() throws {
    let folder = try TestFolder()
    let usual = try Udpeek.run(["keys"])
    #expect(usual.status == 0 && usual.errors.isEmpty)
    #expect(usual.output.hasPrefix("Moving\n  Up k "))
    #expect(usual.output.contains("\n  p              freeze the view"))
    #expect(usual.output.contains("^C stops") && !usual.output.contains("{interrupt}"))
    try Program("mkdir", [folder["udpeek"]], environment: Udpeek.environment).finish()
    folder.write("[keys]\nfreeze = [\"F12\"]\n", to: "udpeek/config.toml")
    #expect(try Udpeek.run(["keys"], ["XDG_CONFIG_HOME": folder.path]).output.contains("\n  F12            freeze"))
    #expect(try Udpeek.run(["keys"], ["LANG": "zh_CN.UTF-8", "LC_CTYPE": "C.UTF-8"]).output.contains("冻结"))
  }
}
