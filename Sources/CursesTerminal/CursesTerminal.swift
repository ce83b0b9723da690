import CLinux
import CNcurses
import Glibc
import Plumbing
package import TerminalUI

/// The terminal: shows canvases and reads keys through curses, and restores the terminal at the end, even after a
/// crash. Use one per process, on one thread. Set the locale (`setlocale(3)`) first.
@safe
package final class CursesTerminal {
  /// The user's choices for the screen.
  package struct Options: Hashable, Sendable {
    /// Whether to draw in ASCII only, whatever the locale.
    package var isASCII: Bool
    /// Whether to use colours; overridden by a non-empty `NO_COLOR` (no-color.org).
    package var usesColors: Bool
    /// Whether clicks and the wheel are reported as keys. Selecting text in the terminal then needs Shift.
    package var usesMouse: Bool

    /// Creates options; the defaults are Unicode, colours and no mouse.
    package init(isASCII: Bool = false, usesColors: Bool = true, usesMouse: Bool = false) {
      self.usesMouse = usesMouse
      self.isASCII = isASCII
      self.usesColors = usesColors
    }
  }

  /// The descriptor to poll for keys.
  package let inputDescriptor: Int32
  /// Whether lines should be drawn in ASCII: for `Canvas.init(size:ascii:)`.
  package let drawsASCII: Bool

  /// The descriptor of the terminal, for output, its size and its settings.
  let outputDescriptor: Int32
  /// The characters that the terminal can display.
  let repertoire: Repertoire
  /// The mapping of styles to curses' attributes.
  let palette: Palette
  /// The parser for typed bytes.
  var parser: KeyParser
  /// The last canvas passed to curses; `nil` to pass the next one in full.
  var shown: Canvas?
  /// A buffer for a row on its way to curses.
  var row: [cchar_t] = []
  /// Whether the screen is ours at the moment.
  private(set) var isActive = false

  private let usesMouse: Bool
  /// The pending output for the terminal.
  let output: FrameOutput

  private let files: UnsafeFiles
  /// Whether the guard restored the terminal without curses knowing.
  private var isBehind = false

  /// Takes over the terminal: writes to standard output, and reads keys from standard input if that is the same
  /// terminal, otherwise from `/dev/tty`.
  package init(_ options: Options = Options()) throws(TerminalError) {
    try CursesTerminal.checkTerminal()
    inputDescriptor = try CursesTerminal.openKeyboard()
    outputDescriptor = STDOUT_FILENO
    usesMouse = options.usesMouse
    repertoire = options.isASCII ? .ascii : .current
    drawsASCII = repertoire != .utf8
    parser = KeyParser(sequences: Terminfo.keySequences(), decoder: Repertoire.current.decoder)
    if clinux_terminal_guard(STDOUT_FILENO) != 0 { throw .system("tcgetattr", errno: errno) }
    files = try UnsafeFiles(output: STDOUT_FILENO, input: inputDescriptor)
    output = try FrameOutput(stream: files.outputDescriptor, terminal: STDOUT_FILENO)

    nc_forget_terminal()
    clinux_signals_save()
    let screen = unsafe newterm(nil, files.output, files.input)
    clinux_signals_restore()
    guard unsafe screen != nil else { throw .unknownTerminalType(CursesTerminal.environment("TERM")) }
    clinux_terminal_arm()
    raw()
    noecho()
    nonl()
    // Curses must not check for input while it draws: it would leave the frame unfinished.
    typeahead(-1)
    palette = Palette(usesColors: options.usesColors && CursesTerminal.environment("NO_COLOR").isEmpty)
    // Until endwin(3X) has been called once, curses assumes a low-level program and flushes at every cursor movement
    // (ncurses 6.4, lib_mvcur.c): a frame would be written in a hundred pieces instead of one.
    endwin()
    doupdate()
    isActive = true
    resize()
    send(modesOn)
  }

  deinit {
    close()
  }

  /// The size that the kernel reports; if it reports 0×0, LINES and COLUMNS, or else 80×24.
  package var size: Size {
    var window = winsize()
    let status = unsafe ioctl(outputDescriptor, UInt(TIOCGWINSZ), &window)
    let known = status == 0 && window.ws_col > 0 && window.ws_row > 0
    let columns = known ? Int(window.ws_col) : Int(CursesTerminal.environment("COLUMNS")) ?? 80
    let rows = known ? Int(window.ws_row) : Int(CursesTerminal.environment("LINES")) ?? 24
    return Size(
      columns: min(max(1, columns), Canvas.largest.columns), rows: min(max(1, rows), Canvas.largest.rows))
  }

  /// Adopts the terminal's current size, after SIGWINCH. The next frame is drawn in full, because the terminal may have
  /// rearranged the old one.
  ///
  /// - Returns: the current size.
  @discardableResult
  package func resize() -> Size {
    let size = size
    guard isActive else { return size }
    resize_term(Int32(size.rows), Int32(size.columns))
    repaint()
    prepareRestore(size)
    return size
  }

  /// Draws the next frame in full, over anything that another program wrote on the screen.
  package func repaint() {
    nc_repaint_all()
    shown = nil
  }

  /// Restores the terminal for a while, for example before `SIGSTOP`. Frames shown before `resume()` are lost.
  package func suspend() {
    guard isActive else { return }
    isActive = false
    output.finish(milliseconds: 100)
    if isWritable {
      send(modesOff)
      endwin()
      // Without an alternate screen to leave, the footer would remain beside the shell's prompt.
      if Terminfo.bytes("rmcup").isEmpty { send(Array("\r".utf8) + Terminfo.bytes("el")) }
      clinux_terminal_disarm()
    } else {
      clinux_terminal_restore()
      isBehind = true
    }
  }

  /// Takes over the terminal again and saves its current settings to restore later. The next frame is drawn in full.
  package func resume() {
    guard !isActive, !files.isClosed else { return }
    if isBehind {
      endwin()
      isBehind = false
    } else if clinux_terminal_guard(outputDescriptor) == 0 {
      def_shell_mode()
    }
    isActive = true
    clinux_terminal_arm()
    repaint()
    doupdate()
    resize()
    send(modesOn)
  }

  /// Restores the terminal for good.
  package func close() {
    guard !files.isClosed else { return }
    suspend()
    files.close()
    if inputDescriptor != STDIN_FILENO { Glibc.close(inputDescriptor) }
  }

  /// The descriptor to poll for `POLLOUT` before calling `flush()`; `nil` if no output is pending.
  package var pendingDescriptor: Int32? { output.pendingDescriptor }

  /// Writes as much of the pending output as the terminal accepts now.
  package func flush() { output.flush() }

  /// Whether the terminal accepts output now; a stalled or closed one does not.
  package var isWritable: Bool { PollSet.isWritable(outputDescriptor) }
}

