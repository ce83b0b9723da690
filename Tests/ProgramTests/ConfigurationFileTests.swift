import Glibc
import Plumbing
import Testing

/// Tests how the built program handles the configuration file.
@Suite(.waits) struct ConfigurationFileTests {
  /// A temporary folder for `XDG_CONFIG_HOME`, deleted after the test.
  private final class Folder {
    let path: String
    var file: String { path + "/udpeek/config.toml" }

    init(_ text: String? = nil) throws {
      var template = Array("/tmp/udpeek-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { throw SystemError(call: "mkdtemp", code: errno) }
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if let text { try write(text) }
    }

    deinit {
      unlink(file)
      rmdir(path + "/udpeek")
      rmdir(path)
    }

    func write(_ text: String) throws {
      mkdir(path + "/udpeek", 0o700)
      guard let stream = fopen(file, "w") else { throw SystemError(call: "fopen", code: errno) }
      fputs(text, stream)
      fclose(stream)
    }

    var text: String {
      guard let stream = fopen(file, "r") else { return "" }
      defer { fclose(stream) }
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = fread(&bytes, 1, bytes.count, stream)
      return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    var mode: mode_t {
      var status = stat()
      return stat(file, &status) == 0 ? status.st_mode & 0o777 : 0
    }
  }

  @Test func `what config prints is a right configuration file`() throws {
    let folder = try Folder()
    let environment = ["XDG_CONFIG_HOME": folder.path]
    let first = try Udpeek.run(["config"], environment)
    #expect(first.status == 0 && first.errors.isEmpty)
    #expect(first.output.contains("\nmemory = \"256MiB\"  # default\n"))
    try folder.write(first.output)
    let second = try Udpeek.run(["config"], environment)
    #expect(second.status == 0 && second.errors.isEmpty)
    #expect(second.output.contains("memory = \"256MiB\"  # line "))
    #expect(try Udpeek.run(["config", "--path"], environment).output == folder.file + "\n")
  }

  @Test func `mistakes are told with file, line and key, and the rest counts`() throws {
    let folder = try Folder("rcvbuf = \"1MiB\"\nmemry = 1\nbroken = = 1\n")
    let environment = ["XDG_CONFIG_HOME": folder.path]
    let ended = try Udpeek.run(["config"], environment)
    #expect(ended.status == 1)
    #expect(ended.errors.hasPrefix("\(folder.file):2: memry: there is no such key; did you mean 'memory'?\n"))
    #expect(ended.errors.contains("\(folder.file):3:"))
    let (program, _) = try Udpeek.listen([], environment)
    #expect(program.errorText.contains("memry: there is no such key"))
    #expect(program.errorText.contains("receive buffer 1 MiB"))
    #expect(try program.end().status == 0)
  }

  @Test func `flags go before variables and these before the file`() throws {
    let folder = try Folder("encoding = \"koi8-r\"\n[aliases]\n\"127.0.0.0/8\" = \"here\"\n")
    let cases: [([String], [String: String], String)] = [
      ([], [:], "koi8-r"), ([], ["UDPEEK_ENCODING": "big5"], "big5"),
      (["-e", "gbk"], ["UDPEEK_ENCODING": "big5"], "gbk"),
    ]
    for (flags, variables, encoding) in cases {
      let environment = variables.merging(["XDG_CONFIG_HOME": folder.path]) { $1 }
      let (program, port) = try Udpeek.listen(["--count", "1", "--filter", "net here"] + flags, environment)
      try LoopbackSocket().send(Sample.temperatureGBK, to: port)
      #expect(try program.finish().output.contains("  9  \(encoding)  "))
    }
  }

  @Test func `an encoding by address is read and answered in`() throws {
    let folder = try Folder("[encodings]\n\"127.0.0.1\" = \"gbk\"\n")
    let (program, port) = try Udpeek.listen(
      ["--count", "1", "--reply", Sample.reply], ["XDG_CONFIG_HOME": folder.path])
    let socket = try LoopbackSocket()
    try socket.send("hi", to: port)
    #expect(try socket.receive().bytes == Sample.replyGBK)
    #expect(try program.finish().output.contains("  2  gbk  hi"))
  }

  @Test func `however long the first mistake is, the screen says where the others stand`() throws {
    let folder = try Folder("theme = \"mno\"\nmemory = \"many\"\nsnap = \"all\"\n")
    let terminal = try Terminal(environment: ["XDG_CONFIG_HOME": folder.path])
    try terminal.startUdpeek(then: "echo ended $?")
    try terminal.waitFor("(and 2 more: udpeek config)")
    try terminal.type(":reload")
    try terminal.press("Enter")
    try terminal.waitFor("(and 2 more: udpeek config)")
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    #expect(try Udpeek.run(["config"], ["XDG_CONFIG_HOME": folder.path]).errors.split(separator: "\n").count == 3)
    terminal.close()
  }

  @Test func `a file that is no TOML any more changes nothing of a running screen`() throws {
    let folder = try Folder("[aliases]\n\"127.0.0.1\" = \"boiler\"\n[keys]\nfreeze = \"F12\"\n")
    let terminal = try Terminal(columns: 110, rows: 24, environment: ["XDG_CONFIG_HOME": folder.path])
    let port = try terminal.startUdpeek(then: "echo ended $?")
    try LoopbackSocket().send("temp", to: port)
    try terminal.waitFor(" boiler:")
    try folder.write("[aliases\n\"127.0.0.1\" = \"boiler\"\n[keys]\nfreeze = \"F12\"\n")
    try terminal.run(":reload")
    // The message takes as many lines as it needs.
    try terminal.waitFor("that nothing is changed") {
      $0.joined(separator: " ").split(separator: " ").joined(separator: " ").contains("; nothing was changed")
    }
    try terminal.press("F12")
    try terminal.waitFor(" FROZEN ")
    try terminal.waitFor(" boiler:")
    unlink(folder.file)
    try terminal.run(":reload")
    try terminal.waitFor("there is no configuration file (")
    try terminal.waitFor(" 127.0.0.1:")
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `the screen reads it again, and keeps an encoding in it`() throws {
    let folder = try Folder("# mine\ntheme = \"mno\"\n")
    let terminal = try Terminal(columns: 110, rows: 24, environment: ["XDG_CONFIG_HOME": folder.path])
    let port = try terminal.startUdpeek(then: "echo ended $?")
    try terminal.waitFor("config.toml:2: theme: needs one of")
    try LoopbackSocket().send("temp", to: port)
    try terminal.waitFor(" temp")
    try folder.write("# mine\n[keys]\nfreeze = \"F12\"\n[aliases]\n\"127.0.0.1\" = \"boiler\" # cellar\n")
    try terminal.run(":reload")
    try terminal.waitFor("configuration reloaded")
    try terminal.waitFor(" boiler:")
    try terminal.press("F12")
    try terminal.waitFor(" FROZEN ")
    try terminal.type("e")
    try terminal.type("gbk")
    try terminal.press("Enter")
    try terminal.run(":keep-encoding")
    try terminal.waitFor("saved ")
    #expect(
      folder.text
        == "# mine\n[keys]\nfreeze = \"F12\"\n[aliases]\n\"127.0.0.1\" = \"boiler\" # cellar\n\n[encodings]\n\"127.0.0.1\" = \"gbk\"\n"
    )
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `a file that comes into being is its owner's alone`() throws {
    let folder = try Folder()
    let terminal = try Terminal(columns: 110, rows: 24, environment: ["XDG_CONFIG_HOME": folder.path])
    let port = try terminal.startUdpeek(then: "echo ended $?")
    try LoopbackSocket().send("tempé", to: port)
    try terminal.waitFor(" tempé")
    try terminal.run(":keep-encoding 127.0.0.0/8")
    try terminal.waitFor("saved ")
    #expect(folder.text == "[encodings]\n\"127.0.0.0/8\" = \"utf-8\"\n")
    #expect(folder.mode == 0o600)
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test func `u puts back the encoding that :keep-encoding replaced, and takes a new one away`() throws {
    let before = "[aliases]\n\"127.0.0.1\" = \"boiler\"\n[encodings] # mine\nboiler = \"koi8-r\" # cellar\n"
    let folder = try Folder(before)
    let terminal = try Terminal(columns: 160, rows: 24, environment: ["XDG_CONFIG_HOME": folder.path])
    let port = try terminal.startUdpeek(then: "echo ended $?")
    try LoopbackSocket().send("temp", to: port)
    try terminal.waitFor(" temp")
    try terminal.type("egbk")
    try terminal.press("Enter")
    try terminal.run(":keep-encoding boiler!")
    try terminal.waitFor("in place of koi8-r")
    #expect(folder.text == before.replacing("koi8-r", with: "gbk"))
    try terminal.run(":keep-encoding 127.0.0.0/8")
    try terminal.waitFor("saved 127.0.0.0/8 = gbk")
    #expect(folder.text.contains("\"127.0.0.0/8\" = \"gbk\""))
    try terminal.type("u")
    try terminal.waitFor("removed 127.0.0.0/8 from ")
    #expect(folder.text == before.replacing("koi8-r", with: "gbk"))
    try terminal.type("u")
    try terminal.waitFor("restored 127.0.0.1 = koi8-r in ")
    #expect(folder.text == before)
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }

  @Test(arguments: [(1, 28), (2, 14)])
  func `characters of ambiguous width take the columns that are set`(width: Int, fitting: Int) throws {
    let folder = try Folder("ambiguous-width = \(width)\n")
    let terminal = try Terminal(columns: 100, rows: 12, environment: ["XDG_CONFIG_HOME": folder.path])
    let port = try terminal.startUdpeek(then: "echo ended $?")
    try LoopbackSocket().send(String(repeating: "°", count: 60), to: port)
    let lines = try terminal.waitFor("a row of degrees") { $0.contains { $0.contains("°°") } }
    let count = lines.first { $0.contains("°°") }?.filter { $0 == "°" }.count ?? 0
    #expect(count == fitting)
    try terminal.press("F10")
    try terminal.waitFor("ended 0")
    terminal.close()
  }
}
