import Structure
package import UDPCore

/// A device of a recording: the requests to it with its answers, and what varies in both.
package struct RecordedDevice {
  /// A request and the answers that belong to it.
  package struct Exchange: Sendable {
    /// The endpoint that asked.
    package var client: Endpoint
    package var request: PeerMessage
    package var requestNumber: UInt64
    /// The answers in their order, each with the nanoseconds after the request.
    package var answers: [(message: PeerMessage, delay: Int64)] = []
  }

  /// The most requests that are looked at for bytes that never change.
  private static let mostSamples = 4_096

  /// The endpoint of the device in the recording.
  package let endpoint: Endpoint
  /// The exchanges in the order of their requests.
  package private(set) var exchanges: [Exchange]
  /// The datagrams of the device that came before any request of their client.
  package private(set) var unasked = 0
  /// The parts that vary in requests.
  package private(set) var requests: Variation
  /// The parts that vary in answers.
  package private(set) var answers: Variation
  /// The parts that vary in requests, with counters as long as they may be; `nil` if they are those of `requests`.
  private var wideRequests: Variation?
  var echoes: Echoes
  /// The reader of its messages.
  package let reader: MessageReader

  /// Learns a device from the datagrams of a log.
  /// - Parameter reader: reads the datagrams; it has observed all of them.
  package init(_ endpoint: Endpoint, _ index: ConversationIndex, _ log: LogSnapshot, _ reader: MessageReader) {
    self.endpoint = endpoint
    self.reader = reader
    var conversations: [Pairing.Conversation] = []
    for conversation in index.conversations(with: endpoint) {
      let entries = conversation.rows.compactMap { number, isRequest in
        log[number].map { Pairing.Entry(message: reader.message(of: $0), number: number, isRequest: isRequest) }
      }
      conversations.append(Pairing.Conversation(client: conversation.client, entries: entries))
    }
    var requests = Variation(conversations.map { $0.samples(ofRequests: true) })
    let answers = Variation(conversations.map { $0.samples(ofRequests: false) })
    var pairing = Pairing(requests: requests, answers: answers)
    pairing.learn(conversations)
    requests.addIdentifiers(pairing.echoes)
    (self.requests, self.answers, echoes) = (requests, answers, pairing.echoes)
    wideRequests = Self.widened(requests, pairing.echoes, conversations)
    exchanges = []
    for conversation in conversations {
      let owners = pairing.owners(in: conversation)
      var places: [Int: Int] = [:]
      for (place, entry) in conversation.entries.enumerated() {
        if entry.isRequest {
          places[place] = exchanges.count
          exchanges.append(
            Exchange(client: conversation.client, request: entry.message, requestNumber: entry.number))
        } else if let owner = owners[place], let exchange = places[owner] {
          exchanges[exchange].answers.append(
            (entry.message, Pairing.delay(from: exchanges[exchange].request, to: entry.message)))
        } else {
          unasked += 1
        }
      }
    }
    exchanges.sort { $0.requestNumber < $1.requestNumber }
  }

  private static func widened(
    _ requests: Variation, _ echoes: Echoes, _ conversations: [Pairing.Conversation]
  ) -> Variation? {
    let samples = conversations.lazy.flatMap(\.entries).filter { entry in
      entry.isRequest && !requests.isText(entry.message.bytes)
    }.prefix(mostSamples).map(\.message.bytes)
    let bytes = Array(samples)
    guard let first = bytes.first else { return nil }
    let wide = requests.widened(echoes, like: first) { offset in
      bytes.allSatisfy { offset < $0.count && $0[offset] == first[offset] }
    }
    return wide.byteRules == requests.byteRules ? nil : wide
  }

  /// The number of answers that belong to a request.
  package var answerCount: Int { exchanges.reduce(0) { $0 + $1.answers.count } }

  // MARK: Comparing

  /// Returns the parts of a request that vary.
  func parts(ofRequest message: PeerMessage) -> [VaryingPart] {
    requests.parts(of: message.bytes, beside: message.formatParts)
  }

  /// Returns the parts of an answer that vary.
  package func parts(ofAnswer message: PeerMessage) -> [VaryingPart] {
    answers.parts(of: message.bytes, beside: message.formatParts)
  }

  /// Returns the keys by which a request is found, the most exact first: equal requests have one in common.
  func keys(ofRequest message: PeerMessage, _ match: MessageMatch) -> [MatchKey] {
    let keys = keys(message, requests, match)
    guard let wideRequests, match != .exact else { return keys }
    return keys + [.wide(Variation.canonical(message.bytes, without: wideRequests.parts(of: message.bytes)))]
  }

  /// Returns the keys of all requests that are answered.
  func answeredKeys(_ match: MessageMatch) -> Set<MatchKey> {
    exchanges.reduce(into: []) { keys, exchange in
      if !exchange.answers.isEmpty { keys.formUnion(self.keys(ofRequest: exchange.request, match)) }
    }
  }

  /// Returns the keys of an answer: equal ones have one in common.
  func keys(ofAnswer message: PeerMessage, _ match: MessageMatch) -> [MatchKey] { keys(message, answers, match) }

  /// Returns the kind of an answer.
  func kind(ofAnswer message: PeerMessage) -> MessageKind {
    message.formatKind.map { .format($0) } ?? answers.kind(of: message.bytes)
  }

  /// Whether an answer says by the parts that it copies that it belongs to a request; `nil` if it copies nothing.
  func agree(_ request: PeerMessage, _ answer: PeerMessage) -> Bool? {
    let kinds = Echoes.Kinds(request: requests.kind(of: request.bytes), answer: answers.kind(of: answer.bytes))
    return echoes.agree(request.bytes, requests, answer.bytes, answers, kinds)
  }

  private func keys(_ message: PeerMessage, _ variation: Variation, _ match: MessageMatch) -> [MatchKey] {
    let bytes = message.bytes
    var keys = [MatchKey.bytes(bytes)]
    if match == .exact { return keys }
    let parts = variation.parts(of: bytes, beside: message.formatParts)
    keys.append(.varying(Variation.canonical(bytes, without: parts)))
    // The other end may not show its format as the recording did.
    if !message.formatParts.isEmpty {
      keys.append(.varying(Variation.canonical(bytes, without: variation.parts(of: bytes))))
    }
    switch match {
    case .exact, .varying: break
    case .text: if variation.isText(bytes) { keys.append(.text(text(of: message, without: parts))) }
    case .kind: keys.append(.kind(message.formatKind.map { .format($0) } ?? variation.kind(of: bytes)))
    }
    return keys
  }

  /// The text without what varies, and without what does not matter to a person.
  private func text(of message: PeerMessage, without parts: [VaryingPart]) -> String {
    var plain: [UInt8] = []
    var place = 0
    for part in parts {
      plain += message.bytes[place..<part.range.lowerBound] + [0x23]
      place = part.range.upperBound
    }
    let text = reader.text(plain + message.bytes[place...], as: message.encoding).lowercased()
    let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace || scalar.value == 0 }
    let scalars = Array(text.unicodeScalars.drop(while: isSpace))
    let end = scalars.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? 0
    return String(String.UnicodeScalarView(scalars[..<end]))
  }
}

/// What equal messages have in common.
enum MatchKey: Hashable {
  case bytes([UInt8])
  case varying([UInt8])
  case wide([UInt8])
  case text(String)
  case kind(MessageKind)
}
