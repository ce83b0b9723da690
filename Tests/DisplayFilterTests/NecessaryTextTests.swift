import Testing

@testable import DisplayFilter

/// Tests the texts that every match of a regular expression contains.
struct NecessaryTextTests {
  @Test(arguments: [
    ("temp=\\d+", "temp="), ("^<(?<pri>\\d{1,3}|x)>(a|b)", "<"), ("^_sc\\|(?<check>[^|]+)\\|", "_sc|"),
    ("^(?<metric>[^\\s:|]{1,400}):(?:\\d+|-)", ":"), ("a?bc*d+ef", "ef"), ("(a)bc", "bc"), ("[|]abc", "abc"),
    ("x{2}yz", "yz"), ("ab\\dcde", "cde"), ("(?:x|y)=1{2}", "="), ("(?i:ab)cd", "cd"), ("(?s)ab.cd", "ab"),
    ("(?<=k)温度", "温度"), ("\\.\\*", ".*"), ("(a)?(?(1)b|c)def", "def"),
  ])
  func `a text that stands outside groups, classes and repetitions is in every match`(
    _ pattern: String, _ text: String
  ) throws {
    #expect(try FilterRegex(pattern, ignoresCase: false).necessaryText?.string == text)
  }

  @Test(arguments: [
    "a|b", "(ab)|cd", "(?i)ab", "(?x)a b", "\\Qa|b\\E", "\\x41", "a{|b}c", "(?#|)ab", "[[:alpha:]|]ab", "a?", "(abc)?",
    "",
  ])
  func `nothing is necessary where it may be missing or be written otherwise`(_ pattern: String) throws {
    #expect(try FilterRegex(pattern, ignoresCase: false).necessaryText == nil)
  }

  @Test func `letters are not necessary where their case is ignored, and digits are`() throws {
    #expect(try FilterRegex("temp=21", ignoresCase: true).necessaryText?.string == "=21")
  }

  @Test func `whatever expressions are made of, each match contains the text`() throws {
    var random = TestRandom(seed: 17)
    let pieces = [
      "a", "b", "ab", "1", "=", "\\.", "\\d", "[ab]", "[^|]", "(a|b)", "(?:ab)?", "(?<n>a1)", "a?", "b*", "1+", "a{2}",
      "b{0,1}", "a{", "{b}", "|", "^", "$", ".", "(?=a)", "(?!b)", "(?i:a)", "(?s)", "\\|", "[|)]", "(\\))", "[]a]",
    ]
    var matched = 0
    for _ in 0..<20_000 {
      let pattern = (0..<1 + random.below(6)).map { _ in random.pick(pieces) }.joined()
      guard let regex = try? FilterRegex(pattern, ignoresCase: random.below(3) == 0), let text = regex.necessaryText
      else {
        continue
      }
      for _ in 0..<8 {
        let subject = (0..<random.below(7)).map { _ in
          random.pick(["a", "b", "A", "1", "=", ".", "|", ")", "{", "}", "]"])
        }
        .joined()
        guard regex.captures(in: subject) != nil else { continue }
        matched += 1
        #expect(subject.contains(text.string), "\(pattern) matches \(subject), without \(text.string)")
      }
    }
    #expect(matched > 1_000)
  }
}
