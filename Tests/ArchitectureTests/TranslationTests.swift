import Testing

/// Checks that every sentence for people has a Chinese translation: on the screen, on standard error, in every `--help`.
struct TranslationTests {
  /// Sources whose literals need no translation, each with the reason.
  private static let exempt = [
    ("Sources/CaptureFile/Dissecting/EncapsulationKind.swift", "names of protocols"),
    ("Sources/CaptureFile/Dissecting/ProtocolNumber.swift", "names of protocols"),
    ("Sources/CaptureFile/Dissecting/ProtocolTable.swift", "names of protocols"),
    ("Sources/CaptureFile/Recorder/RecorderLoop.swift", "comments in a capture file"),
    ("Sources/CaptureFile/Writing/", "comments in a capture file"),
    ("Sources/CommandCore/Metrics/HTTPResponse.swift", "answers to other programs"),
    ("Sources/CommandCore/Metrics/MetricsReading+Text.swift", "figures for other programs"),
    ("Sources/CommandCore/Metrics/MetricsText.swift", "figures for other programs"),
    ("Sources/CommandCore/Reports/", "reports for other programs"),
    ("Sources/Diagnosis/Causes/Commands.swift", "lines of the shell"),
    ("Sources/Diagnosis/Causes/Readings.swift", "figures as the system names them"),
    ("Sources/Diagnosis/Firewall/", "the language of nft"),
    ("Sources/Diagnosis/Reading/", "files, calls and commands"),
    ("Sources/DisplayFilter/CanonicalWriter.swift", "the filter language"),
    ("Sources/DisplayFilter/DisplayFilter+Tree.swift", "what udpeek filter prints"),
    ("Sources/DisplayFilter/FilterTranslation.swift", "what udpeek filter prints"),
    ("Sources/DisplayFilter/TranslationWriter", "what udpeek filter prints"),
    ("Sources/Expect/Writing/", "scripts"),
    ("Sources/Headless/Checksums/ChecksumListing.swift", "what udpeek checksums prints"),
    ("Sources/PayloadText/Detection/", "letters of languages"),
    ("Sources/Structure/KeptFormat.swift", "a format in TOML"),
    ("Sources/Templates/TimePattern.swift", "names of days and months, as strftime writes them"),
    ("Sources/Screen/Export/CodeExample.swift", "programs and lines of the shell"),
    ("Sources/TerminalUI/Key+Name.swift", "names of keys, as the configuration takes them"),
    ("Sources/TerminalUI/KeyParser+Tables.swift", "control sequences"),
    ("Sources/udpeek/ParserMessage.swift", "what ArgumentParser says"),
  ]

  /// Sources that write what scripts and capture files hold, or what made-up peers send. Of these files only help texts
  /// and configuration errors are translated.
  private static let headless = [
    "CaptureFile/Comments/", "CaptureFile/Records/", "Configuration/Section", "Configuration/Setting",
    "CursesTerminal/",
    "Screen/Demo/DemoPeers", "Screen/Demo/DemoScript", "Screen/Export/Clipboard",
  ]

