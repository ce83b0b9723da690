import Basics
import Configuration
import Impairment
import Testing

/// Tests files of impairments: what they mean, and what is said of a mistake.
struct ProfileFileTests {
  private static let second: Int64 = 1_000_000_000

  private func profile(_ source: String) throws(ConfigurationProblems) -> ImpairmentProfile {
    try ProfileFile.profile(in: source, path: "/p.toml", name: "p")
  }

  private func problems(_ source: String) -> [String] {
    do throws(ConfigurationProblems) {
      _ = try profile(source)
      return []
    } catch {
      return error.phrases.map(\.english)
    }
  }

  @Test func `a file sets both directions, and each for itself`() throws {
    let profile = try profile(
      """
      delay = "80ms 20ms normal"
      truncate = 512
      [up]
      rate = "256kbit limit 100"
      [down]
      delay = "off"
      loss = "gemodel 1% 20%"
      """)
    #expect(profile[.up].settings(at: 0).description == "delay 80ms 20ms normal truncate 512 rate 256kbit limit 100")
    #expect(profile[.down].settings(at: 0).description == "loss gemodel 1% 20% truncate 512")
    #expect(profile.nextChange(after: 0) == nil)
  }

  @Test func `a link goes down for five seconds each minute`() throws {
    let profile = try profile(
      """
      delay = "10ms"
      repeat = "60s"
      [[step]]
      at = "55s"
      loss = "100%"
      [[step]]
      at = 30
      [step.down]
      rate = "1mbit"
      """)
    #expect(profile.nextChange(after: 0) == 30 * Self.second)
    #expect(profile[.up].settings(at: 59 * Self.second).description == "delay 10ms loss 100%")
    #expect(profile[.down].settings(at: 59 * Self.second).description == "delay 10ms loss 100% rate 1mbit")
    #expect(profile[.down].settings(at: 60 * Self.second).description == "delay 10ms")
    #expect(profile[.up].settings(at: 115 * Self.second).loss == .independent(.all))
  }

  @Test func `the shipped profiles are read without a problem, and impair`() throws {
    #expect(ShippedProfiles.names == ["lte", "satellite", "wifi-bad"])
    for file in ShippedProfiles.files {
      let profile = try ProfileFile.profile(in: file.text, path: file.name, name: file.name)
      for direction in ImpairmentDirection.allCases {
        let settings = profile[direction].settings(at: 0)
        #expect(settings.delay.mean > 0 && settings.loss.mean > 0 && settings.rate != nil)
      }
      #expect(ShippedProfiles.named(file.name) == profile)
    }
    #expect(ShippedProfiles.named("modem") == nil)
  }

  /// Files with one mistake, and what is said of it.
  static let mistakes: [(source: String, said: String)] = [
    ("los = '3%'\n", "/p.toml:1:7: los: there is no such key here; did you mean 'loss'?"),
    (
      "delay = '80ms 20ms nromal'\n",
      "/p.toml:1:20: delay: a distribution is normal, pareto or uniform, not 'nromal'; did you mean 'normal'?"
    ),
    ("loss = 3\n", "/p.toml:1:8: loss: needs words in quotes, such as \"3%\", not a whole number"),
    ("truncate = -1\n", "/p.toml:1:12: truncate: truncate needs a number of bytes from 0 to 65535, not '-1'"),
    (
      "down = true\n",
      "/p.toml:1:8: down: needs a table of what holds in this direction, not true; for a link that is down write loss = \"100%\""
    ),
    ("[up]\nat = '1s'\n", "/p.toml:2:6: up.at: there is no such key here"),
    (
      "reorder = '5%'\n",
      "/p.toml:1:11: reorder: reorder needs a delay: nothing waits that could be overtaken; add a delay such as 10ms"
    ),
    ("step = 3\n", "/p.toml:1:8: step: needs at most 10000 [[step]] tables"),
    ("[[step]]\nloss = '3%'\n", "/p.toml:1:1: step[1]: needs at: when it begins, such as \"10s\""),
    ("[[step]]\nat = '1s'\n", "/p.toml:1:1: step[1]: changes nothing; add what it changes, such as loss"),
    (
      "[[step]]\nat = 'noon'\nloss = '3%'\n",
      "/p.toml:2:6: step[1].at: needs a time of at most a day, such as \"10s\""
    ),
    (
      "repeat = '10s'\n[[step]]\nat = '10s'\nloss = '3%'\n",
      "/p.toml:3:6: step[1].at: is never reached: everything begins again after 10s"
    ),
    ("repeat = '10s'\n", "/p.toml:1:10: repeat: needs [[step]] tables to repeat"),
    (
      "repeat = '1ms'\n[[step]]\nat = '0s'\nloss = '3%'\n", "/p.toml:1:10: repeat: needs a time of at least 10ms"
    ),
    ("loss = \n", "/p.toml:1:8: a value is missing; put text in quotes"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with its place`(mistake: (source: String, said: String)) {
    #expect(problems(mistake.source) == [mistake.said])
  }

  @Test func `a step may add the delay that a reorder needs`() {
    #expect(problems("[[step]]\nat = '1s'\ndelay = '5ms'\nreorder = '5%'\n") == [])
  }
}
