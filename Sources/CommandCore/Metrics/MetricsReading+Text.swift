import Alarms
import Rules
import UDPCore

extension MetricsReading {
  /// The figures as Prometheus reads them.
  var text: [UInt8] {
    var text = MetricsText()
    text.add("udpeek_build_info", .gauge, "The version of udpeek.", [.init([("version", version)], 1)])
    text.add("udpeek_start_time_seconds", .gauge, "When reception began, since the Unix epoch.", start)
    addDatagrams(to: &text)
    addLosses(to: &text)
    addReplies(to: &text)
    if let relay { Self.add(relay, to: &text) }
    addAlarms(to: &text)
    addPeers(to: &text)
    return text.bytes
  }

  private func addDatagrams(to text: inout MetricsText) {
    text.add("udpeek_received_datagrams_total", .counter, "Datagrams received.", counters.received)
    text.add("udpeek_received_bytes_total", .counter, "Payload bytes received.", counters.receivedBytes)
    // A relay passes datagrams on without rows of their own.
    let sent = relay.map { ($0.flows.up.counts.sent + $0.flows.down.counts.sent) } ?? counters.sent
    let bytes = relay.map { ($0.flows.up.counts.sentBytes + $0.flows.down.counts.sentBytes) } ?? counters.sentBytes
    text.add("udpeek_sent_datagrams_total", .counter, "Datagrams sent.", sent)
    text.add("udpeek_sent_bytes_total", .counter, "Payload bytes sent.", bytes)
    text.add(
      "udpeek_send_failures_total", .counter,
      "Failures to send, reported by this host or by the network.", counters.failed)
  }

  private func addLosses(to text: inout MetricsText) {
    var drops = sockets.map { MetricsText.Sample([("socket", $0.name)], $0.drops) }
    if let dropsOfLinks { drops.append(.init([("socket", "relay")], dropsOfLinks)) }
    text.add(
      "udpeek_kernel_drops_total", .counter,
      "Datagrams that the kernel dropped for a socket, mostly because its receive buffer was full.", drops)
    text.add(
      "udpeek_kernel_drops_lower_bound", .gauge,
      "Whether more may have been dropped: the kernel counts joined datagrams once.", dropsAreLowerBound ? 1 : 0)
    text.add(
      "udpeek_receive_buffer_bytes", .gauge, "The size of the receive buffer, by socket.",
      sockets.map { .init([("socket", $0.name)], $0.buffer) })
    text.add(
      "udpeek_truncated_datagrams_total", .counter, "Received datagrams that were not stored in full.",
      counters.truncated)
    text.add(
      "udpeek_evicted_rows_total", .counter, "Rows that were forgotten for lack of memory.", counters.evicted)
    text.add("udpeek_log_bytes", .gauge, "Memory that the capture log uses.", memory)
    text.add("udpeek_log_limit_bytes", .gauge, "Memory that the capture log may use.", memoryLimit)
  }

  private func addReplies(to text: inout MetricsText) {
    guard let rules else { return }
    text.add(
      "udpeek_rule_matches_total", .counter, "Datagrams that matched a rule, by rule.",
      rules.map { .init([("rule", $0.name)], $0.hits) })
    text.add(
      "udpeek_replies_total", .counter, "Replies that left, by rule.",
      rules.map { .init([("rule", $0.name)], $0.answers) })
    text.add(
      "udpeek_replies_withheld_total", .counter, "Replies that did not leave, by reason.",
      ReplyWithheld.allCases.map { .init([("reason", $0.label)], withheld[$0, default: 0]) })
  }

  private func addAlarms(to text: inout MetricsText) {
    text.add(
      "udpeek_alarm_in_force", .gauge, "Whether the alarm is in force, for any peer.",
      alarms.map { .init([("alarm", $0.name)], $0.inForce > 0 ? 1 : 0) })
    text.add(
      "udpeek_alarm_subjects", .gauge, "Peers, or addresses, for which the alarm is in force.",
      alarms.map { .init([("alarm", $0.name)], $0.inForce) })
    text.add(
      "udpeek_alarms_total", .counter, "Alarms that began.",
      alarms.map { .init([("alarm", $0.name)], $0.begun) })
  }

