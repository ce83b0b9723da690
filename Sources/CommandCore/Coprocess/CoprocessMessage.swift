import Basics
import CaptureFile
import PayloadText
import UDPCore

/// A line of the program: a datagram that it asks for.
struct CoprocessMessage: Equatable {
  /// The recipient.
  enum Recipient: Equatable {
    /// The peer of a row, which the datagram answers.
    case row(UInt64)
    /// An endpoint; the datagram answers none.
    case endpoint(EndpointArgument)
  }

  /// The bytes, or a text in the recipient's encoding.
  enum Content: Equatable {
    case bytes([UInt8])
    case text(String)
  }

  let recipient: Recipient
  let content: Content

  /// Parses a line.
  /// - Throws: the reason why it asks for no datagram.
  init(_ line: [UInt8], _ aliases: Aliases) throws(CoprocessProblem) {
    guard let members = JSONMembers.read(line) else { throw CoprocessProblem("it is not a JSON object in UTF-8") }
    recipient = try Self.recipient(members, aliases)
    content = try Self.content(members)
  }

  private static func recipient(
    _ members: [String: String], _ aliases: Aliases
  ) throws(CoprocessProblem) -> Recipient {
    switch (members["reply_to"], members["to"]) {
    case (let row?, nil):
      guard let number = UInt64(row), number > 0 else {
        throw CoprocessProblem("'\(row)' is not the number of a row; \"reply_to\" takes the \"number\" of a datagram")
      }
      return .row(number)
    case (nil, let text?):
      let endpoint: EndpointArgument
      do throws(EndpointSyntaxError) {
        endpoint = try EndpointArgument(text, aliases: aliases, isDestination: true)
      } catch {
        throw CoprocessProblem(error.phrase)
      }
      if case .name = endpoint.host {
        throw CoprocessProblem("\"to\" needs an address, not the name '\(text)', whose look-up would take time")
      }
      return .endpoint(endpoint)
    default: throw CoprocessProblem("it needs either \"reply_to\", the number of a row, or \"to\", an endpoint")
    }
  }

  private static func content(_ members: [String: String]) throws(CoprocessProblem) -> Content {
    switch (members["payload"], members["text"]) {
    case (let digits?, nil):
      do throws(TextEncodingError) { return .bytes(try TextEncoder.encode(digits, as: .hex)) } catch {
        throw CoprocessProblem("\"payload\": \(error.phrase)")
      }
    case (nil, let text?): return .text(text)
    default: throw CoprocessProblem("it needs either \"text\" or \"payload\"")
    }
  }
}

/// The reason why a line of the program leads to no datagram.
struct CoprocessProblem: Error {
  let phrase: Phrase

  init(_ phrase: Phrase) { self.phrase = phrase }
}
