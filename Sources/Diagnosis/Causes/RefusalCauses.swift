import Basics
import UDPCore

/// Causes in routes and rules that refuse a sender, and in a way back that there is not.
enum RefusalCauses {
  static let all: [Cause] = [Cause(.routes, named), Cause(.routes, unnamed)]

  /// What refuses: a rule, or a route of a table to which a rule leads.
  private enum Culprit {
    case rule(RoutingRule, kind: String)
    case route(Route, kind: String)

    /// The first one that is asked about a question and refuses; `nil` where none does.
    /// - Parameter isMarked: whether rules count that ask for a mark or something else that is not known.
    init?(_ question: RouteQuestion?, _ facts: SystemFacts, marked isMarked: Bool = false) {
      guard let question else { return nil }
      for rule in facts.rules where rule.matches(question, marked: isMarked) {
        // What else it leads to is not asked here.
        if isMarked, rule.asksForMore, rule.refusal == nil { continue }
        switch rule.action {
        case .refuse(let kind):
          self = .rule(rule, kind: kind)
          return
        case .table(let table):
          let refusing = facts.routes.filter {
            $0.refusal != nil && $0.table == table && $0.network.contains(question.destination)
          }
          guard let route = refusing.max(by: { $0.network.length < $1.network.length }), let kind = route.refusal
          else { continue }
          self = .route(route, kind: kind)
          return
        case .other: continue
        }
      }
      return nil
    }

    var cause: String {
      switch self {
      case .rule(_, let kind): "\(kind)-rule"
      case .route(_, let kind): "\(kind)-route"
      }
    }

    var evidence: Evidence {
      switch self {
      case .rule(let rule, _): .rule(rule)
      case .route(let route, _): .entry(route)
      }
    }

    var cure: Cure {
      switch self {
      case .rule(let rule, _): Cure([Commands.deleteRule(rule)], asRoot: true)
      case .route(let route, let kind): Cure([Commands.deleteRoute(kind, route)], asRoot: true)
      }
    }

    /// What it does to the sender, as a sentence.
    func effect(on sender: IPAddress, isDropped: Bool) -> Phrase {
      switch (self, isDropped) {
      case (.rule, true): "a rule of routing refuses \(sender), so datagrams from there are dropped (rp_filter)"
      case (.rule, false): "a rule of routing refuses \(sender), so answers to it do not leave"
      case (.route, true): "a route refuses \(sender), so datagrams from there are dropped (rp_filter)"
      case (.route, false): "a route refuses \(sender), so answers to it do not leave"
      }
    }
  }

  /// A sender that a rule refuses, or no way back to it. With rp_filter its datagrams are dropped, without it only
  /// answers are lost (`fib_validate_source` in the kernel's net/ipv4/fib_frontend.c).
  private static func named(_ facts: SystemFacts) -> [Finding] {
    // Where the interface is down, its routes are gone too.
    guard let sender = facts.sender, facts.arrival?.isUp != false, facts.target.single?.isLoopback != true else {
      return []
    }
    if let answer = facts.reply ?? facts.answers[sender], case .refused(let code) = answer {
      return [noAnswer(to: sender, code, facts)]
    }
    guard let admission = facts.admission, admission.isRefused else { return marked(sender, facts) }
    guard let culprit = Culprit(facts.arriving, facts) else { return strange(sender, admission, facts) }
    return [
      Finding(
        culprit.cause, "a rule of routing refuses datagrams from \(sender)",
        [.answer(admission, to: facts.arriving, facts), culprit.evidence], cure: culprit.cure)
    ]
  }

  /// Rules that refuse datagrams with a mark, which a firewall may give them.
  private static func marked(_ sender: IPAddress, _ facts: SystemFacts) -> [Finding] {
    let culprits = [facts.arriving, facts.answering].compactMap { Culprit($0, facts, marked: true) }
    return culprits.prefix(1).map { culprit in
      Finding(
        culprit.cause, .possible,
        "a rule of routing refuses some datagrams from \(sender), or the answers to them: those with a mark, a TOS or a user",
        [culprit.evidence], cure: culprit.cure)
    }
  }

