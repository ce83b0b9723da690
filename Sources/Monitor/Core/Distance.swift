/// A distance by which a key moves.
enum Distance: Sendable {
  /// Lines; negative upwards.
  case lines(Int)
  /// Pages; negative upwards.
  case pages(Int)
  /// Half pages; negative upwards.
  case halfPages(Int)
  /// To the first entry, or to the last.
  case toTop, toBottom

  /// The lines that it is where `page` lines are seen at once; negative upwards.
  func lines(page: Int) -> Int {
    switch self {
    case .lines(let count): count
    case .pages(let count): count * max(1, page - 1)
    case .halfPages(let count): count * max(1, page / 2)
    case .toTop, .toBottom: 0
    }
  }

  /// The place from 0 to `last` that lies this far from another one.
  func place(from start: Int, page: Int, last: Int) -> Int {
    switch self {
    case .toTop: 0
    case .toBottom: last
    case .lines, .pages, .halfPages: min(max(0, start + lines(page: page)), last)
    }
  }
}
