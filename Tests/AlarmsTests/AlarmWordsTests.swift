import Alarms
import Basics
import Configuration
import DisplayFilter
import Testing
import UDPCore

/// Tests the words of `--alarm`, and the names that alarms get.
struct AlarmWordsTests {
  @Test func `words are the keys of the configuration, and the filter is the rest`() throws {
    let all = try rules(
      "silence 90s when net 10.0.0.0/8 and not port 53", "rate '> 100/s' of all bell", "rate > 5/min name 'too fast'",
      "field temp outside 5..60 record 2m exec 'notify-send heat'", "silence 90s when net 10.0.0.0/8 and not port 53")
    #expect(
      all.map(\.name) == [
        "silence 90s net 10.0.0.0/8 and not port 53", "rate > 100/s", "too fast", "field temp outside 5..60",
        "silence 90s net 10.0.0.0/8 and not port 53 2",
      ])
    #expect(all[0].condition == .silence(90_000_000_000) && all[0].filter.source == "net 10.0.0.0/8 and not port 53")
    #expect(all[1].scope == .all && all[1].rings)
    #expect(all[2].condition == .rate(limit: 5, window: .minute))
    #expect(all[3].recordedTime == 120_000_000_000 && all[3].command == "notify-send heat")
  }

  @Test(arguments: [
    ("silense 90s", "there is no word 'silense' for an alarm; did you mean 'silence'?"),
    ("silence", "silence: its value is missing"),
    ("silence soon", "silence: needs a time from 100ms to 30d, such as \"90s\", not \"soon\""),
    ("rate < 5/s", "rate: \"<5/s\": an alarm is about too many datagrams; for too few use silence"),
    ("rate 5", "rate: needs a rate such as \"> 100/s\", \"> 5/min\" or \"> 1/h\", not \"5\""),
    ("gap badcheck", "badcheck: goes without gap: an alarm has one condition; write another alarm"),
    ("bell", "'bell' needs a condition: silence, rate, gap, field, badcheck or new-peer"),
    ("field temp", "field: needs outside, such as outside = \"5..60\""),
    ("gap outside 5..60", "outside: goes with field, such as field = \"temp\""),
    ("field heat outside 5..60", "field: no format has a field \"heat\""),
    ("field temp outside 60..5", "outside: needs a range such as \"5..60\", \"..60\" or \"5..\", not \"60..5\""),
    ("gap of everyone", "of: needs one of \"peer\", \"address\", \"all\", not \"everyone\""),
    ("gap when por 53", "when: "), ("gap when", "when: needs a filter; leave it out for every datagram"),
    ("gap when out", "when: 'out' holds for no row here: only received datagrams are judged"),
    ("gap when alarm or marked", "when: 'alarm' holds for no row here"),
    ("gap gap", "gap: it is there twice"),
    ("new-peer of all", "of: goes without new-peer, which is about each address"),
    ("gap name 'a:b'", "name: needs a name of 1 to 64 characters without ':' and without control characters"),
  ]) func `a mistake is named with its key`(words: String, reason: String) {
    #expect { try rules(words) } throws: { error in
      let text = (error as? AlarmWords.Problem)?.phrase.english ?? ""
      return text.hasPrefix(reason)
    }
  }
}
