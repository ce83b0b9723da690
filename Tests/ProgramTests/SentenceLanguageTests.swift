import TestSupport
import Testing

/// Sentences on standard error, the text of `info` and the comments of the configuration, in the person's language.
@Suite(.waits) struct SentenceLanguageTests {
  private static let chinese = ["LANG": "zh_CN.UTF-8", "LC_CTYPE": "C.UTF-8"]

  @Test(arguments: [
    ["wat"], ["send"], ["send", "127.0.0.1:9", "x", "--wat"], ["listen", "--count", "0"],
    ["listen", "--duration", "x"],
    ["listen", "1", "2:3:4"], ["info", "/nonexistent"], ["filter", "in and tcp"], ["convert", "x"],
    ["convert", "x", "y"], ["replay", "/nonexistent", "--to", "127.0.0.1:9"], ["demo"],
    ["listen", "--undecided", "gbk"],
    ["send", "127.0.0.1:9", "x", "--undecided", "gbk", "--encoding", "big5"], ["listen", "-e", "klingon"],
    ["listen", "--rcvbuf", "x"], ["open", "--json", "--theme", "light", "x"],
    ["replay", "x", "--to", "127.0.0.1:9", "--tap"], ["mock", "x", "--at", "9", "--match", "x"],
    ["expect", "x", "--force"],
  ])
  func `a mistake is told in Chinese where the locale asks for it`(words: [String]) throws {
    let ended = try Udpeek.run(words, Self.chinese)
    #expect(ended.status != 0)
    let first = ended.errors.split(separator: "\n").first ?? ""
    #expect(first.isChinese, "\(ended.errors)")
    let english = try Udpeek.run(words)
    #expect(english.status == ended.status && !english.errors.isChinese, "\(english.errors)")
  }

  @Test(arguments: [
    (["LANGUAGE": "zh_CN:en", "LANG": "C.UTF-8"], true), (["LANGUAGE": "fr:zh_CN", "LANG": "de_DE.UTF-8"], true),
    (["LANGUAGE": "en:zh_CN", "LANG": "zh_CN.UTF-8"], false), (["LANGUAGE": "zh_CN", "LC_ALL": "C"], false),
    (["LC_MESSAGES": "zh_CN.UTF-8", "LC_CTYPE": "C"], false), (["LC_MESSAGES": "zh_CN.UTF-8"], true),
  ])
  func `LANGUAGE goes before the locale of messages, and both need a terminal that has the characters`(
    variables: [String: String], isChinese: Bool
  ) throws {
    let ended = try Udpeek.run(["info", "/nonexistent"], variables)
    #expect(ended.errors.isChinese == isChinese, "\(ended.errors)")
  }

  @Test func `info is in Chinese, what scripts read is not`() throws {
    let file = try SampleFile("night.pcap", SampleFile.pcap([Array("hello".utf8)]))
    let info = try Udpeek.run(["info", file.path], Self.chinese)
    #expect(info.status == 0 && info.lines.count > 6)
    #expect(info.lines.allSatisfy { $0.isChinese }, "\(info.output)")
    let columns = info.lines.map { line in line.unicodeScalars.prefix { $0.value >= 0x2e80 }.count }
    #expect(columns.allSatisfy { $0 > 0 && $0 <= 6 })
    for words in [
      ["info", file.path, "--json"], ["open", file.path, "--json"], ["convert", file.path, "-", "--format", "csv"],
      ["convert", file.path, "-", "--format", "jsonl"], ["filter", "in", "--check", file.path],
    ] {
      let (chinese, english) = (try Udpeek.run(words, Self.chinese), try Udpeek.run(words))
      #expect(chinese.output == english.output, "\(words)")
    }
  }

  @Test func `what tests say is in Chinese, whatever fails`() throws {
    let folder = try TestFolder()
    let socket = try LoopbackSocket()
    let taken = "127.0.0.1:\(socket.port)"
    func lines(_ words: [String]) throws -> [String] {
      try Udpeek.run(words, Self.chinese).errors.split(separator: "\n").map(String.init)
    }
    let mistakes = folder.write("to 127.0.0.1:9\n< x within\nwait 5x\n< /(/\nformat nope\n", to: "mistakes.udp")
    let reasons = try lines(["expect", mistakes]).filter { $0.contains("mistakes.udp:") }
    #expect(reasons.count == 4 && reasons.allSatisfy { !$0.contains(#/ or | missing |'/#) }, "\(reasons)")
    let bound = folder.write("at \(taken)\n< x\n", to: "bound.udp")
    #expect(try lines(["expect", bound]).first?.contains("无法绑定 \(taken)：") == true)
    let list = try lines(["mock", "x", "--at", "9", "--match", "x"]).first
    #expect(list?.contains("请用“exact”、“varying”、“text”或“kind”之一") == true, "\(list ?? "")")
    var recorded = ""
    for (device, place) in [("10.0.3.17", 1), ("10.0.3.18", 2)] {
      for (source, destination, text) in [("10.0.3.1", device, "61"), (device, "10.0.3.1", "62")] {
        recorded += """
          {"number":\(place),"time":"2026-11-22T21:00:00.00\(place)Z","direction":"in","src_ip":"\(source)",\
          "src_port":5000,"dst_ip":"\(destination)","dst_port":5000,"size":1,"truncated":false,"payload":"\(text)"}

          """
      }
    }
    let file = folder.write(recorded, to: "two.jsonl")
    let devices = try lines(["mock", file, "--at", "127.0.0.1:0"])
    #expect(devices.last?.hasSuffix("  1 个对端的 1 个请求，1 个回答") == true, "\(devices)")
    let check = ["replay", file, "--to", taken, "--check", "--device", "10.0.3.17", "--wait", "100ms"]
    #expect(try Udpeek.run(check, Self.chinese).output.hasPrefix("10.0.3.1:5000 的请求 1：a："))
  }

  @Test func `the summaries of listen and send are in Chinese`() throws {
    let peer = try LoopbackSocket()
    let sent = try Udpeek.run(["send", "127.0.0.1:\(peer.port)", "hello"], Self.chinese)
    #expect(sent.status == 0 && sent.errors.hasPrefix("已把 1 个报文（5 字节）发给 127.0.0.1:"), "\(sent.errors)")
    let listen = try Udpeek.run(["listen", "127.0.0.1:0", "--duration", "10ms"], Self.chinese)
    #expect(listen.status == 0 && listen.errors.split(separator: "\n").allSatisfy { $0.isChinese }, "\(listen.errors)")
  }

  @Test func `the comments of the configuration are in Chinese, and it reads back the same`() throws {
    let printed = try Udpeek.run(["config"], Self.chinese)
    let comments = printed.lines.filter { $0.hasPrefix("# ") }
    #expect(comments.count > 25)
    for comment in comments where !comment.contains("bold dim") {
      #expect(comment.isChinese, "\(comment)")
    }
    let folder = try TestFolder()
    let variables = Self.chinese.merging(["XDG_CONFIG_HOME": folder.path]) { $1 }
    let made = try Udpeek.run(["config", "--init"], variables)
    #expect(made.status == 0 && made.output.isChinese, "\(made.output)\(made.errors)")
    let again = try Udpeek.run(["config", "--init"], variables)
    #expect(again.status == 0 && again.output.isChinese, "\(again.output)\(again.errors)")
    #expect(try Udpeek.run(["config"], variables).errors.isEmpty)
    try Program("rm", ["-r", folder["udpeek"]], environment: Udpeek.environment).finish()
  }
}

extension StringProtocol {
  fileprivate var isChinese: Bool { unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) } }
}
