import CaptureFile
import PayloadText

/// A line that sharkd wrote: the answer to a request (JSON-RPC 2.0).
struct SharkdReply {
  /// The most JSON values in an answer.
  private static let mostValues = 500_000

  /// The number of the request.
  let id: Int
  /// What it answered; `nil` for an error.
  private let result: JSONValue?

  /// Reads a line.
  /// - Throws: `garbage` if it is no answer.
  init(_ line: [UInt8]) throws(DissectProblem) {
    guard let value = JSONValue.read(line, limit: Self.mostValues), let id = value["id"]?.number else { throw .garbage }
    self.id = id
    result = value["result"]
  }

  /// Returns the tree in the answer to `frame`.
  /// - Parameters:
  ///   - headers: the bytes of the frame before the payload.
  ///   - size: the bytes of the payload.
  /// - Throws: `garbage` if there is none.
  func tree(headers: Int, size: Int) throws(DissectProblem) -> ProtocolTree {
    guard let nodes = result?["tree"], !nodes.elements.isEmpty else { throw .garbage }
    var tree = ProtocolTree()
    // The description of the file and of the frame says nothing of the datagram.
    for node in nodes.elements where !["frame", "raw"].contains(Self.name(of: node)) {
      Self.add(node, to: &tree, headers: headers, size: size)
    }
    return tree
  }

  private static func add(_ node: JSONValue, to tree: inout ProtocolTree, headers: Int, size: Int) {
    tree.add(
      node["l"]?.text ?? "", name: name(of: node), bytes: bytes(of: node, headers: headers, size: size)
    ) { tree in
      for child in node["n"]?.elements ?? [] { add(child, to: &tree, headers: headers, size: size) }
    }
  }

  /// The dissector's name of a field: the beginning of the filter that finds it, `dns.id == 0x1234`.
  private static func name(of node: JSONValue) -> String {
    let name = (node["f"]?.text ?? "").prefix { $0 != " " }
    return name.contains("[") || name == "text" ? "" : String(name)
  }

  /// The bytes of the payload that a field stands for; `nil` for those of headers, and of what was reassembled or
  /// decrypted (`ds`).
  private static func bytes(of node: JSONValue, headers: Int, size: Int) -> Range<Int>? {
    let place = node["h"]?.elements.map { $0.number ?? -1 } ?? []
    guard place.count == 2, node["ds"]?.number ?? 0 == 0, place[0] >= headers, place[0] <= headers + size,
      place[1] > 0
    else { return nil }
    let start = place[0] - headers
    let end = min(size, start.addingReportingOverflow(place[1]).partialValue)
    return end > start ? start..<end : nil
  }
}
