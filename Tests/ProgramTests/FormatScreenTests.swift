import Testing

/// Tests that datagrams of common protocols are known on the screen without any configuration.
@Suite(.waits) struct FormatScreenTests {
  @Test func `with nothing configured each row says which protocol it is and what it says`() throws {
    let terminal = try Terminal(columns: 160, rows: 70)
    try terminal.run("clear; '\(Udpeek.path)' open '\(Project.root)/Tests/Corpus/formats/specifications.pcap'")
    let summaries = [
      "OSC /oscillator/4/frequency 440", "Art-Net DMX universe 1: 4 channels", "StatsD gorets 1 c",
      "syslog crit su: 'su root' failed for lonvick on /dev/pts/8", "MAVLink HEARTBEAT sys 1: active",
      "DNS response A example.com → 93.184.216.34", "SIP INVITE sip:bob@biloxi.com (314159 INVITE)",
      "RTP PCMU seq 4660 time 800 ssrc 3735928559",
    ]
    try terminal.waitFor("a row of each protocol") { lines in
      summaries.allSatisfy { summary in lines.contains { $0.contains(summary) } }
    }
  }
}
