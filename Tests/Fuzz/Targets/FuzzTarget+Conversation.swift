import Formats
import PeerText
import UDPCore

@testable import Conversation

extension FuzzTarget {
  /// Recordings of a device, and what is asked of it and answered by it later: pieces of a byte that says who speaks, one
  /// for the time that passes, one for the length, and the payload.
  static let conversation = FuzzTarget(name: "conversation") { bytes in
    let talk = Talk(bytes)
    guard let endpoint = talk.index.devices.first?.endpoint else { return }
    let device = RecordedDevice(endpoint, talk.index, talk.log, talk.reader)
    for match in MessageMatch.allCases {
      ask(device, match, talk)
      check(device, match, talk)
    }
  }

  /// Lets a stand-in answer what was recorded and what was not.
  private static func ask(_ device: RecordedDevice, _ match: MessageMatch, _ talk: Talk) {
    var book = AnswerBook(device, match)
    let recorded = device.exchanges.map(\.request)
    for (number, request) in (recorded + talk.asked + recorded).enumerated() {
      let peer = Endpoint(IPAddress(ipv4: 0x7f00_0001), port: UInt16(1 + number % 3))
      guard let answers = book.answers(to: request, from: peer) else {
        _ = book.looserMatch(of: request)
        precondition(number >= recorded.count || device.exchanges[number].answers.isEmpty)
        continue
      }
      for answer in answers {
        precondition(answer.delay >= 0)
        let old = device.exchanges[answer.exchange].answers[answer.place].message.bytes
        for now in [talk.end, .max, .min] {
          let new = book.bytes(of: answer, to: request, from: peer, now: now)
          // A copied number is as long as that of the request, and no counter has more than 20 digits.
          precondition(new.count <= old.count + (old.count + 1) * (request.bytes.count + 20))
        }
      }
    }
  }

  /// Sends the recorded requests again, and receives what was recorded and what was not.
  private static func check(_ device: RecordedDevice, _ match: MessageMatch, _ talk: Talk) {
    for shift in 0..<3 {
      var matching = AnswerMatching(device, match)
      var (count, others) = (0, talk.answered[...])
      for place in device.exchanges.indices {
        matching.send(place, at: Int64(place))
        var answers = device.exchanges[max(0, place - shift)].answers.map(\.message)
        if let other = others.popFirst() { answers.append(other) }
        for answer in answers {
          matching.add(answer, at: Int64(place))
          count += 1
        }
        _ = matching.isAnswered(place)
      }
      let outcomes = matching.outcomes()
      precondition(outcomes.count == device.exchanges.count)
      // Each answer belongs to one request.
      precondition(outcomes.values.reduce(0) { $0 + $1.extra.count + $1.places.count(where: \.hasCome) } == count)
      for (place, outcome) in outcomes {
        precondition(outcome.places.count == device.exchanges[place].answers.count)
      }
    }
  }
}

extension AnswerMatching.Place {
  fileprivate var hasCome: Bool {
    if case .missing = self { return false }
    return true
  }
}

/// A recording of three clients and a device, with messages that are not in it.
private struct Talk {
  private static let device = Endpoint(IPAddress(ipv4: 0x0a00_0311), port: 5_000)
  /// The most datagrams.
  private static let most = 200

  private(set) var index = ConversationIndex()
  let reader = MessageReader(.empty, PeerTexts(encodingForAll: nil))
  let log: LogSnapshot
  private(set) var asked: [PeerMessage] = []
  private(set) var answered: [PeerMessage] = []
  /// The time of the last datagram.
  let end: Int64

  init(_ bytes: [UInt8]) {
    var writer = LogWriter(limit: 4 << 20)
    var (place, time, count) = (0, Int64(1_795_381_665_000_000_000), 0)
    while place + 3 <= bytes.count, count < Self.most {
      let (sign, pause, length) = (bytes[place], bytes[place + 1], Int(bytes[place + 2]))
      let payload = Array(bytes[(place + 3)..<min(bytes.count, place + 3 + length)])
      place += 3 + payload.count
      count += 1
      let isRequest = sign & 1 == 0
      if sign & 8 != 0 {
        if isRequest { asked.append(PeerMessage(payload)) } else { answered.append(PeerMessage(payload)) }
        continue
      }
      time += Int64(pause) * Int64(pause) * 1_000_000
      let client = Endpoint(IPAddress(ipv4: 0x0a00_0301 + UInt32(sign >> 1 & 3) % 3), port: 40_000)
      let (source, destination) = isRequest ? (client, Self.device) : (Self.device, client)
      let path = LocalPath(endpoint: destination, replySource: destination.address, interface: 0, socket: 0)
      let row = LogWriter.Row(kind: .incoming, time: time, size: payload.count, peer: source, local: path)
      _ = writer.append(row, payload: payload.span.bytes)
      writer.publish()
      guard let datagram = writer.last else { continue }
      reader.observe(datagram)
      index.add(datagram)
    }
    log = writer.log.snapshot()
    end = time
  }
}
