import Alarms
import Rules
import Testing
import UDPCore

@testable import CommandCore

/// Tests the text that Prometheus reads.
struct MetricsTextTests {
  private func text(_ fill: (inout MetricsText) -> Void) -> String {
    var text = MetricsText()
    fill(&text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test func `a metric has its help, its type and its values`() {
    let made = text { $0.add("udpeek_x_total", .counter, "Things.", 7) }
    #expect(made == "# HELP udpeek_x_total Things.\n# TYPE udpeek_x_total counter\nudpeek_x_total 7\n")
  }

  @Test func `quotes, backslashes and line feeds in a name break no line`() {
    let made = text {
      $0.add("udpeek_x", .gauge, #"a "b" \c"#, [.init([("rule", "say \"hi\"\\\n温度"), ("a", "b")], 1)])
    }
    #expect(
      made == """
        # HELP udpeek_x a "b" \\\\c
        # TYPE udpeek_x gauge
        udpeek_x{rule="say \\"hi\\"\\\\\\n温度",a="b"} 1

        """)
  }

  @Test func `values with the same labels are one, and a metric without values is none`() {
    let made = text { text in
      text.add("udpeek_x", .gauge, "X.", ["a", "b", "a"].map { .init([("rule", $0)], 2) })
      text.add("udpeek_y", .gauge, "Y.", [])
    }
    #expect(made.hasSuffix("gauge\nudpeek_x{rule=\"a\"} 4\nudpeek_x{rule=\"b\"} 2\n"))
  }

  @Test func `a relay has both directions, and its own numbers of what was sent`() {
    var reading = MetricsReading()
    var report = RelayReport(targets: [])
    report.flows.up.counts.received = 10
    report.flows.up.counts.sent = 7
    report.flows.up.counts.lost = 3
    report.flows.down.counts.sent = 1
    reading.relay = report
    reading.counters.sent = 99
    let lines = String(decoding: reading.text, as: UTF8.self).split(separator: "\n")
    #expect(lines.contains("udpeek_sent_datagrams_total 8"))
    #expect(lines.contains("udpeek_relay_lost_datagrams_total{direction=\"up\"} 3"))
    #expect(lines.contains("udpeek_relay_lost_datagrams_total{direction=\"down\"} 0"))
  }

  @Test func `each reason to withhold a reply has its number from the start, and a rule its own`() {
    var reading = MetricsReading()
    #expect(!String(decoding: reading.text, as: UTF8.self).contains("replies"))
    var record = RuleRecord(number: RuleNumber(0), name: "ping")
    record.hits = 5
    record.answers = 4
    reading.rules = [record]
    reading.withheld = [.peerRate: 1]
    let lines = String(decoding: reading.text, as: UTF8.self).split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("udpeek_replies_withheld_total{") } == ReplyWithheld.allCases.count)
    #expect(lines.contains("udpeek_replies_withheld_total{reason=\"peer_rate\"} 1"))
    #expect(lines.contains("udpeek_replies_withheld_total{reason=\"own_endpoint\"} 0"))
    #expect(lines.contains("udpeek_replies_total{rule=\"ping\"} 4"))
    #expect(lines.contains("udpeek_rule_matches_total{rule=\"ping\"} 5"))
  }

  @Test func `an alarm is in force or not, for so many peers`() {
    var reading = MetricsReading()
    reading.alarms = [AlarmTally(name: "meters", begun: 5, inForce: 2), AlarmTally(name: "gap", begun: 1, inForce: 0)]
    let lines = String(decoding: reading.text, as: UTF8.self).split(separator: "\n")
    for line in [
      "udpeek_alarm_in_force{alarm=\"meters\"} 1", "udpeek_alarm_in_force{alarm=\"gap\"} 0",
      "udpeek_alarm_subjects{alarm=\"meters\"} 2", "udpeek_alarms_total{alarm=\"meters\"} 5",
    ] {
      #expect(lines.contains { $0 == line }, "\(line)")
    }
  }
}
