import Diagnosis
import DisplayFilter
import Monitor
import PayloadText
import TerminalUI
import Testing
import UDPCore

/// A user at the screen, without a process and without curses: datagrams arrive, keys are typed, effects and the screen
/// are inspected. The log honours holds as with the event loop.
final class Session {
  var state: State
  var effects: [Effect] = []
  /// Requests to send that have not become rows yet.
  private var handedOver: [TransmitRequest] = []
  var writer: LogWriter
  private var nanoseconds: UInt64 = 1_000_000_000

  /// Widths come from libc and require a Unicode locale.
  private static let locale = CharacterLocale.activate(forceUTF8: true)

  static let start: Int64 = 1_795_381_665_123_000_000
  static let gbkPeer = Endpoint(IPAddress("10.0.3.17")!, port: 53_412)
  static let deadPeer = Endpoint(IPAddress("10.0.9.9")!, port: 4_000)
  static let here = Endpoint(IPAddress("192.168.1.5")!, port: 8_080)

  init(
    _ columns: Int, _ rows: Int, memory: Int = 8 << 20,
    bound: [Endpoint] = [Endpoint(.anyIPv4, port: 8_080), Endpoint(.anyIPv6, port: 8_080)],
    configure: (inout MonitorSettings) -> Void = { _ in }
  ) {
    precondition(Self.locale == .utf8, "C.UTF-8 is missing")
    var configuration = MonitorSettings(bound: bound)
    configure(&configuration)
    writer = LogWriter(limit: memory)
    state = State(configuration, size: Size(columns: columns, rows: rows))
    tick(seconds: 0)
  }

  /// Applies an action, and passes on holds and requests to send.
  @discardableResult
  func update(_ action: Action) -> Session {
    let frame = mayCopy(after: action) ? state.drawn(after: nil) : nil
    for effect in state.update(action) {
      if case .hold(let through) = effect { writer.log.hold(through: through) }
      if case .transmit(let request) = effect { handedOver.append(request) }
      if case .examine(let request) = effect { update(.examined(examine(request))) }
      if case .findStructure(let request) = effect {
        update(.structureFound(request.answer(in: writer.log.snapshot())))
      } else {
        effects.append(effect)
      }
    }
    if let frame {
      #expect(state.drawn(after: frame).canvas == state.drawn(), "what is copied from the last frame looks as it did")
    }
    return self
  }

  /// Whether the screen may copy from the last frame after an action: the others draw all anew.
  private func mayCopy(after action: Action) -> Bool {
    switch action {
    case .key(.character, _): state.focus != .reply
    case .key, .tick: true
    default: false
    }
  }

  @discardableResult
  func tick(seconds: Double) -> Session {
    nanoseconds += UInt64(seconds * 1e9)
    return update(.tick(monotonic: nanoseconds, wall: Self.start + Int64(nanoseconds) - 1_000_000_000))
  }

  /// Appends a row and shows it.
  @discardableResult
  func append(
    _ kind: DatagramKind = .incoming, _ payload: [UInt8], peer: Endpoint = gbkPeer,
    local: LocalPath = path(), size: Int? = nil, isTruncated: Bool = false, failure: TransmitFailure? = nil
  ) -> Session {
    add(kind, payload, peer: peer, local: local, size: size, isTruncated: isTruncated, failure: failure)
    return deliver()
  }

  /// Appends a row that the screen does not see before `deliver()`.
  func add(
    _ kind: DatagramKind = .incoming, _ payload: [UInt8], peer: Endpoint = gbkPeer, local: LocalPath = path(),
    size: Int? = nil, isTruncated: Bool = false, failure: TransmitFailure? = nil, time: Int64? = nil,
    id: TransmitID? = nil
  ) {
    let count = Int64(writer.log.snapshot().endNumber)
    unsafe writer.append(
      LogWriter.Row(
        kind: kind, time: time ?? Self.start + count * 7_000_000, size: size ?? payload.count, isTruncated: isTruncated,
        peer: peer, local: local, failure: failure),
      payload: payload.span.bytes, id: id)
  }