  /// A sender that the kernel itself takes for impossible (`__fib_validate_source` in net/ipv4/fib_frontend.c).
  private static func strange(_ sender: IPAddress, _ admission: RouteAnswer, _ facts: SystemFacts) -> [Finding] {
    let answer = Evidence.answer(admission, to: facts.arriving, facts)
    if let owner = facts.interface(having: sender), let own = owner.addresses.first(where: { $0.address == sender }) {
      return [
        Finding(
          "own-address", .possible,
          "this host has the address \(sender) itself: what another host sends from it is dropped",
          [answer, .address(own, of: owner)],
          cure: Cure(
            [Commands.deleteAddress(sender, length: own.length, of: owner.name)], asRoot: true,
            "or give the other host another address"))
      ]
    }
    // A sender of loopback is on this host, and comes in by loopback.
    guard let entrance = facts.entrance, sender.isIPv4, !sender.isLoopback,
      facts.maximum("rp_filter", of: entrance.name) > 0
    else { return [] }
    let setting = facts.strictest("rp_filter", of: entrance.name)
    return [
      Finding(
        "rp-filter",
        "datagrams of \(sender) come in by \(entrance.name) and an answer would leave by another interface: rp_filter drops them",
        [answer, .answer(facts.reply, to: facts.answering, facts), .setting(setting, facts)],
        cure: Cure([Commands.set("net/ipv4/conf/\(entrance.name)/rp_filter", to: "2")], asRoot: true))
    ]
  }

  /// Answers have no way, with an error of the routing tables; datagrams that come in may be dropped for it.
  private static func noAnswer(to sender: IPAddress, _ code: Int32, _ facts: SystemFacts) -> Finding {
    let interface = facts.entrance ?? facts.interfaces.first { $0.isUp && !$0.isLoopback && !$0.addresses.isEmpty }
    let isChecked = interface.map { sender.isIPv4 && facts.maximum("rp_filter", of: $0.name) > 0 } ?? false
    let isDropped = facts.admission?.isRefused ?? isChecked
    let setting = isDropped ? interface.map { Evidence.setting(facts.strictest("rp_filter", of: $0.name), facts) } : nil
    let likelihood: Likelihood = isDropped ? .certain : .possible
    let answer =
      facts.reply.map { Evidence.answer($0, to: facts.answering, facts) } ?? Evidence.route(sender, facts)
    let evidence = [answer, setting].compactMap { $0 }
    let question = facts.answering ?? RouteQuestion(to: sender)
    if let culprit = Culprit(question, facts) {
      return Finding(
        culprit.cause, likelihood, culprit.effect(on: sender, isDropped: isDropped), evidence + [culprit.evidence],
        cure: culprit.cure)
    }
    return Finding(
      "no-route-back", likelihood,
      isDropped
        ? "there is no route back to \(sender), so datagrams from there are dropped (rp_filter)"
        : "there is no route back to \(sender), so answers to it do not leave",
      evidence,
      cure: Cure(
        code == Route.none ? interface.map { [Commands.addRoute(to: sender, by: $0.name)] } ?? [] : [], asRoot: true))
  }

  /// Rules and routes that refuse networks, where no sender is named.
  private static func unnamed(_ facts: SystemFacts) -> [Finding] {
    guard facts.sender == nil else { return [] }
    let rules = facts.rules.filter {
      $0.refusal != nil && facts.families.contains($0.family) && $0.mayConcern(port: facts.target.port)
    }
    let routes = facts.routes.filter {
      $0.refusal != nil && $0.table != 255 && facts.families.contains($0.network.base.family)
        // The kernel itself refuses the rest of IPv6 where there is no way out.
        && ($0.network.base.isIPv4 || $0.network.length > 0)
    }
    return rules.prefix(4).compactMap { rule in
      rule.refusal.map { kind in
        Finding(
          "\(kind)-rule", .possible, "a rule of routing refuses some datagrams, or the answers to them",
          [.rule(rule)], cure: Cure([Commands.deleteRule(rule)], asRoot: true))
      }
    }
      + routes.prefix(4).compactMap { route in
        route.refusal.map { kind in
          Finding(
            "\(kind)-route", .possible, "a route refuses \(route.network): senders there get no answer",
            [.entry(route)],
            cure: Cure([Commands.deleteRoute(kind, route)], asRoot: true))
        }
      }
  }
}
