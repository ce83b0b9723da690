/// Names that the user gave to addresses, networks and endpoints.
package struct Aliases: Hashable, Sendable {
  private var names = AddressMap<String>()
  private var targets: [String: AddressTarget] = [:]

  /// Creates an empty set of aliases.
  package init() {}

  /// Whether there are no aliases.
  package var isEmpty: Bool { targets.isEmpty }

  /// The aliases in alphabetical order.
  package var all: [(name: String, target: AddressTarget)] {
    targets.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
  }

  /// Names a target. If a target has several names, the last one given is displayed.
  /// - Returns: whether the name was free.
  @discardableResult
  package mutating func add(_ name: String, for target: AddressTarget) -> Bool {
    guard targets[name] == nil else { return false }
    targets[name] = target
    names[target: target] = name
    return true
  }

  /// Whether `name` is distinguishable from addresses, numbers and other words of a line: letters of any script,
  /// digits, `-` and `_`, at most 40 characters, at least one letter, no leading hyphen.
  package static func isName(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    guard let first = scalars.first, first != "-", scalars.count <= 40, IPAddress(name) == nil else { return false }
    return scalars.allSatisfy(isNameScalar) && scalars.contains { $0.properties.isAlphabetic }
  }

  static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-" || scalar == "_"
  }

  /// Returns the narrowest target that contains an endpoint, and its name.
  func match(_ endpoint: Endpoint) -> (target: AddressTarget, name: String)? {
    names.match(endpoint).map { ($0.target, $0.value) }
  }

  /// Returns the target with exactly this name.
  func target(of name: String) -> AddressTarget? { targets[name] }
}