  /// Literals that look like sentences but need no translation, with the reasons.
  private static let known: Set<String> = [
    // For programmers: messages of preconditions.
    "a receiver makes its loop at once",
    "a reader is needed", "a sentence has nine arguments at most", "a thread was joined twice",
    "no command is called %1", "no room for %1 bytes", "no such cell", "no such row", "no thread can be started: %1",
    "not a leaf of this kind", "number outside the segment", "pthread_mutex_init failed", "rank beyond the chunk",
    "two encodings have the label %1", "two checksums have the name %1", "constant fields are no steps",
    // Typed or pasted, and equal in every language.
    " echo hello | nc -u -w1 %1%2 %3", " python3 -c '%1'", " udpeek send %1 hello",
    "from socket import*;%1.sendto(b\"hi\",(\"%2\",%3))", "columns %1", "record %1", "height %1 %2",
    // Identifiers of a notice's subject, which are never shown.
    "address %1", "interface %1",
    // Names of things that the program itself needs to start.
    "a process", "a timer", "a wake-up", "the poller", "standard output",
    // The prefix of a comment in a capture file.
    "marks: ",
    // Words of tcpdump, and keys.
    "address1 address2 address3 address4 addr1 addr2 addr3 addr4 l1 l2 iih lsp snp csnp psnp vpi vci metac bcc oam ",
    "ether link fddi tr wlan ppp slip radio vlan mpls pppoed pppoes geneve vxlan lane llc type subtype dir direction ",
    "hopc hdpc hsls", "isis is-is clnp stp ipx netbeui proto protochain",
    "oamf4 oamf4ec oamf4sc sc ilmic connectmsg metaconnect fisu lssu lsu msu hfisu hlssu hmsu sio opc dpc sls hsio ",
    "on ifname ifindex rset ruleset rnr rulenum srnr subrulenum reason action",
    "tcp sctp icmp icmp6 igmp igrp pim vrrp carp ah esp arp rarp atalk aarp decnet lat sca moprc mopdl iso esis es-is ",
    ".jsonl .json", "Backspace Delete ^D", "Home End ^A ^E", "Left Right ^B ^F", "Up Down ^P ^N",
    // Words of toml++ by which its errors are recognized.
    "Error while parsing ", "could not determine value type", "key-value pair: encountered end-of-file",
    "key-value pair: expected value",
    // What ssh says where it may not ask.
    "Permission denied", "Host key verification failed",
    // netem's words.
    "80ms 20ms normal", "2%% gap 5", "256kbit limit 100", "gemodel %1 %2", "%1 gap %2", "%1 limit %2",
    "every %1",
    // Words of alarms, and a comment in a capture file.
    "silence %1", "rate > %1/%2", "field %1 outside %2",
    "alarm %1: %2 before and after it",
    // Options of a field.
    " from %1",
    // The beginnings of typed commands.
    "format ", "impair %1 ", "repeat ", "save-message ", "send-file ", #"/temp=\d+/ /x/i"#,
    // What udpeek checksums prints.
    "at the end", "then %1 more", "byte %1", "bytes %1 to %2",
    // What udpeek filter prints.
    "filter     %1", "tree       ", "none for %1: %2", "matches    %1", "%1 of %2 datagrams",
    // What udpeek formats prints.
    "port ", "when ", ", …",
    // What udpeek encodings prints.
    "  (not on this system: install %1)",
    // What ArgumentParser writes before a help, and in it.
    "OVERVIEW: ", "  See '", "       udpeek",
    // Impairments in netem's words.
    "80ms 20ms normal", "2%% gap 5", "256kbit limit 100", "gemodel %1 %2", "%1 gap %2", "%1 limit %2",
    // Names and units.
    "%1  udp %2", " ms", "%1.%2 ms", " min", "%1 min %2", "%1 h %2 min %3", " and %1 more", "fd ", "udp ", "(bidi) ",
    "%1 EB",
    "Infinity",
    "udpeek 0.1.0", "udpeek expect", "udpeek doctor", "sudo ", "● REC",
    // The names of a run and of its tests.
    "udpeek replay --check",
  ]

  /// The number of sentences not yet translated. It may only decrease.
  private static let missing = 0

  @Test func `every sentence that a person sees is in the catalogue`() throws {
    let catalogue = try Catalogue()
    var missing: [String] = []
    for file in try Self.sources {
      for (sentence, line) in file.sentences where catalogue.translations[sentence] == nil {
        missing.append("\(file.path):\(line): \(sentence)")
      }
    }
    #expect(missing.count <= Self.missing, "add to Resources/zh_CN.txt:\n\(missing.joined(separator: "\n"))")
  }

  @Test func `no translation is left over from a sentence that is gone`() throws {
    var templates: Set<String> = []
    for file in try Self.files.get() {
      for literal in file.literals { templates.formUnion(literal.sentences) }
    }
    let unused = try Catalogue().ours.filter { !templates.contains($0) && !$0.isWithoutWords }
    #expect(unused == [], "take out of Resources/zh_CN.txt:\n\(unused.joined(separator: "\n"))")
  }

  @Test func `a translation has the arguments of its sentence, each once`() throws {
    for (english, chinese) in try Catalogue().translations {
      #expect(english.arguments == chinese.arguments, "\(english)\n\(chinese)")
    }
  }

  @Test func `no sentence is translated twice`() throws {
    #expect(try Catalogue().repeated == [])
  }

  @Test func `a Chinese sentence has Chinese quotation marks`() throws {
    let wrong = try Catalogue().translations.values.filter { chinese in
      chinese.unicodeScalars.contains { $0.value >= 0x2e80 } && chinese.contains(/'%[1-9]'/)
    }
    #expect(wrong.sorted() == [])
  }

  @Test func `a mistake in options that has a value in it is recognized when ArgumentParser passes it on`() throws {
    let forms = try SourceFile("Sources/udpeek/ParserMessage.swift").lines.joined(separator: "\n")
    for file in try Self.files.get() where file.path.hasPrefix("Sources/udpeek/") {
      for literal in file.literals where literal.before.hasSuffix("ValidationError(") {
        for sentence in literal.sentences where !sentence.arguments.isEmpty {
          #expect(forms.contains("\"\(sentence)\""), "\(file.path):\(literal.line): \(sentence)")
        }
      }
    }
  }