  /// The result of an examination.
  var examine: (ExaminationRequest) -> Diagnosis = { request in
    var facts = SystemFacts(request.target)
    facts.sender = request.sender
    return Diagnosis(facts)
  }

  /// Turns all requests to send into rows, as the receiver does.
  /// - Parameters:
  ///   - failure: the reason why this host's kernel refuses them.
  ///   - isTaken: whether the receiver accepted a request at all.
  @discardableResult
  func deliverSent(
    failing failure: TransmitFailure? = nil, where isTaken: (TransmitRequest) -> Bool = { _ in true }
  ) -> Session {
    for request in handedOver where isTaken(request) {
      let number = Int64(writer.log.snapshot().endNumber)
      let row = LogWriter.Row(
        kind: failure == nil ? .outgoing : .failure, time: Self.start + number * 7_000_000,
        size: request.payload.count, peer: request.peer, local: request.path ?? Self.path(), failure: failure)
      unsafe writer.append(row, payload: request.payload.span.bytes, id: request.id)
    }
    handedOver = []
    return deliver()
  }

  /// Appends an empty row with the given time stamp.
  @discardableResult
  func append(time: Int64) -> Session {
    writer.append(
      LogWriter.Row(kind: .incoming, time: time, size: 0, peer: Self.gbkPeer, local: Self.path()),
      payload: RawSpan())
    return deliver()
  }

  @discardableResult
  func deliver() -> Session {
    writer.publish()
    return update(.log(writer.log.snapshot()))
  }

  @discardableResult
  func receive(_ text: String, as encoding: TextEncoding = .utf8, from peer: Endpoint = gbkPeer) -> Session {
    append(.incoming, Self.bytes(text, as: encoding), peer: peer)
  }

  /// Receives several datagrams at once.
  @discardableResult
  func receive(count: Int, from peer: Endpoint = gbkPeer, size: Int = 0) -> Session {
    for number in 0..<count {
      add(.incoming, Array("datagram \(number)".utf8) + Array(repeating: 0x2e, count: size), peer: peer)
    }
    return deliver()
  }

  /// Types characters, and keys given by name: `/port 9000<enter>`, `<pgup>`, `<^c>`; `<<` is `<`.
  @discardableResult
  func type(_ keys: String) -> Session {
    var rest = keys.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "<", rest.first == "<" {
        rest.removeFirst()
        update(.key(.character("<")))
      } else if scalar == "<", let end = rest.firstIndex(of: ">") {
        let name = String(rest[..<end])
        guard let key = Key(name: name) else { preconditionFailure("no key \(name)") }
        rest = rest[rest.index(after: end)...]
        update(.key(key))
      } else {
        update(.key(.character(scalar)))
      }
    }
    return self
  }

  /// Removes and returns the effects since the last call, except holds.
  func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects.filter { if case .hold = $0 { false } else { true } }
  }

  /// The last datagram requested to be sent.
  var transmitted: TransmitRequest? {
    effects.reversed().lazy.compactMap { if case .transmit(let request) = $0 { request } else { nil } }.first
  }

  var lines: [String] { state.drawn().lines }
  var status: String { lines.last { $0.contains("FOLLOW") || $0.contains("PAUSED") || $0.contains("FROZEN") } ?? "" }
  /// The message in the last line, or in all lines of a longer message.
  var message: String { state.messageRows.count > 1 ? lines[state.messageRows].joined() : lines.last ?? "" }
  /// Whether any line contains `text`.
  func shows(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  static func path(
    to endpoint: Endpoint = here, replySource: IPAddress = IPAddress("192.168.1.5")!,
    interface: UInt32 = 2
  ) -> LocalPath {
    LocalPath(endpoint: endpoint, replySource: replySource, interface: interface, socket: 0)
  }

  /// Encodes `text` in an encoding that can represent it.
  static func bytes(_ text: String, as encoding: TextEncoding) -> [UInt8] {
    guard let bytes = try? TextEncoder.encode(text, as: encoding) else {
      preconditionFailure("\(encoding.name) cannot write \(text)")
    }
    return bytes
  }

  static func endpoint(_ address: String, _ port: UInt16) -> Endpoint {
    Endpoint(IPAddress(address)!, port: port)
  }
}
