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

  /// From this rank on a part only becomes shorter and is never left out.
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

  /// The pieces to draw in at most `columns` columns with `gap` between two parts. They are wider only where the parts
  /// that are kept are too wide in their shortest forms.
  static func fitted(_ parts: [LinePart], columns: Int, gap: SafeText) -> Form {
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
    return forms.compactMap { $0 }.reduce(into: Form()) { pieces, form in
      if !pieces.isEmpty { pieces.append((gap, .plain)) }
      pieces += form
    }
  }

  static func width(of form: some Sequence<(text: SafeText, style: Style)>) -> Int {
    form.reduce(0) { $0 + $1.text.width }
  }
}
