import Basics
import DisplayFilter
import Formats
import PayloadText
import PeerText
import UDPCore

/// The entries of a row in the columns of round trips and answers.
struct PairCells {
  /// The characters of an answer that are decoded at most.
  static let longestText = 256

  let roundTrip: SafeText
  let answer: SafeText
  /// Whether the row is a request that nobody answered in time.
  let isAlarming: Bool

  /// - Parameter text: returns the text of an answer.
  init(_ row: UInt64, _ pairing: Pairing, _ look: Look, text: (UInt64) -> SafeText) {
    let time = pairing.rows.roundTrip(of: row).map { SafeText(Figures.span($0)) }
    var (answer, isAlarming): (SafeText, Bool) = ("", false)
    var roundTrip = time ?? ""
    switch pairing.rows[row] {
    case .request(answer: let number?): answer = text(number)
    case .request(answer: nil):
      isAlarming = pairing.unanswered.contains(row)
      roundTrip = isAlarming ? look.symbols.failed + " >2 s" : look.symbols.ellipsis
      answer = isAlarming ? look.words("no answer") : ""
    case .answer(let request, let isFirst):
      answer = look.words(
        isFirst ? "answers \(Figures.grouped(request))" : "answers \(Figures.grouped(request)) too")
    case .repetition(let request): answer = look.words("repeats \(Figures.grouped(request))")
    case nil: break
    }
    (self.roundTrip, self.answer, self.isAlarming) = (roundTrip, answer, isAlarming)
  }
}

extension TableView {
  /// The entries of a row in the columns of round trips and answers.
  func pairCells(_ row: UInt64) -> PairCells {
    PairCells(row, formats.pairing, look) { number in
      guard let datagram = log[number] else { return look.symbols.none }
      if let dissection = formats[number], dissection.problem == nil, !dissection.summary.isEmpty {
        return SafeText(dissection.summary)
      }
      if let remark = datagram.remark, datagram.size == 0 { return look.words(remark) }
      return SafeText(table: texts.text(of: datagram, limit: PairCells.longestText))
    }
  }
}
