import Basics
import Impairment
import Testing

@Suite struct ImpairmentWordsTests {
  @Test(arguments: [
    ("delay", "80ms", "80ms"), ("delay", "0.08s  20ms uniform", "80ms 20ms"),
    ("delay", "80ms 20ms normal", "80ms 20ms normal"), ("delay", "80ms 20ms distribution pareto", "80ms 20ms pareto"),
    ("delay", "0", nil), ("delay", "off", nil), ("delay", "60s", "1m"),
    ("loss", "3%", "3%"), ("loss", "random 0.1%", "0.1%"), ("loss", "100", "100%"), ("loss", "0%", nil),
    ("loss", "0.0001%", "0.0001%"),
    ("loss", "gemodel 1%", "gemodel 1% 99%"), ("loss", "gemodel 1% 20%", "gemodel 1% 20%"),
    ("loss", "gemodel 1% 20% 80%", "gemodel 1% 20% 80%"), ("loss", "gemodel 1% 20% 100% 2%", "gemodel 1% 20% 100% 2%"),
    ("duplicate", "1.50%", "1.5%"), ("corrupt", "0.1", "0.1%"),
    ("reorder", "2%", "2%"), ("reorder", "2% gap 5", "2% gap 5"), ("reorder", "2% gap 1", "2%"),
    ("truncate", "512", "512"), ("truncate", "0", "0"), ("truncate", "off", nil),
    ("rate", "256kbit", "256kbit"), ("rate", "256KBit limit 100", "256kbit limit 100"), ("rate", "1.5mbit", "1500kbit"),
    ("rate", "1gbit limit 1000", "1gbit"), ("rate", "1000bit", "1kbit"),
  ])
  func `words are read, and written back in one way`(key: String, words: String, canonical: String?) throws {
    let key = try #require(ImpairmentKey(rawValue: key))
    var settings = ImpairmentSettings.none
    try settings.set(key, to: words)
    #expect(settings.words(of: key) == canonical)
    var again = ImpairmentSettings.none
    if let canonical { try again.set(key, to: canonical) }
    #expect(again == settings)
  }

  @Test(arguments: [
    ("delay", "", "delay needs a value, such as 80ms 20ms normal", 0),
    ("delay", "80", "'80' has no unit; write 80ms or 80s", 0),
    ("delay", "long", "delay needs a time such as 80ms, not 'long'", 0),
    ("delay", "2m", "delay is 60s at most, not 2m", 0),
    ("delay", "80ms 90s", "jitter is 60s at most, not 90s", 5),
    (
      "delay", "80ms 20ms nromal", "a distribution is normal, pareto or uniform, not 'nromal'; did you mean 'normal'?",
      10
    ),
    ("delay", "80ms 20ms 25%", "a correlation (25%) is netem's alone; leave it out", 10),
    ("delay", "80ms 20ms normal x", "'x' is one word too many; leave it out", 17),
    ("delay", "80ms 20ms distribution", "distribution needs normal, pareto or uniform after it", 0),
    ("loss", "101%", "'101%' is not a percentage from 0% to 100% with at most four decimals; write 3%", 0),
    ("loss", "0.00001%", "'0.00001%' is not a percentage from 0% to 100% with at most four decimals; write 3%", 0),
    ("loss", "gemodel", "gemodel needs p, and may have r, 1-h and 1-k, such as gemodel 1% 20%", 0),
    ("loss", "state 1%", "the model 'state' is netem's alone; write gemodel 1% 20%, or 3%", 0),
    ("loss", "3% 5%", "'5%' is one word too many; leave it out", 3),
    ("reorder", "2% gap", "gap needs a number of datagrams from 1 to 10000", 0),
    ("reorder", "2% gap 0", "gap needs a number of datagrams from 1 to 10000, not '0'", 7),
    ("truncate", "-1", "truncate needs a number of bytes from 0 to 65535, not '-1'", 0),
    ("rate", "256", "'256' is not a rate; write 256kbit, 2mbit or 1gbit", 0),
    ("rate", "256kbps", "kbps means bytes to tc and bits to most people; write 256kbit for bits", 0),
    ("rate", "1bit", "a rate is from 1kbit to 100gbit, not 1bit", 0),
    ("rate", "99999999999gbit", "a rate is from 1kbit to 100gbit, not 99999999999gbit", 0),
    ("rate", "1mbit limit", "limit needs a number of datagrams from 1 to 100000", 0),
  ])
  func `a mistake is told, with what would be right`(key: String, words: String, message: String, offset: Int) throws {
    let key = try #require(ImpairmentKey(rawValue: key))
    var settings = ImpairmentSettings.none
    let error = #expect(throws: ImpairmentError.self) { try settings.set(key, to: words) }
    #expect(error?.phrase.english == message)
    #expect(error?.offset == offset)
    #expect(settings == .none)
  }

  @Test func `reorder without a delay is a contradiction`() throws {
    #expect(try settings("reorder 5%").contradiction?.phrase.english.contains("needs a delay") == true)
    #expect(try settings("reorder 5% delay 10ms").contradiction == nil)
    #expect(try settings("delay 10ms").contradiction == nil)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `whatever the settings, their words give them again`(seed: UInt64) throws {
    var chance = SeededChance(state: seed)
    let settings = chance.settings()
    var again = ImpairmentSettings.none
    for key in ImpairmentKey.allCases {
      if let words = settings.words(of: key) { try again.set(key, to: words) }
    }
    #expect(again.description == settings.description)
    for key in ImpairmentKey.allCases { #expect(again.words(of: key) == settings.words(of: key)) }
  }
}
