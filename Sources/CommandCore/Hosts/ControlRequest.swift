import Basics
import CaptureFile
import PayloadText
package import UDPCore

/// A request to `listen --control`: a JSON object on a line of its standard input.
package enum ControlRequest: Hashable, Sendable {
  /// Report the clock under this number.
  case clock(Int)
  /// Send a datagram.
  case send(Message)

  /// A datagram to send, from where the recipient wrote to.
  package struct Message: Hashable, Sendable {
    /// The number under which its outcome is reported.
    package var id: TransmitID
    /// The recipient.
    package var peer: Endpoint
    /// Our end of the recipient's datagrams.
    package var local: Endpoint
    package var payload: [UInt8]

    package init(id: TransmitID, peer: Endpoint, local: Endpoint, payload: [UInt8]) {
      self.id = id
      self.peer = peer
      self.local = local
      self.payload = payload
    }
  }

  /// The line, with its line feed.
  package var line: [UInt8] {
    var object = JSONObject()
    switch self {
    case .clock(let number): object.add("clock", number)
    case .send(let message):
      object.add("send", Int(clamping: message.id.number))
      object.add("to", message.peer.written)
      object.add("from", message.local.written)
      object.add("payload", PayloadText.Message.hexText(of: message.payload))
    }
    return object.line
  }

  /// The number of the message that a line asks for, although the rest of it may be wrong; `nil` if it has none.
  package static func number(of line: [UInt8]) -> TransmitID? {
    JSONMembers.read(line)?["send"].flatMap { UInt64($0) }.map { TransmitID($0) }
  }

  /// Parses a line without its line feed; `nil` if it is no request.
  package init?(_ line: [UInt8]) {
    guard let members = JSONMembers.read(line) else { return nil }
    if let number = members["clock"].flatMap({ Int($0) }) {
      self = .clock(number)
      return
    }
    guard let id = members["send"].flatMap({ UInt64($0) }), let peer = members["to"].flatMap(Endpoint.init(written:)),
      let local = members["from"].flatMap(Endpoint.init(written:)), let digits = members["payload"],
      let payload = try? TextEncoder.encode(digits, as: .hex)
    else { return nil }
    self = .send(Message(id: TransmitID(id), peer: peer, local: local, payload: payload))
  }
}

/// A report of `listen --control`: a JSON object on a line of its standard error. Other lines there are for people.
package enum ControlReport: Hashable, Sendable {
  /// It receives from now on.
  case ready
  /// The clock when a request for it was read, in nanoseconds since the Unix epoch.
  case clock(Int, time: Int64)
  /// A message that was not even tried, and why.
  case refused(TransmitID, reason: String)
  /// A row of the log that is no datagram: a failure of this host's kernel or of the network.
  case failed(Failure)

  /// A datagram that could not be sent, or that the network refused.
  package struct Failure: Hashable, Sendable {
    /// The message that it is the outcome of; `nil` for what the network reports later.
    package var id: TransmitID?
    /// Nanoseconds since the Unix epoch.
    package var time: Int64
    package var peer: Endpoint
    package var local: Endpoint
    package var failure: TransmitFailure

    package init(id: TransmitID?, time: Int64, peer: Endpoint, local: Endpoint, failure: TransmitFailure) {
      self.id = id
      self.time = time
      self.peer = peer
      self.local = local
      self.failure = failure
    }
  }

  /// The line, with its line feed.
  package var line: [UInt8] {
    var object = JSONObject()
    switch self {
    case .ready: object.add("control", "ready")
    case .clock(let number, let time):
      object.add("control", "clock")
      object.add("clock", number)
      object.add("time", Int(time))
    case .refused(let id, let reason):
      object.add("control", "refused")
      object.add("send", Int(clamping: id.number))
      object.add("reason", reason)
    case .failed(let failure):
      object.add("control", "failed")
      if let id = failure.id { object.add("send", Int(clamping: id.number)) }
      object.add("time", Int(failure.time))
      object.add("to", failure.peer.written)
      object.add("from", failure.local.written)
      object.add("error", failure.failure.explanation.english)
    }
    return object.line
  }

  /// Parses a line without its line feed; `nil` if it is no report.
  package init?(_ line: [UInt8]) {
    guard line.first == UInt8(ascii: "{"), let members = JSONMembers.read(line) else { return nil }
    let id = members["send"].flatMap { UInt64($0) }.map { TransmitID($0) }
    let time = members["time"].flatMap { Int64($0) }
    switch members["control"] {
    case "ready": self = .ready
    case "clock":
      guard let number = members["clock"].flatMap({ Int($0) }), let time else { return nil }
      self = .clock(number, time: time)
    case "refused":
      guard let id else { return nil }
      self = .refused(id, reason: members["reason"] ?? "")
    case "failed":
      guard let time, let peer = members["to"].flatMap(Endpoint.init(written:)),
        let local = members["from"].flatMap(Endpoint.init(written:)),
        let failure = members["error"].flatMap(TransmitFailure.init(explanation:))
      else { return nil }
      self = .failed(Failure(id: id, time: time, peer: peer, local: local, failure: failure))
    default: return nil
    }
  }
}

extension Endpoint {
  /// The address and the port, without a scope: another host has other numbers for interfaces.
  fileprivate var written: String { Endpoint(address, port: port).description }

  /// Parses `192.0.2.7:8080` or `[::1]:8080`; `nil` for anything else.
  fileprivate init?(written text: String) {
    guard let argument = try? EndpointArgument(text, isDestination: true) else { return nil }
    switch argument.host {
    case .address(let address, nil), .group(let address, nil, nil): self.init(address, port: argument.port)
    case .address, .group, .every, .name: return nil
    }
  }
}
