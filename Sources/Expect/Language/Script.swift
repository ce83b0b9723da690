package import Basics
package import DisplayFilter
import PayloadText
package import PeerText
package import UDPCore

/// A valid script: what is sent and what has to come. An invalid one cannot exist.
package struct Script: Sendable {
  /// The path, for reports.
  package let path: String
  /// The sides that it speaks for.
  package let endpoints: [ScriptEndpoint]
  /// The statements in order.
  package let statements: [ScriptStatement]
  /// The formats whose fields it may name; `nil` for none.
  package let fields: (any FieldSource)?
  /// The variables given from outside.
  package let variables: [String: ScriptValue]
  /// The variables in its endpoints.
  let endpointNames: Set<String>

  /// Parses a script.
  /// - Parameter path: the path in errors and reports.
  /// - Throws: all mistakes.
  package static func parsed(_ text: String, path: String, _ scope: ScriptScope) throws(ScriptErrors) -> Script {
    try ScriptParser.parse(text, path: path, scope)
  }

  /// The variables that it names, fields of formats included.
  package var names: Set<String> { steps.reduce(into: endpointNames) { $0.formUnion($1.names) } }

  /// The statements that can fail, those in blocks included, in order; the index of each is its place here.
  package var steps: [ScriptStatement] { statements.flatMap(\.steps) }
}

/// A side of the conversation that a script takes.
package struct ScriptEndpoint: Sendable {
  /// The role of a script.
  package enum Role: Hashable, Sendable {
    /// The client, which sends to an endpoint.
    case client
    /// The server, which is bound to an endpoint and answers whoever asked last.
    case server
  }

  /// The name; `nil` for the one without a name.
  package let name: String?
  package let role: Role
  /// The endpoint as it was written.
  package let argument: EndpointArgument
  /// The encoding of texts, or `auto`; `nil` for the configuration's, or else UTF-8.
  package let encoding: PresetEncoding?
  /// The line, from 1.
  package let line: Int
}

extension ScriptEndpoint {
  /// Returns the texts of its peers, about which nothing is known yet.
  /// - Parameter encodings: the encodings that the configuration sets.
  package func texts(_ encodings: ChosenEncodings) -> PeerTexts {
    switch encoding {
    case .encoding(let encoding): return PeerTexts(encodingForAll: encoding, undecided: encodings.undecided)
    case .auto: return PeerTexts(encodingForAll: nil, undecided: encodings.undecided)
    case nil:
      // What is detected depends on what came before: a test has to be the same each time.
      let map = encodings.byAddress
      let usual = PresetEncoding.encoding(encodings.encodingForAll ?? .utf8)
      return PeerTexts(
        encodingForAll: nil, presets: { map.match($0)?.value ?? usual }, undecided: encodings.undecided)
    }
  }
}

/// A statement of a script.
package struct ScriptStatement: Sendable {
  /// The meaning of a statement.
  package indirect enum Kind: Sendable {
    /// Send a message from an endpoint, by its index.
    case send(Int, ScriptMessage)
    /// Wait for a datagram.
    case expect(ScriptExpectation)
    /// Watch that a datagram does not come.
    case never(ScriptExpectation)
    /// Wait for several datagrams in any order.
    case unordered([ScriptStatement])
    case assert(ScriptExpression)
    case define(String, ScriptExpression)
    case wait(TimeSpan)
    case `repeat`(Int, [ScriptStatement])
  }

  /// The statement's place among the steps of the script; 0 for a block.
  package let index: Int
  /// The line, from 1.
  package let line: Int
  /// The statement as it was written, without comments.
  package let source: String
  package let kind: Kind

  /// The steps: the statement itself, or those of a block.
  package var steps: [ScriptStatement] {
    switch kind {
    case .repeat(_, let statements), .unordered(let statements): statements.flatMap(\.steps)
    default: [self]
    }
  }
}

extension ScriptStatement {
  /// The variables that the statement names, except those in blocks.
  fileprivate var names: [String] {
    switch kind {
    case .send(_, let message): message.usedNames.map { message.names[$0] }
    case .expect(let expectation), .never(let expectation):
      expectation.filter.names + expectation.filter.trial.captureNames
    case .assert(let expression): expression.names
    case .define(let name, let expression): [name] + expression.names
    case .wait, .repeat, .unordered: []
    }
  }
}

/// A datagram that is waited for; an object, as `ScriptMessage` is.
package final class ScriptExpectation: Sendable {
  /// The index of the endpoint that it arrives at.
  package let endpoint: Int
  /// The condition.
  package let filter: ScriptFilter
  /// The time in which it has to come, in nanoseconds.
  package let limit: Int64

  init(endpoint: Int, filter: ScriptFilter, limit: Int64) {
    self.endpoint = endpoint
    self.filter = filter
    self.limit = limit
  }
}
