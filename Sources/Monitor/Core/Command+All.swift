/// The order of all commands, which are declared beside their features: the order of the help, by its sections, and of
/// the footer. Where two commands would have a key, the first has it.
extension Command {
  /// Moving about, following, standing still.
  static let moving: [Command] = [
    up, down, byteLeft, byteRight, characterLeft, characterRight, pageUp, pageDown, halfPageUp, halfPageDown, top,
    bottom, tablePageUp, tablePageDown, follow, freeze,
  ]

  /// The display of rows.
  static let viewing: [Command] = [
    detail, nextPane, previousPane, zoom, json, selectBytes, checksum, structure, keepFormat, structureByte, paneLarger,
    paneSmaller, hex, time, sortLeft,
    sortRight, sort,
    invert,
    columns, textLeft, textRight, encoding, keepEncoding, messageEncoding, encodingOfAll, nextEncoding, sortBy, choose,
  ]

  /// Narrowing the table, and finding in it.
  static let filtering: [Command] = [
    filter, filterToggle, onlyPeer, notPeer, mark, onlyMarked, find, findPrevious, findNext, nextMark, previousMark,
    note, clear, undo,
  ]

  /// Taking rows out of the program: to the clipboard, to a file.
  static let exporting: [Command] = [copy, write, bundle, test] + copyForms

  /// Help, the command line, leaving.
  static let general: [Command] = [
    help, lineHelp, filterHelp, command, record, recordNow, recordAll, recordSelected, recordMarked, back, backOrQuit,
    quit, lineQuit, saveWork, quitAnyway, stay,
    helpSearch, interrupt, suspend, theme, reload, redraw,
  ]

  /// The keys of lines that are typed in; all others are the line's own.
  static let editing: [Command] = [
    acceptSearch, findLanguage, findOn, accept, send, leave, completeFilter, completePath, complete,
  ]

  /// Every command, in the order of the help.
  package static let all =
    moving + viewing + meaning + pairing + dissecting + filtering + exporting + listing + kinds + rates + graphing
    + relaying + hosting + answering + alarming + doctoring + sending + general + editing + panel
}