  @Test func `one thing has one word`() throws {
    let others = ["数据报": "报文", "过滤": "筛选", "注记": "备注", "16 进制": "十六进制"]
    let pages = try SourceFile.all(below: "Resources/docs", endings: [".zh-CN.md"]).map(\.path)
    for path in ["Resources/zh_CN.txt", "README.zh-CN.md"] + pages {
      for (number, line) in try SourceFile(path).lines.enumerated() {
        for (other, word) in others where line.holds(other) {
          Issue.record("\(path):\(number + 1): \(other), which is called \(word) elsewhere")
        }
      }
    }
  }

  /// The literals of each source, read once for all tests.
  private static let files = Result {
    try SourceFile.all(below: "Sources", endings: [".swift"]).map { file in
      (path: file.path, literals: SourceLiteral.all(in: file.lines.joined(separator: "\n")))
    }
  }

  /// The sentences that need a translation, by source, with their lines.
  private static var sources: [(path: String, sentences: [(String, Int)])] {
    get throws {
      try files.get().compactMap { file in
        guard !exempt.contains(where: { file.path.hasPrefix($0.0) }) else { return nil }
        let isHeadless = headless.contains { file.path.hasPrefix("Sources/" + $0) }
        let literals = file.literals.filter { !isHeadless || $0.isHelp }
        return (
          file.path,
          literals.flatMap { literal in
            literal.sentences.filter { counts($0) && !(literal.isHelp && $0.hasPrefix("  ")) }.map {
              ($0, literal.line)
            }
          }
        )
      }
    }
  }

  /// Words of the filter language that appear in examples.
  private static let filterWords: Set<Substring> = [
    "age", "and", "contains", "dst", "enc", "err", "hello", "host", "in", "net", "not", "nr", "or", "peer", "port",
    "portrange", "size", "src", "startswith", "temp", "text", "two", "words", "x/i",
  ]

  /// Whether the text is a filter or part of one, which is equal in every language.
  private static func isFilter(_ sentence: String) -> Bool {
    var rest = sentence
    for argument in sentence.arguments { rest = rest.replacing(argument, with: " ") }
    return rest.split { " ()\"/=\\+".contains($0) }.allSatisfy { word in
      filterWords.contains(word) || word.first.map { !$0.isLetter } ?? true || word == "d"
    }
  }

  /// Whether the text counts as a sentence. A single word counts if it is capitalized, like a column heading; otherwise
  /// it names a command or key, which `LanguageTests` checks on the screens. Indented lines of help are examples.
  private static func counts(_ sentence: String) -> Bool {
    if known.contains(sentence) || isFilter(sentence) { return false }
    if sentence.contains(" ") { return true }
    let letters = sentence.utf8
    return letters.first.map { (0x41...0x5a).contains($0) } ?? false
      && letters.dropFirst().allSatisfy { (0x61...0x7a).contains($0) }
  }
}

extension SourceLiteral {
  /// Whether the literal is a text of `--help` or a configuration error.
  fileprivate var isHelp: Bool {
    ["abstract:", "discussion:", "help:", "ArgumentHelp(", "ValueProblem(", "FailureReason("].contains {
      before.hasSuffix($0)
    }
  }
}

extension String {
  /// The distinct arguments `%1`, `%2` and so on, sorted.
  fileprivate var arguments: [String] {
    var arguments: [String] = []
    var rest = utf8[...]
    while let sign = rest.firstIndex(of: UInt8(ascii: "%")) {
      let next = rest.index(after: sign)
      guard next < rest.endIndex else { break }
      if (0x31...0x39).contains(rest[next]) { arguments.append("%\(Character(Unicode.Scalar(rest[next])))") }
      rest = rest[rest.index(after: next)...]
    }
    return arguments.sorted()
  }

  fileprivate var isWithoutWords: Bool {
    var rest = self
    for argument in arguments { rest = rest.replacing(argument, with: "") }
    return !rest.utf8.contains { (0x41...0x5a).contains($0 & 0xdf) }
  }
}

/// The translations by English text.
private struct Catalogue {
  private(set) var translations: [String: String] = [:]
  /// The English texts taken from the sources, in order.
  private(set) var ours: [String] = []
  private(set) var repeated: [String] = []

  init() throws {
    var english: String?
    var isOurs = true
    for line in try SourceFile("Resources/zh_CN.txt").lines {
      if line.hasPrefix("#") {
        isOurs = !line.holds("not the sources")
      } else if line.isEmpty {
        english = nil
      } else if let text = english {
        if translations.updateValue(line, forKey: text) != nil { repeated.append(text) }
        if isOurs { ours.append(text) }
      } else {
        english = line
      }
    }
  }
}
