import Basics
import PayloadText
import UDPCore

/// A row's entry in a column of times: the date, where it has to be noticed, and the time.
struct TimeCell {
  /// The date and a blank, which are drawn less strongly; nothing on a row of the day of the row above.
  private(set) var date: SafeText = ""
  private(set) var text: SafeText

  /// Columns that both take.
  var width: Int { date.width + text.width }

  /// - Parameters:
  ///   - time: when it came; `nil` where its file does not say.
  ///   - above: the time of the row above; `nil` where there is none.
  ///   - dayAbove: its day; today where there is no row.
  ///   - columns: the room.
  ///   - isBrief: whether the clock is without fractions, on rows with a date and without one.
  init(
    _ time: Int64?, _ style: TimeStyle, above: Int64?, dayAbove: CalendarTime, columns: Int, isBrief: Bool,
    _ origin: TimeOrigin, _ look: Look
  ) {
    guard let time else {
      text = look.symbols.none
      return
    }
    let offsets = look.utcOffsets
    switch style {
    case .sinceStart: text = Self.fitted(TimeText.span(from: origin.start ?? time, to: time), columns, look)
    case .sincePrevious: text = Self.fitted(TimeText.span(from: above ?? time, to: time), columns, look)
    case .date:
      let date = CalendarTime(time, offsets)
      let clock = TimeText.clock(time, offsets)
      text = Self.fitted(clock.map { "\(date.date) \($0)" } + ["\(date.monthAndDay) \(clock[2])"], columns, look)
    case .clock:
      let clock = Array(TimeText.clock(time, offsets).dropFirst(isBrief ? 1 : 0))
      text = Self.fitted(clock, columns, look)
      let day = CalendarTime(time, offsets)
      guard !day.isSameDay(as: dayAbove) else { return }
      let date = day.date(seenOn: origin.today) + " "
      guard let time = clock.first(fitting: columns - date.utf8.count) else { return }
      (self.date, text) = (SafeText(date), SafeText(time))
    }
  }

  private static func fitted(_ forms: [String], _ columns: Int, _ look: Look) -> SafeText {
    forms.first(fitting: columns).map { SafeText($0) } ?? look.symbols.ellipsis
  }
}

/// The points of reference for times.
struct TimeOrigin: Sendable, Hashable {
  /// The beginning from which `TimeStyle.sinceStart` counts; `nil` before there is one.
  let start: Int64?
  /// The date of the last tick.
  let today: CalendarTime
}

extension State {
  /// The date of the last tick.
  var today: CalendarTime { CalendarTime(clock.wall, configuration.utcOffsets) }

  /// The columns that the clock needs for the date of a row beside its time; none on a row of today.
  func dateColumns(of time: Int64) -> Int {
    let day = CalendarTime(time, configuration.utcOffsets)
    return day.isSameDay(as: today) ? 0 : day.date(seenOn: today).utf8.count + 1
  }
}
