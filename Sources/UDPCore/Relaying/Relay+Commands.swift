import Basics
import Impairment

extension Relay {
  /// Does what other threads asked for.
  func obey(_ writer: inout LogWriter) {
    for command in control.takeCommands() {
      commandCount += 1
      switch command {
      case .change(let change, let directions, let ordinal):
        if let ordinal {
          guard let client = clients.first(where: { $0?.ordinal == ordinal }) ?? nil else { continue }
          for direction in directions { client.changes[direction].add(change) }
          keep(client)
        } else {
          for direction in directions { changes[direction].add(change) }
        }
        apply()
      case .impair(let isOn):
        isImpaired = isOn
        apply()
        if !isOn { letGo(&writer) }
      case .hold(let direction, let isHeld):
        self.isHeld[direction] = isHeld
      case .inject(let payload, let direction, let ordinal, let id):
        guard let place = clients.firstIndex(where: { $0?.ordinal == ordinal }) else { continue }
        inject(payload, toward: direction, place, target: 0, id, &writer)
      }
    }
  }

  /// Keeps what was chosen for a client alone, for when it comes again after it was idle.
  private func keep(_ client: RelayClient) {
    if kept[client.key] == nil, kept.count >= RelayReport.mostEnded { return }
    kept[client.key] = client.changes
  }

  /// Takes over the settings of the profile at this time. What its steps set takes the place of what a person chose.
  func followProfile() {
    for direction in ImpairmentDirection.allCases {
      changes[direction].remove(plan.profile[direction].keys(setAfter: followed, through: now - start))
    }
    followed = now - start
    apply()
    nextChange = plan.profile.nextChange(after: now - start)
  }

  /// Gives every client the settings in force.
  private func apply() {
    for direction in ImpairmentDirection.allCases {
      let base = changes[direction].applied(to: plan.profile[direction].settings(at: now - start))
      settings[direction] = base
      for case let client? in clients { give(client, base, direction) }
    }
  }

  /// Gives a client the settings in force: those of all, with the changes for it alone.
  private func give(_ client: RelayClient, _ base: ImpairmentSettings, _ direction: ImpairmentDirection) {
    let own = isImpaired ? client.changes[direction].applied(to: base) : .none
    client.flows[direction].impairer.settings = own
    if !own.isNone { client.flows[direction].isTouched = true }
  }

  /// Gives a client that comes again what was chosen for it alone before.
  func restoreChanges(of client: RelayClient) {
    guard let changes = kept[client.key] else { return }
    client.changes = changes
    for direction in ImpairmentDirection.allCases { give(client, settings[direction], direction) }
  }

  /// Passes on at once what is delayed, but for directions that are held.
  private func letGo(_ writer: inout LogWriter) {
    for direction in ImpairmentDirection.allCases where !isHeld[direction] {
      release(direction, dueBy: .max, &writer)
    }
  }

  /// Sends a request that answers a row of the relay: from the client to the target, or back.
  /// - Returns: whether it is one.
  func send(_ request: TransmitRequest, _ writer: inout LogWriter) -> Bool {
    guard let other = request.path?.endpoint else { return false }
    if let target = targets.firstIndex(where: { $0.peer == request.peer }),
      let place = clients.firstIndex(where: { $0?.key.peer == other })
    {
      inject(request.payload, toward: .up, place, target: target, request.id, &writer)
      return true
    }
    guard targets.contains(where: { $0.peer == other }),
      let place = clients.firstIndex(where: { $0?.key.peer == request.peer })
    else { return false }
    inject(request.payload, toward: .down, place, target: 0, request.id, &writer)
    return true
  }

  private func inject(
    _ payload: [UInt8], toward direction: ImpairmentDirection, _ place: Int, target: Int, _ id: TransmitID?,
    _ writer: inout LogWriter
  ) {
    guard let client = clients[place] else { return }
    client.lastActive = now
    client.flows[direction].counts.injected += 1
    let course = Course(client: place, direction: direction, target: target, arrival: now)
    unsafe payload.withUnsafeBytes {
      unsafe forward($0, course, client, hasRow: true, id: id, writer: &writer)
      flush(&writer)
    }
  }

  // MARK: Reports

  /// Returns what has been done so far.
  func report() -> RelayReport {
    var report = RelayReport(targets: targets.map(\.peer))
    var sums = endedFlows
    for client in clients {
      guard let client else { continue }
      for direction in ImpairmentDirection.allCases { sums[direction].add(client.flows[direction]) }
      report.clients.append(self.report(on: client, isEnded: false))
    }
    report.clients.sort { $0.ordinal < $1.ordinal }
    for direction in ImpairmentDirection.allCases {
      report.flows[direction] = RelayReport.Flow(sums[direction].counts, sums[direction].delays, settings[direction])
    }
    report.ended = ended
    (report.clientCount, report.endedCount, report.refused) = (clientCount, endedCount, refused)
    (report.isHeld, report.isImpaired, report.queuedBytes) = (isHeld, isImpaired, queuedBytes)
    report.commandCount = commandCount
    report.seed = plan.seed
    report.lastDue = max(queues.up.lastDue, queues.down.lastDue)
    report.targetCounts = targetCounts
    report.nextChange = nextChange.map { max(0, $0 - (now - start)) }
    return report
  }

  func report(on client: RelayClient, isEnded: Bool) -> RelayReport.Client {
    func flow(_ direction: ImpairmentDirection) -> RelayReport.Flow {
      let flow = client.flows[direction]
      return RelayReport.Flow(flow.counts, flow.delays, client.changes[direction].applied(to: settings[direction]))
    }
    let local = socket(of: client).local
    return RelayReport.Client(
      ordinal: client.ordinal, peer: client.key.peer,
      own: Endpoint(client.key.own, port: local.port, scope: client.key.own.needsScope ? client.path.interface : 0),
      outer: client.links.map { index in index.flatMap { links[$0]?.local } },
      flows: BothWays(up: flow(.up), down: flow(.down)), isEnded: isEnded,
      hasOwnSettings: !client.changes.up.isEmpty || !client.changes.down.isEmpty)
  }
}

extension RelayReport {
  /// The sum over some clients, of one direction.
  struct Sum {
    var counts = RelayCounts()
    var delays = TimeHistogram(fineBits: RelayClient.Flow.fineBits)

    mutating func add(_ flow: RelayClient.Flow) {
      counts += flow.counts
      delays.add(flow.delays)
    }
  }
}
