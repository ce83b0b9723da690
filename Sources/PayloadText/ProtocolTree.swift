/// The tree that a dissector makes of a datagram: the protocols, their fields, and the bytes of each. It is another
/// program's work and is not trusted: its size is bounded, and its labels are drawn as `SafeText`.
package struct ProtocolTree: Sendable, Hashable {
  /// A line of the tree.
  package struct Node: Sendable, Hashable {
    /// The text of the line.
    package let label: String
    /// The dissector's name of the field: `dns.id`; empty if it has none.
    package let name: String
    /// The number of nodes around it.
    package let depth: Int
    /// The bytes of the payload that it stands for; `nil` if it stands for none.
    package let bytes: Range<Int>?
    /// The index of the first node after those in it.
    package fileprivate(set) var end: Int
  }

  /// The most nodes; the rest is left out.
  package static let mostNodes = 20_000
  /// The deepest node; what is in it is left out.
  package static let deepest = 48
  /// The longest label and name, in characters.
  package static let mostCharacters = 1_000

  /// The nodes, each before those in it.
  package private(set) var nodes: [Node] = []
  /// The nodes around the next one.
  private var open: [Int] = []
  /// Whether nodes were left out.
  package private(set) var isCut = false

  /// Creates an empty tree.
  package init() {}

  /// Adds a node, and those in it by `addChildren`.
  package mutating func add(
    _ label: String, name: String = "", bytes: Range<Int>? = nil, addChildren: (inout ProtocolTree) -> Void = { _ in }
  ) {
    guard nodes.count < Self.mostNodes, open.count <= Self.deepest else {
      isCut = true
      return
    }
    let index = nodes.count
    nodes.append(
      Node(
        label: String(label.prefix(Self.mostCharacters)), name: String(name.prefix(Self.mostCharacters)),
        depth: open.count, bytes: bytes, end: index + 1))
    open.append(index)
    addChildren(&self)
    open.removeLast()
    nodes[index].end = nodes.count
  }

  /// Returns the index of the node around one; `nil` for a protocol.
  package func parent(of index: Int) -> Int? {
    nodes[..<index].lastIndex { $0.depth < nodes[index].depth }
  }
}
