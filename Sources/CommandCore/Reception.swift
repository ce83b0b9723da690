package import Basics
package import Configuration
import PayloadText
package import UDPCore

/// The parameters of a reception, ready to be started.
package struct Reception {
  package let setup: Setup
  package let endpoints: [EndpointArgument]
  package let options: ReceiveOptions
  /// The rule that replies to datagrams; `nil` for none.
  package let replies: ReplyRule?
  /// The notices about the rule to print at the start.
  package let replyNotices: [Phrase]
  /// The recording to start with the reception; `nil` for none.
  package let recording: RecordingRequest?

  /// Creates the parameters of a reception at `endpoints`.
  /// - Parameter replies: the rule that replies to every datagram, and the notices about it.
  package init(
    _ setup: Setup, at endpoints: [EndpointArgument], options: ReceiveOptions,
    replies: (rule: ReplyRule, notices: [Phrase])? = nil, recording: RecordingRequest? = nil
  ) {
    self.setup = setup
    self.endpoints = endpoints
    self.options = options
    self.replies = replies?.rule
    replyNotices = replies?.notices ?? []
    self.recording = recording
  }

  /// Binds all endpoints and starts to receive.
  /// - Throws: an error with a sentence for each endpoint that failed.
  package func start() throws(Failure) -> (receiver: Receiver, notices: [Phrase]) {
    do {
      let set = try SocketSet(endpoints, options: options, interfaces: setup.interfaces)
      let receiver = try Receiver(sockets: set.sockets, options: options, rule: replies)
      return (receiver, set.notices + replyNotices)
    } catch {
      throw Failure(Phrase(error))
    }
  }
}

extension ReceiveOptions {
  /// Creates the options that the settings specify.
  package init(_ settings: Settings) {
    self.init()
    memory = settings.memory
    receiveBuffer = settings.rcvbuf
    if let snap = settings.snap { snapLength = snap }
    joinsDatagrams = settings.gro
  }
}
