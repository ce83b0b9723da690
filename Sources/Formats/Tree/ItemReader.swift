import Basics

/// A reader of items within items: lists and maps, whose lengths are counts or an end mark.
protocol ItemReader {
  /// The byte to be read next.
  var position: Int { get set }

  /// Reads one item with everything in it, and adds it; `false` where the bytes are none.
  mutating func value(_ bytes: RawSpan, _ context: TreeContext, _ builder: inout DissectionBuilder) -> Bool

  /// Reads the key of an item in a map: a number or a text; `nil` where the bytes are none.
  mutating func key(_ bytes: RawSpan) -> String?

  /// Takes the mark that ends items without a count; `false` where there is none.
  mutating func takeBreak(_ bytes: RawSpan) -> Bool
}

extension ItemReader {
  /// Reads the items of a list, or of a map, whose items have keys.
  /// - Parameter count: `nil` where a mark ends them.
  mutating func items(
    _ bytes: RawSpan, _ count: UInt64?, hasKeys: Bool, _ context: TreeContext, _ start: Int,
    _ builder: inout DissectionBuilder
  ) -> Bool {
    let opened = builder.open(context, at: start)
    defer { builder.leave(opened, at: position) }
    var number: UInt64 = 0
    while count.map({ number < $0 }) ?? !takeBreak(bytes) {
      guard let name = hasKeys ? key(bytes) : String(number), value(bytes, context.child(name), &builder) else {
        return false
      }
      number += 1
    }
    return true
  }
}
