import Basics

/// A table of the file whose keys are the person's own: the one place from which it is read, printed and explained.
struct Section: Sendable {
  let name: String
  /// Lines of explanation.
  let help: [String]
  /// Lines to show where it is empty.
  let example: [String]
  /// Puts it in force.
  let read: @Sendable (TOMLNode, inout Settings, inout Reading) -> Void
  /// Its entries as TOML, each with its path for where it came from.
  let entries: @Sendable (Settings) -> [Entry]

  /// A line of the section.
  struct Entry: Sendable {
    /// A heading before it.
    var heading: String?
    var path: [String]
    /// `key = value`.
    var text: String

    init(_ path: [String], _ text: String, heading: String? = nil) {
      self.path = path
      self.text = text
      self.heading = heading
    }
  }
}

/// A file while it is read: what it says where, and what of it does not count.
struct Reading {
  let path: String
  let outline: TOMLOutline
  let surroundings: Surroundings
  private(set) var mistakes: [Mistake] = []

  init(path: String, outline: TOMLOutline, surroundings: Surroundings) {
    self.path = path
    self.outline = outline
    self.surroundings = surroundings
  }

  /// Notes that what stands at `path` does not count.
  mutating func refuse(_ complaint: Complaint, at path: [String]) {
    let place = Mistake.Place.file(path: self.path, line: outline.line(of: path + complaint.path), column: nil)
    mistakes.append(Mistake(place: place, key: Self.text(path), reason: complaint.reason))
  }

  /// Notes that there is no such key.
  mutating func refuseUnknown(_ name: String, at path: [String], among known: [String]) {
    refuse(Complaint("there is no such key\(Spelling.hint(for: name, among: known))"), at: path)
  }

  /// Notes a line that is no TOML.
  mutating func refuse(_ error: TOMLDocument.SyntaxError) {
    let place = Mistake.Place.file(path: path, line: error.line, column: error.column)
    mistakes.append(Mistake(place: place, key: "", reason: "this line does not count: \(error.reason)"))
  }

  /// The entries of a table in the order of the file; a mistake where it is none.
  mutating func table(_ node: TOMLNode, at path: [String], _ meaning: Phrase) -> [(key: String, value: TOMLNode)] {
    guard case .table(let entries) = node else {
      refuse(Complaint("needs a table of \(meaning), not \(node.kind)"), at: path)
      return []
    }
    return entries.map { ($0.key, $0.value) }.sorted { left, right in
      let lines = (outline.line(of: path + [left.key]), outline.line(of: path + [right.key]))
      return lines.0 == lines.1 ? left.key < right.key : lines.0 < lines.1
    }
  }

  /// Does what may meet a complaint about what stands at `path`.
  mutating func trying(at path: [String], _ body: (Surroundings) throws(Complaint) -> Void) {
    do throws(Complaint) { try body(surroundings) } catch { refuse(error, at: path) }
  }

  /// A path as a person writes it: `keys.filter`, `encodings."10.0.0.0/8"`; elements of lists counted from 1.
  static func text(_ path: [String]) -> String {
    var text = ""
    for (place, part) in path.enumerated() {
      if place == 1, path[0] == Section.colors.name, let index = Int(part) {
        text += "[\(index + 1)]"
      } else {
        text += (text.isEmpty ? "" : ".") + TOMLNode.key(part)
      }
    }
    return text
  }
}
