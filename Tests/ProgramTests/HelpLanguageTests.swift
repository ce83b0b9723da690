import Testing

/// Tests `--help` in the user's language.
@Suite(.waits) struct HelpLanguageTests {
  private static let commands = [
    "", "watch", "listen", "send", "open", "info", "convert", "replay", "mock", "relay", "filter", "formats",
    "encodings", "checksums", "doctor",
    "keys",
    "config", "demo",
  ]

  @Test(arguments: commands)
  func `help is in Chinese where the locale asks for it, and fits into 80 columns`(command: String) throws {
    let arguments = command.isEmpty ? ["--help"] : [command, "--help"]
    let ended = try Udpeek.run(arguments, ["LANG": "zh_CN.UTF-8", "LC_CTYPE": "C.UTF-8"])
    #expect(ended.status == 0 && ended.errors.isEmpty)
    #expect(ended.output.hasPrefix("概述："))
    var isExample = false
    for line in ended.lines {
      isExample = line.hasPrefix("例：") || (isExample && !line.isEmpty)
      if isExample { continue }
      #expect(line.columns <= 80, "\(line)")
      #expect(line.englishRun < 3, "\(line)")
    }
  }

  @Test(arguments: ["C.UTF-8", "C", "zh_TW.UTF-8"])
  func `help is in English in other locales`(locale: String) throws {
    let ended = try Udpeek.run(["listen", "--help"], ["LANG": locale])
    #expect(ended.status == 0 && ended.output.hasPrefix("OVERVIEW: Receive without a screen"))
  }

  @Test func `where the terminal has no Chinese characters help is in English`() throws {
    let ended = try Udpeek.run(["--help"], ["LANG": "zh_CN.UTF-8", "LC_CTYPE": "C"])
    #expect(ended.output.hasPrefix("OVERVIEW: "))
  }
}

extension String {
  /// The string's width in columns; Chinese characters and punctuation take two.
  fileprivate var columns: Int { unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2e80 ? 2 : 1) } }

  /// The longest run of English words, ignoring options and names in brackets.
  fileprivate var englishRun: Int {
    var (run, most) = (0, 0)
    for word in split(separator: " ") {
      let isWord = word.utf8.count > 1 && word.utf8.allSatisfy { (0x61...0x7a).contains($0 | 0x20) }
      run = isWord ? run + 1 : 0
      most = max(most, run)
    }
    return most
  }
}
