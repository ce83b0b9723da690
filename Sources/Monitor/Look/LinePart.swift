import PayloadText
import TerminalUI

/// A part of a line, and what becomes of it where the line is too narrow: the one place where that is decided.
struct LinePart {
  /// One way to write it: pieces of text, one after the other.
  typealias Form = [(text: SafeText, style: Style)]

  /// The ways to write it, the longest first.
  var forms: [Form]
  /// The lowest gives way first.
  var rank: Int

  /// From this rank on a part only becomes shorter and is left out where there is no other way.
  static let kept = 90

  /// A part in one style.
  init(_ forms: SafeText..., style: Style, rank: Int) {
    self.init(forms: forms.map { [($0, style)] }, rank: rank)
  }

  init(forms: [Form], rank: Int) {
    self.forms = forms
    self.rank = rank
  }

  private enum Step {
    /// Parts below a rank are written in their form of that index, if they have it.
    case shorten(Int, below: Int)
    case leave(below: Int)
  }

  private static let steps: [Step] = [
    .shorten(1, below: 70), .leave(below: 45), .shorten(1, below: .max), .leave(below: 70), .shorten(2, below: .max),
    .leave(below: kept),
  ]

  /// The pieces to draw in at most `columns` columns with `gap` between two parts. They are wider only where the part
  /// of the highest rank is too wide in its shortest form.
  /// - Parameter more: what stands last where parts were left out that are kept elsewhere.
  static func fitted(_ parts: [LinePart], columns: Int, gap: SafeText, more: SafeText = "") -> Form {
    let (forms, isCut) = chosenForms(of: parts, columns: columns, gap: gap, more: more)
    let pieces = joined(forms.compactMap { $0 }, gap: gap)
    return isCut && !more.isEmpty ? pieces + [(more, .plain)] : pieces
  }

  /// The form in which each part is written in at most `columns` columns, `nil` where it is left out; and whether one
  /// was left out that is kept elsewhere.
  static func chosenForms(
    of parts: [LinePart], columns: Int, gap: SafeText, more: SafeText = ""
  ) -> (forms: [Form?], isCut: Bool) {
    var forms: [Form?] = parts.map { $0.forms.first }
    func width() -> Int {
      forms.reduce(-gap.width) { sum, form in sum + (form.map { Self.width(of: $0) + gap.width } ?? 0) }
    }
    let order = parts.indices.sorted { parts[$0].rank < parts[$1].rank }
    for step in steps {
      for index in order where width() > columns {
        switch step {
        case .shorten(let form, let limit):
          if parts[index].rank < limit, forms[index] != nil, form < parts[index].forms.count {
            forms[index] = parts[index].forms[form]
          }
        case .leave(let limit):
          if parts[index].rank < limit { forms[index] = nil }
        }
      }
    }
    // Half a number is worse than none: what is kept gives way whole too, all but the most important.
    let kept = order.filter { forms[$0] != nil }.sorted { (parts[$0].rank, $1) < (parts[$1].rank, $0) }
    var isCut = false
    for index in kept.dropLast() where width() + (isCut ? more.width : 0) > columns {
      forms[index] = nil
      isCut = true
    }
    return (forms, isCut)
  }

  /// Forms one after the other, with `gap` between two of them.
  static func joined(_ forms: [Form], gap: SafeText) -> Form {
    forms.reduce(into: Form()) { pieces, form in
      if !pieces.isEmpty { pieces.append((gap, .plain)) }
      pieces += form
    }
  }

  /// The pieces in at most `lines` lines, each part whole in one of them; the lowest ranks are left out where there is
  /// no room for all.
  static func flowed(_ parts: [LinePart], columns: Int, lines: Int, gap: SafeText) -> [Form] {
    var kept = parts
    while true {
      let flow = flow(kept.compactMap(\.forms.first), columns: columns, gap: gap)
      if flow.count <= max(1, lines) { return flow }
      guard let lowest = kept.indices.filter({ kept[$0].rank < Self.kept }).min(by: { kept[$0].rank < kept[$1].rank })
      else { return Array(flow.prefix(max(1, lines))) }
      kept.remove(at: lowest)
    }
  }

  private static func flow(_ forms: [Form], columns: Int, gap: SafeText) -> [Form] {
    forms.reduce(into: [Form]()) { lines, form in
      if let last = lines.last, width(of: last) + gap.width + width(of: form) <= columns {
        lines[lines.count - 1] += [(gap, .plain)] + form
      } else {
        lines.append(form)
      }
    }
  }

  static func width(of form: some Sequence<(text: SafeText, style: Style)>) -> Int {
    form.reduce(0) { $0 + $1.text.width }
  }
}
