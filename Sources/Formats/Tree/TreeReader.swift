import Basics

/// Reads a notation that says its own structure into fields, whose names are paths: `sensor.t`, `list.0`.
enum TreeReader {
  /// Reads the bytes of a range.
  /// - Parameters:
  ///   - name: the name of the whole; `nil` puts what it contains at the top.
  ///   - index: the field's index in the format.
  /// - Returns: the reason why the bytes are not of that notation; `nil` if they are.
  static func read(
    _ form: TreeForm, _ bytes: RawSpan, _ range: Range<Int>, named name: String?, _ index: Int? = nil,
    into builder: inout DissectionBuilder
  ) -> Phrase? {
    let context = TreeContext(name ?? "", index)
    switch form {
    case .json:
      var reader = JSONTree(range)
      return reader.read(bytes, context, &builder)
    case .cbor:
      var reader = CBORTree(range)
      return reader.read(bytes, context, &builder)
    case .msgpack:
      var reader = MessagePackTree(range)
      return reader.read(bytes, context, &builder)
    case .protobuf: return ProtobufTree.read(bytes, range, context, &builder)
    case .ber: return BERTree.read(bytes, range, context, &builder)
    }
  }
}

/// The place of a value in a tree.
struct TreeContext {
  /// The path from the root; empty for the root.
  var path: String
  /// The index of the root's field.
  var index: Int?

  init(_ path: String, _ index: Int? = nil) {
    self.path = path
    self.index = index
  }

  /// The place of a member or an element.
  func child(_ name: String) -> TreeContext {
    // Longer keys are cut: they only serve as names.
    let name = name.utf8.count > 64 ? String(name.prefix(64)) : name
    return TreeContext(path.isEmpty ? name : path + "." + name)
  }
}

extension DissectionBuilder {
  /// Adds a value of a tree.
  mutating func add(_ context: TreeContext, _ value: FieldValue, _ range: Range<Int>) {
    add(context.path.isEmpty ? "value" : context.path, context.index, value, range)
  }

  /// Adds a group of a tree, unless it is the root, and counts its depth.
  mutating func open(_ context: TreeContext, at start: Int) -> Int? {
    guard !context.path.isEmpty else { return nil }
    let place = add(context.path, context.index, .tree, start..<start)
    if place != nil { depth += 1 }
    return place
  }

  /// Ends a group of a tree.
  mutating func leave(_ place: Int?, at end: Int) {
    guard let place else { return }
    depth -= 1
    close(place, at: end)
  }
}