extension CursesTerminal {
  /// The bytes that turn on keypad mode, bracketed paste and, if wanted, mouse reports. Curses does not send them,
  /// because keys are not read through it.
  private var modesOn: [UInt8] {
    Terminfo.bytes("smkx") + Array("\u{1b}[?2004h\(usesMouse ? "\u{1b}[?1000h\u{1b}[?1006h" : "")".utf8)
  }

  private var modesOff: [UInt8] {
    Array("\(usesMouse ? "\u{1b}[?1006l\u{1b}[?1000l" : "")\u{1b}[?2004l".utf8) + Terminfo.bytes("rmkx")
  }

  /// Prepares the bytes that the guard writes to restore the terminal in an emergency.
  private func prepareRestore(_ size: Size) {
    var bytes = modesOff + Terminfo.bytes("sgr0") + Terminfo.bytes("cnorm")
    let mainScreen = Terminfo.bytes("rmcup")
    if mainScreen.isEmpty {
      bytes += Terminfo.moveCursor(to: Position(column: 0, row: size.rows - 1)) + Terminfo.bytes("el")
    }
    bytes += mainScreen
    let status = unsafe bytes.withUnsafeBytes { unsafe clinux_terminal_set_restore($0.baseAddress, $0.count) }
    precondition(status == 0, "terminfo strings of over 512 bytes")
  }

  /// Writes directly to the terminal; bytes that it does not accept are dropped.
  private func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(outputDescriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// Returns an environment variable; empty if it is not set.
  static func environment(_ name: String) -> String {
    unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
  }

  /// Checks the conditions under which `newterm(3X)` would fail without an explanation, or exit.
  private static func checkTerminal() throws(TerminalError) {
    guard isatty(STDOUT_FILENO) == 1 else { throw .outputIsNoTerminal }
    let type = environment("TERM")
    guard !type.isEmpty else { throw .noTerminalType }
    var status: Int32 = 0
    if unsafe setupterm(nil, STDOUT_FILENO, &status) != OK {
      switch status {
      case 1: throw .cannotMoveCursor(type)
      case 0: throw .unknownTerminalType(type)
      default: throw .noTerminalDatabase
      }
    }
    if Terminfo.bytes("cup").isEmpty { throw .cannotMoveCursor(type) }
  }

  /// Returns standard input if it is the same terminal as standard output, otherwise `/dev/tty`.
  private static func openKeyboard() throws(TerminalError) -> Int32 {
    var input = stat()
    var output = stat()
    if isatty(STDIN_FILENO) == 1, unsafe fstat(STDIN_FILENO, &input) == 0, unsafe fstat(STDOUT_FILENO, &output) == 0,
      input.st_rdev == output.st_rdev
    {
      return STDIN_FILENO
    }
    let descriptor = unsafe open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)
    if descriptor < 0 { throw .noKeyboard(errno: errno) }
    return descriptor
  }
}
