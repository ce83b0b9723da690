package import UDPCore

/// The conversations of a recording: who talks to whom, and in which datagrams.
package struct ConversationIndex: Sendable {
  /// The datagrams between a client, which spoke first, and a device.
  package struct Conversation: Sendable {
    package var client: Endpoint
    package var device: Endpoint
    /// The datagrams by their numbers in the log, in order, and whether each went to the device.
    package var rows: [(number: UInt64, isRequest: Bool)] = []
    /// The requests, and the datagrams of the device.
    package var requests = 0
    package var answers = 0
  }

  /// An endpoint that answers.
  package struct Device: Hashable, Sendable {
    package var endpoint: Endpoint
    package var clients: Int
    package var requests: Int
    package var answers: Int
  }

  private struct Pair: Hashable {
    var client: Endpoint
    var device: Endpoint
  }

  /// The most conversations, unless told otherwise.
  package static let limit = 65_536
  /// The most conversations.
  package let limit: Int

  /// The conversations in the order of their first datagrams.
  package private(set) var conversations: [Conversation] = []
  /// The datagrams of conversations beyond the limit.
  package private(set) var beyond = 0
  private var indices: [Pair: Int] = [:]

  /// Creates an index of nothing.
  package init(limit: Int = limit) { self.limit = limit }

  /// Adds a datagram. Those that are incomplete say nothing.
  package mutating func add(_ datagram: Datagram) {
    guard datagram.kind.isDatagram, datagram.storedSize == datagram.size, !datagram.isTruncated,
      !datagram.marks.contains(.fragment)
    else { return }
    let (source, destination) = (datagram.source, datagram.destination)
    if let index = indices[Pair(client: source, device: destination)] {
      conversations[index].add(datagram.number, isRequest: true)
    } else if let index = indices[Pair(client: destination, device: source)] {
      conversations[index].add(datagram.number, isRequest: false)
    } else if conversations.count < limit {
      indices[Pair(client: source, device: destination)] = conversations.count
      var conversation = Conversation(client: source, device: destination)
      conversation.add(datagram.number, isRequest: true)
      conversations.append(conversation)
    } else {
      beyond += 1
    }
  }

  /// The endpoints that answer, that with the most answers first.
  package var devices: [Device] {
    var devices: [Endpoint: Device] = [:]
    for conversation in conversations where conversation.answers > 0 {
      var device =
        devices[conversation.device]
        ?? Device(endpoint: conversation.device, clients: 0, requests: 0, answers: 0)
      device.clients += 1
      device.requests += conversation.requests
      device.answers += conversation.answers
      devices[conversation.device] = device
    }
    return devices.values.sorted { one, other in
      (other.answers, one.endpoint.address.high, one.endpoint.address.low, one.endpoint.port)
        < (one.answers, other.endpoint.address.high, other.endpoint.address.low, other.endpoint.port)
    }
  }

  /// Returns the conversations with a device, also those in which it spoke first.
  package func conversations(with device: Endpoint) -> [Conversation] {
    conversations.compactMap { conversation in
      if conversation.device == device { return conversation }
      return conversation.client == device ? conversation.turned : nil
    }
  }

  /// The endpoints that are in conversations, in which they speak first or second.
  package var endpoints: Set<Endpoint> { Set(conversations.flatMap { [$0.client, $0.device] }) }
}

extension ConversationIndex.Conversation {
  fileprivate mutating func add(_ number: UInt64, isRequest: Bool) {
    rows.append((number, isRequest))
    if isRequest { requests += 1 } else { answers += 1 }
  }

  /// The conversation with both sides exchanged.
  fileprivate var turned: ConversationIndex.Conversation {
    var turned = ConversationIndex.Conversation(client: device, device: client)
    turned.rows = rows.map { ($0.number, !$0.isRequest) }
    (turned.requests, turned.answers) = (answers, requests)
    return turned
  }
}
