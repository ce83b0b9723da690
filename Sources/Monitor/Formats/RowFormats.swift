import DisplayFilter
import Formats
import PayloadText
import PeerText
import UDPCore

/// The formats that say what bytes mean, and what they say of the rows in sight. Nothing else is read by them here, so
/// that rows that nobody looks at cost nothing.
struct RowFormats {
  /// The choice of the format.
  enum Choice: Hashable, Sendable {
    /// Each format is tried, those of the user first.
    case automatic
    /// Payloads are text or bytes alone.
    case off
    /// Every datagram has the format of this name.
    case forced(String)
  }

  /// What a row's format says of it; `nil` if no format fits. It holds as long as the row's text is read the same way.
  private struct Reading {
    var encoding: EncodingChoice
    var dissection: Dissection?
  }

  /// Returns the formats that are known; called when there is a row to read.
  private var supply: @Sendable () -> FormatBook
  /// The choice in force.
  private(set) var choice = Choice.automatic
  private var chooser: FormatChooser?
  /// The formats when one of them is chosen for every datagram.
  private var forced: FormatBook?
  /// The numbers of the datagrams, and what is missing among them.
  var sequences = SequenceFollower()
  /// The requests and their answers, by a field or by their order.
  var pairing = Pairing()
  /// The graph of fields; `nil` before one was chosen.
  var graph: FieldGraph?
  /// The last values of fields before the rows in sight.
  var trails = FieldTrails()
  /// The reader of the field that the table is sorted by.
  private var sorted: (column: Column, reader: FieldValueReader)?
  private var readings: [UInt64: Reading] = [:]
  /// The rows that were read last, and the count of changes by then.
  private var (readRows, readAt): (Set<UInt64>, Int?) = ([], nil)

  /// Creates a reader of no rows.
  init(_ supply: @escaping @Sendable () -> FormatBook) { self.supply = supply }

  /// All formats that are known.
  var book: FormatBook { supply() }

  /// What a row's format says of it; `nil` if the row is out of sight, or has no format.
  subscript(row: UInt64) -> Dissection? { readings[row]?.dissection }

  /// Chooses the format; the rows are read anew.
  mutating func choose(_ choice: Choice) {
    self.choice = choice
    if case .forced(let name) = choice { forced = FormatBook(book.formats, forced: name) } else { forced = nil }
    forget()
  }

  /// Replaces the formats that are known.
  mutating func replace(_ supply: @escaping @Sendable () -> FormatBook) {
    self.supply = supply
    choose(choice)
  }

  private mutating func forget() {
    chooser = nil
    readings = [:]
    sorted = nil
    trails = FieldTrails()
    sequences = SequenceFollower()
  }

  /// Whether all of these rows were read the last time, and nothing has changed since then (`Interaction.lookChanges`).
  mutating func areRead(_ rows: [UInt64], since changes: Int) -> Bool {
    if changes == readAt, rows.allSatisfy(readRows.contains) { return true }
    (readAt, readRows) = (changes, Set(rows))
    return false
  }

  /// Reads the rows of these numbers, and forgets all others.
  mutating func read(_ rows: some Sequence<UInt64>, of log: LogSnapshot, in context: FilterContext) {
    guard choice != .off else { return }
    var kept: [UInt64: Reading] = [:]
    for number in rows {
      guard let datagram = log[number], datagram.kind.isDatagram else { continue }
      let encoding = context.texts.choice(of: datagram)
      if let reading = readings[number], reading.encoding == encoding {
        kept[number] = reading
      } else {
        kept[number] = Reading(encoding: encoding, dissection: dissect(datagram, in: context))
      }
    }
    readings = kept
  }

  private mutating func dissect(_ datagram: Datagram, in context: FilterContext) -> Dissection? {
    var own = chooser ?? FormatChooser(inForce)
    defer { chooser = own }
    return own.dissection(of: datagram, in: context)
  }

  /// Returns a reader of what a column shows of a format; `nil` for other columns.
  mutating func reader(of column: Column) -> FieldValueReader? {
    guard column.isOfFormat else { return nil }
    if let sorted, sorted.column == column { return sorted.reader }
    let reader = FieldValueReader(inForce, [column.field])
    sorted = (column, reader)
    return reader
  }

  /// The formats in force that name kinds of datagrams.
  var bookOfKinds: FormatBook {
    let all = inForce
    let naming = all.formats.filter { $0.kind != nil }
    guard let forced = all.forced else { return FormatBook(naming) }
    return forced.kind == nil ? .empty : FormatBook([forced], forced: forced.name)
  }

  /// The formats whose fields records have: the chosen one, or all where the user has some of their own or asked for it.
  func recorded(_ settings: MonitorSettings) -> FormatBook {
    switch choice {
    case .off: .empty
    case .forced: inForce
    case .automatic: settings.recordsAllFields || !settings.ownFormats.isEmpty ? book : .empty
    }
  }

  /// The formats in force.
  var inForce: FormatBook { choice == .off ? .empty : forced ?? book }
}
