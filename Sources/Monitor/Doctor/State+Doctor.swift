import Basics
import Diagnosis
import PayloadText
import TerminalUI
import UDPCore

/// The report of why nothing arrives. The examination itself runs on another thread.
extension State {
  /// Whether nothing has arrived yet at sockets of this screen.
  var waitsForFirstRow: Bool { !isElsewhere && log.endNumber <= 1 }

  /// The report that is open.
  private var doctor: Doctor? {
    get { if case .doctor(let doctor) = interaction.overlay { doctor } else { nil } }
    set { if case .doctor = interaction.overlay { interaction.overlay = newValue.map { .doctor($0) } } }
  }

  /// `:doctor`: examines the first place that is bound.
  mutating func openDoctor(_ effects: inout [Effect]) {
    guard let target = ownTargets.first else {
      return say("nothing is bound here; name an endpoint, as in :doctor 8080", .warning)
    }
    examine(ExaminationRequest(target: target, sender: nil), &effects)
  }

  /// `:doctor ENDPOINT SENDER`.
  mutating func openDoctor(for text: String, _ effects: inout [Effect]) throws(CommandArgument.Problem) {
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, words.count <= 2 else {
      throw CommandArgument.Problem("an endpoint and a sender's address are expected", all: text)
    }
    let argument: EndpointArgument
    do throws(EndpointSyntaxError) {
      argument = try EndpointArgument(first, aliases: configuration.aliases)
    } catch {
      throw CommandArgument.Problem(error.phrase, all: text)
    }
    guard let target = Target(argument) else {
      throw CommandArgument.Problem("'\(first)' is a name; give one of this host's addresses", all: text)
    }
    let sender = words.count == 2 ? IPAddress(words[1]) : nil
    if words.count == 2, sender == nil {
      throw CommandArgument.Problem("'\(words[1])' is not an address", all: text)
    }
    examine(ExaminationRequest(target: target, sender: sender), &effects)
  }

  /// Whether a report is there, so that another one can be asked for.
  var canExamineAgain: Bool { doctor?.diagnosis != nil }

  /// Examines the same place again.
  mutating func examineAgain(_ effects: inout [Effect]) {
    guard let doctor, doctor.diagnosis != nil else { return }
    examine(ExaminationRequest(target: doctor.target, sender: doctor.sender), &effects)
  }

  /// Whether there is another place to examine.
  var canExamineNext: Bool { canExamineAgain && nextTarget != nil }

  /// The place of the report among several that are bound, for its title.
  var doctorPlace: Phrase? {
    ownPlace.map { "place \($0.index + 1) of \($0.places.count)" }
  }

  /// The bound place after that of the report, the first after the last; `nil` if that is none of them, or the only one.
  private var nextTarget: Target? {
    ownPlace.map { $0.places[($0.index + 1) % $0.places.count] }
  }

  private var ownPlace: (index: Int, places: [Target])? {
    let places = ownTargets
    guard places.count > 1, let index = doctor.flatMap({ places.firstIndex(of: $0.target) }) else { return nil }
    return (index, places)
  }

  /// Examines the next place that is bound.
  mutating func examineNext(_ effects: inout [Effect]) {
    guard let doctor, doctor.diagnosis != nil, let next = nextTarget else { return }
    examine(ExaminationRequest(target: next, sender: doctor.sender), &effects)
  }

  /// Takes the result of an examination; one that is not waited for changes nothing.
  mutating func examined(_ diagnosis: Diagnosis) {
    guard let doctor, doctor.diagnosis == nil, doctor.target == diagnosis.target, doctor.sender == diagnosis.sender
    else { return }
    self.doctor?.diagnosis = diagnosis
  }

  mutating func scrollDoctor(_ distance: Distance) {
    guard let doctor else { return }
    let page = layout.overlayRows
    let count = DoctorView.lines(of: doctor, columns: layout.overlayColumns, look).count
    self.doctor?.offset = distance.place(from: doctor.offset, page: page, last: max(0, count - page))
  }

  private mutating func examine(_ request: ExaminationRequest, _ effects: inout [Effect]) {
    interaction.overlay = .doctor(Doctor(target: request.target, sender: request.sender))
    effects.append(.examine(request))
  }

  /// The places that are bound: a port alone where it is bound for both families, and groups in place of the sockets
  /// that joined them.
  private var ownTargets: [Target] {
    let bound = configuration.bound
    let ports = Set(bound.filter { $0.address == .anyIPv6 }.map(\.port)).intersection(
      bound.filter { $0.address == .anyIPv4 }.map(\.port))
    let groups = configuration.boundAddresses.compactMap { place in place.group.map { _ in place.text } }
    var texts: [String] = groups
    for endpoint in bound {
      let text =
        endpoint.address.isUnspecified && ports.contains(endpoint.port)
        ? "\(endpoint.port)" : endpoint.text(configuration.interfaces)
      if !texts.contains(text), !endpoint.address.isMulticast { texts.append(text) }
    }
    return texts.compactMap { text in (try? EndpointArgument(text)).flatMap { Target($0) } }
  }
}
