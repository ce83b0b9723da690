import Basics
import UDPCore

/// Causes in a socket's queue: its program does not read, or too slowly, or a filter drops what comes.
enum QueueCauses {
  static let all: [Cause] = [Cause(.queue, stopped), Cause(.queue, losses)]

  /// A program that was stopped does not read (signal(7), SIGSTOP).
  private static func stopped(_ facts: SystemFacts) -> [Finding] {
    facts.receivers.compactMap { socket in
      guard let process = facts.holders[socket.inode], process.isStopped else { return nil }
      return Finding(
        "stopped", "\(process.name) (pid \(process.id)) is stopped and reads nothing",
        [.state(process), .queue(socket)], cure: Cure([Commands.resume(process.id)]))
    }
  }

  /// Drops of the queue (the last column of `/proc/net/udp`): growing ones, or old ones.
  private static func losses(_ facts: SystemFacts) -> [Finding] {
    facts.receivers.flatMap { socket -> [Finding] in
      guard socket.drops > 0, facts.holders[socket.inode]?.isStopped != true else { return [] }
      let before = facts.socketsBefore.first { $0.inode == socket.inode } ?? socket
      let grows = socket.drops > before.drops
      let buffer = socket.receiveBuffer ?? 0
      // A queue that drops although it has room drops for another reason than room.
      let isFull = socket.queued * 2 >= buffer || before.queued * 2 >= buffer || buffer == 0
      if grows, !isFull, full.allSatisfy({ facts.growth($0) == 0 }) {
        let damaged = facts.growth(checksums(socket))
        return damaged < socket.drops - before.drops ? [refused(socket, since: before, facts)] : []
      }
      // Where the memory for all queues is used up, `CounterCauses` says so.
      if grows, !isFull, facts.growth("Udp.RcvbufErrors") + facts.growth("Udp6RcvbufErrors") == 0 { return [] }
      if !grows, wasNeverFull(socket, facts) { return [refused(socket, since: socket, facts)] }
      let more = "32MiB"
      let cure =
        facts.isOwn(socket)
        ? Cure(
          [Commands.set("net/core/rmem_max", to: "33554432")], asRoot: true, "and start udpeek with --rcvbuf \(more)")
        : SocketCauses.replacing([socket], facts, listening: Commands.listen(facts.target.word, buffer: more))
      let evidence: [Evidence] = [
        .growth(socket, since: before), .queue(socket), .setting("net/core/rmem_max", facts),
      ]
      return [
        grows
          ? Finding(
            "queue-full", .rising,
            "the queue of \(SocketCauses.holder(socket, facts)) is full: it reads more slowly than datagrams come",
            evidence, cure: cure)
          : Finding(
            "queue-full", .possible,
            "the queue of \(SocketCauses.holder(socket, facts)) dropped \(socket.drops) datagrams so far, none of them just now",
            evidence, cure: cure)
      ]
    }
  }

  /// The counters of full queues, and of no memory for any.
  private static let full = ["Udp.RcvbufErrors", "Udp.MemErrors", "Udp6RcvbufErrors", "Udp6MemErrors"]

  private static func checksums(_ socket: SocketEntry) -> String {
    socket.isIPv6 ? "Udp6InCsumErrors" : "Udp.InCsumErrors"
  }

  /// Whether drops of the past are explained by no full queue: none was full since the host started
  /// (`__udp_enqueue_schedule_skb` in the kernel's net/ipv4/udp.c counts each drop of a queue as RcvbufErrors or MemErrors
  /// too), and by no wrong checksum.
  private static func wasNeverFull(_ socket: SocketEntry, _ facts: SystemFacts) -> Bool {
    facts.after.values["Udp.RcvbufErrors"] != nil && full.allSatisfy { facts.after[$0] == 0 }
      && facts.after[checksums(socket)] < socket.drops
  }

  /// A socket that drops although its queue has room: a filter is attached to it, which takes memory for options
  /// (`sk_filter_charge` in net/core/filter.c), or a policy of IPsec asks for what the datagrams lack
  /// (`udp_queue_rcv_one_skb` in net/ipv4/udp.c).
  private static func refused(_ socket: SocketEntry, since before: SocketEntry, _ facts: SystemFacts) -> Finding {
    let grows = socket.drops > before.drops
    let refusals = ["XfrmInNoPols", "XfrmInTmplMismatch", "XfrmInPolBlock", "XfrmInPolError"]
    let counted = refusals.filter { facts.after[$0] > 0 }
    let growth: [Evidence] = [.growth(socket, since: before), .queue(socket), .options(socket)]
    if counted.isEmpty, socket.optionMemory ?? 0 > 0 {
      return Finding(
        "socket-filter", grows ? .rising : .certain,
        grows
          ? "the socket of \(SocketCauses.holder(socket, facts)) drops datagrams although its queue has room: a filter is attached to it"
          : "the socket of \(SocketCauses.holder(socket, facts)) dropped \(socket.drops) datagrams so far although no queue was ever full: a filter is attached to it",
        growth, cure: SocketCauses.replacing([socket], facts, listening: Commands.listen(facts.target.word)))
    }
    return Finding(
      "ipsec-policy", counted.isEmpty ? .possible : grows ? .rising : .certain,
      counted.isEmpty
        ? "the kernel drops datagrams for \(SocketCauses.holder(socket, facts)) although its queue has room: a policy of IPsec perhaps"
        : "a policy of IPsec drops datagrams for \(SocketCauses.holder(socket, facts))",
      growth + counted.map { .counter($0, facts) },
      cure: Cure(
        [Commands.showPolicies], asRoot: true, "it shows the policies; delete or satisfy the one for these datagrams"))
  }
}
