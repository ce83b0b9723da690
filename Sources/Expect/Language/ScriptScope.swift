package import Basics
package import DisplayFilter
package import UDPCore

/// The world in which a script is parsed.
package struct ScriptScope {
  /// The user's names for addresses.
  package var aliases = Aliases()
  /// The interfaces, for scopes.
  package var interfaces = InterfaceNames()
  /// The formats whose fields may be named; `nil` for none.
  package var fields: (any FieldSource)?
  /// The variables given from outside.
  package var variables: [String: ScriptValue] = [:]
  /// The time in which a datagram has to come unless the script says it.
  package var timeout = TimeSpan(nanoseconds: 1_000_000_000)
  /// Returns the bytes of a file that a message contains; `nil` if it cannot be read.
  package var file: (String) -> [UInt8]? = { _ in nil }
  /// Returns the formats that are then in force, or the reason why there are none.
  package var format: (String) -> Result<any FieldSource, ScriptFormatProblem> = { _ in
    .failure(ScriptFormatProblem(reason: "there are no formats here"))
  }

  /// Creates a scope without names, formats and files.
  package init() {}
}

/// The reason why a format cannot be used.
package struct ScriptFormatProblem: Error {
  package let reason: Phrase

  /// Creates a problem.
  package init(reason: Phrase) { self.reason = reason }
}