  private func addPeers(to text: inout MetricsText) {
    guard let peers else { return }
    // No endpoint is called so.
    let all = peers.named + [("other", peers.rest)]
    text.add(
      "udpeek_peer_received_datagrams_total", .counter,
      "Datagrams received, by peer; those of peers without a series of their own are other.",
      all.map { .init([("peer", $0.name)], $0.count.datagrams) })
    text.add(
      "udpeek_peer_received_bytes_total", .counter,
      "Payload bytes received, by peer; those of peers without a series of their own are other.",
      all.map { .init([("peer", $0.name)], $0.count.bytes) })
  }
}

extension MetricsReading {
  /// The counters of a relay that both directions have, with what they count.
  private static let directed: [(name: String, help: String, value: @Sendable (RelayCounts) -> Int)] = [
    ("received_datagrams", "Datagrams received.", { $0.received }),
    ("received_bytes", "Payload bytes received.", { $0.receivedBytes }),
    ("sent_datagrams", "Datagrams passed on.", { $0.sent }),
    ("sent_bytes", "Payload bytes passed on.", { $0.sentBytes }),
    ("copied_datagrams", "Datagrams added: duplicates, and copies for further targets.", { $0.copies }),
    ("injected_datagrams", "Datagrams that a person sent into the direction.", { $0.injected }),
    ("lost_datagrams", "Datagrams lost on purpose.", { $0.lost }),
    ("dropped_datagrams", "Datagrams that a filter dropped, or answers where none are passed on.", { $0.dropped }),
    ("overflowed_datagrams", "Datagrams for which a queue had no room.", { $0.overflowed }),
    ("unbuffered_datagrams", "Datagrams for which the kernel had no buffer.", { $0.unbuffered }),
    ("failed_datagrams", "Datagrams that this host did not send for another reason.", { $0.failed }),
    ("refused_datagrams", "Errors that the network reported for datagrams that were passed on.", { $0.refused }),
    ("delayed_datagrams", "Datagrams delayed on purpose.", { $0.delayed }),
    ("duplicated_datagrams", "Datagrams passed on twice on purpose.", { $0.duplicated }),
    ("corrupted_datagrams", "Datagrams of which a bit was flipped on purpose.", { $0.corrupted }),
    ("truncated_datagrams", "Datagrams cut on purpose.", { $0.truncated }),
    ("reordered_datagrams", "Datagrams passed on before earlier ones on purpose.", { $0.reordered }),
    ("rewritten_datagrams", "Datagrams whose bytes were replaced.", { $0.rewritten }),
  ]

  private static func add(_ relay: RelayReport, to text: inout MetricsText) {
    func samples(_ value: (RelayCounts) -> Int) -> [MetricsText.Sample] {
      [
        .init([("direction", "up")], value(relay.flows.up.counts)),
        .init([("direction", "down")], value(relay.flows.down.counts)),
      ]
    }
    for (name, help, value) in directed {
      text.add("udpeek_relay_\(name)_total", .counter, help, samples(value))
    }
    text.add(
      "udpeek_relay_waiting_datagrams", .gauge, "Datagrams that are delayed or held now.", samples { $0.waiting })
    text.add("udpeek_relay_queued_bytes", .gauge, "Memory of datagrams that are delayed or held.", relay.queuedBytes)
    text.add("udpeek_relay_clients", .gauge, "Clients now.", relay.clients.count)
    text.add("udpeek_relay_clients_total", .counter, "Clients so far.", relay.clientCount)
    text.add(
      "udpeek_relay_unserved_datagrams_total", .counter, "Datagrams of clients beyond the most that are served.",
      relay.refused)
  }
}

extension ReplyWithheld {
  /// The reason as a label.
  fileprivate var label: String {
    switch self {
    case .ownEndpoint: "own_endpoint"
    case .portZero: "port_zero"
    case .groupOrBroadcast: "group_or_broadcast"
    case .servicePort: "service_port"
    case .echo: "echo"
    case .tooLarge: "too_large"
    case .looping: "looping"
    case .peerRate: "peer_rate"
    case .totalRate: "total_rate"
    case .unencodable: "unencodable"
    case .late: "late"
    }
  }
}
