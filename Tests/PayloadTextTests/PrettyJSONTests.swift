import PayloadText
import Testing

@Suite struct PrettyJSONTests {
  init() { _ = CharacterLocale.activate(forceUTF8: true) }

  private func json(_ text: String) -> PrettyJSON {
    PrettyJSON(DecodedText(units: text.unicodeScalars.map { .scalar($0) }))
  }

  /// The lines indented by two blanks for each level, as `jq` prints them.
  private func laidOut(_ json: PrettyJSON) -> [String] {
    json.lines.map { line in
      json.pieces[line.pieces].reduce(String(repeating: "  ", count: line.depth)) { text, piece in
        let part = DecodedText(units: Array(json.units[piece.units])).string
        return text + part + (part == ":" ? " " : "")
      }
    }
  }

  @Test func `every value has a line`() {
    let found = json(#"{"id":7, "a":[1,-2.5e+3,{}],"温度":{"x":"a:{,}\"b"}, "e":[ ] ,"t":true}"#)
    #expect(found.syntaxError == nil && found.isJSON)
    #expect(
      laidOut(found) == [
        "{", #"  "id": 7,"#, #"  "a": ["#, "    1,", "    -2.5e+3,", "    {}", "  ],", #"  "温度": {"#,
        #"    "x": "a:{,}\"b""#, "  },", #"  "e": [],"#, #"  "t": true"#, "}",
      ])
  }

  @Test(arguments: [
    ("42", ["42"]), ("\"a b\"\r\n", ["\"a b\""]), ("\u{feff}{}", ["{}"]),
    ("{\"a\":1}\0\0\n", ["{", "  \"a\": 1", "}"]),
    ("{}\n[]\n1", ["{}", "[]", "1"]), ("[NaN,-Infinity,007]", ["[", "  NaN,", "  -Infinity,", "  007", "]"]),
    ("\"a\nb\\q\"", ["\"a\nb\\q\""]),
  ])
  func `what devices send for JSON is taken too`(text: String, lines: [String]) {
    #expect(json(text).syntaxError == nil)
    #expect(laidOut(json(text)) == lines)
  }

  @Test(arguments: [
    ("{\"a\":1", PrettyJSON.Reason.end, 6, true), ("{\"a\":\"hel", .string, 5, true), ("{\"a\" 1}", .colon, 5, false),
    ("{\"a\":}", .value, 5, true), ("[1,]", .value, 3, true), ("{\"a\":1,}", .name, 7, true),
    ("[1 2]", .comma, 3, false),
    ("{\"a\":1]", .close, 6, true), ("温度=23.5", .value, 0, false), ("[INFO] started", .value, 1, false),
    ("[12:30:45] x", .comma, 3, false), ("{}x", .more, 2, false), ("{\"a\":{}} end", .more, 9, true),
    ("1.", .value, 0, false),
    ("{a:1}", .name, 1, false), ("nul", .value, 0, false), ("{\"a\":\"\\", .string, 5, true),
    ("[[\0]]", .value, 2, false),
  ])
  func `the first place that is no JSON is named`(text: String, reason: PrettyJSON.Reason, place: Int, isJSON: Bool) {
    let found = json(text)
    #expect(found.syntaxError?.reason == reason && found.syntaxError?.place == place, "\(found)")
    #expect(found.isJSON == isJSON)
  }

  @Test func `nothing, and nothing but blanks, is no JSON`() {
    for text in ["", " \r\n", "\0\0"] { #expect(!json(text).isJSON) }
  }

  @Test func `nothing is lost but blanks, and nothing changes its place`() {
    let parts = [
      "{", "}", "[", "]", ",", ":", "\"a b\"", "\"", "\\", " ", "\n", "1", "tru", "true", "é", "\0", "\u{feff}",
    ]
    var seed: UInt64 = 11
    for _ in 0..<3_000 {
      let text = (0..<12).map { _ in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return parts[Int(seed >> 33) % parts.count]
      }.joined()
      let found = json(text)
      var end = 0
      for piece in found.pieces {
        #expect(piece.units.lowerBound >= end && !piece.units.isEmpty)
        for unit in found.units[end..<piece.units.lowerBound] { #expect(isBlank(unit), "\(text)") }
        end = piece.units.upperBound
      }
      for unit in found.units[end...] { #expect(isBlank(unit), "\(text)") }
      #expect(found.lines.flatMap { Array($0.pieces) } == Array(found.pieces.indices))
      #expect(found.lines.allSatisfy { !$0.pieces.isEmpty })
    }
  }

  private func isBlank(_ unit: DecodedText.Unit) -> Bool {
    ["\u{feff}", " ", "\n", "\0"].contains { unit == .scalar($0) }
  }

  @Test(arguments: [
    String(repeating: "[", count: 65_507), String(repeating: "[[],", count: 16_000),
    String(repeating: "{\"a\":", count: 13_000),
    "\"" + String(repeating: "\\", count: 65_500), String(repeating: "\0 ", count: 32_000) + "1",
    "[" + String(repeating: " ", count: 65_000), String(repeating: "1", count: 65_507),
    String(repeating: "1 ", count: 32_000),
  ])
  func `the largest datagram takes no time to speak of`(text: String) {
    let clock = ContinuousClock()
    #expect(clock.measure { _ = json(text) } < .seconds(2))
  }

  @Test func `text is broken where the width ends, and marks stay with their letters`() {
    let units = "ab温e\u{301}cd\u{7}".unicodeScalars.map { DecodedText.Unit.scalar($0) }
    var used = 1
    #expect(SafeText.breaks(detail: units[...], used: &used, indent: 2, columns: 4) == [2, 3, 6, 7])
    #expect(used == 2 + 4)
  }
}
