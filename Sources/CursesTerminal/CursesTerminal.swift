import CLinux
import CNcurses
import Glibc
package import TerminalUI

/// The terminal: shows canvases and reads keys through curses, and gives everything back at the end, a crash included.
/// One a process, for one thread. The locale must be set (`setlocale(3)`) before.
@safe
package final class CursesTerminal {
  /// What a user can ask of the screen.
  package struct Options: Hashable, Sendable {
    /// Whether to draw ASCII alone, whatever the locale.
    package var isASCII: Bool
    /// Whether to use colours; never where `NO_COLOR` is set and not empty (no-color.org).
    package var usesColors: Bool
    /// Whether clicks and the wheel are keys. The terminal's own selecting then needs Shift.
    package var usesMouse: Bool

    /// The usual options.
    package init(isASCII: Bool = false, usesColors: Bool = true, usesMouse: Bool = false) {
      self.usesMouse = usesMouse
      self.isASCII = isASCII
      self.usesColors = usesColors
    }
  }

  /// What to wait on for keys, with `poll(2)`.
  package let inputDescriptor: Int32
  /// Whether lines should be drawn in ASCII: for `Canvas.init(size:ascii:)`.
  package let drawsASCII: Bool

  /// The terminal, for output, its size and its settings.
  let outputDescriptor: Int32
  /// What the terminal can write.
  let repertoire: Repertoire
  /// How styles look on it.
  let palette: Palette
  /// What typed bytes mean.
  var parser: KeyParser
  /// What curses was told last; `nil` when it must be told everything.
  var shown: Canvas?
  /// A row on its way to curses.
  var row: [cchar_t] = []
  /// Whether the screen is ours now.
  private(set) var isActive = false

  private let usesMouse: Bool
  /// Frames on their way to the terminal.
  let output: FrameOutput

  private let files: UnsafeFiles
  /// Whether the guard gave the terminal back behind curses' back.
  private var isBehind = false

  /// Takes the terminal over: standard output, and keys from standard input or, where that is something else,
  /// `/dev/tty`.
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
    // Curses must not look for keys while it draws: it would leave a frame half done.
    typeahead(-1)
    palette = Palette(usesColors: options.usesColors && CursesTerminal.environment("NO_COLOR").isEmpty)
    // Until endwin(3X) was called once, curses takes itself for a low-level program and writes at every move of the
    // cursor (ncurses 6.4, lib_mvcur.c): a frame would come in a hundred pieces instead of one.
    endwin()
    doupdate()
    isActive = true
    resize()
    send(modesOn)
  }

  deinit {
    close()
  }

  /// The size that the kernel says; where it says 0×0, what LINES and COLUMNS say, or 80×24.
  package var size: Size {
    var window = winsize()
    let status = unsafe ioctl(outputDescriptor, UInt(TIOCGWINSZ), &window)
    let known = status == 0 && window.ws_col > 0 && window.ws_row > 0
    let columns = known ? Int(window.ws_col) : Int(CursesTerminal.environment("COLUMNS")) ?? 80
    let rows = known ? Int(window.ws_row) : Int(CursesTerminal.environment("LINES")) ?? 24
    return Size(
      columns: min(max(1, columns), Canvas.largest.columns), rows: min(max(1, rows), Canvas.largest.rows))
  }

  /// Follows the terminal's size, after SIGWINCH. The next frame is drawn in full, for who knows what the terminal made
  /// of the old one.
  ///
  /// - Returns: the size now.
  @discardableResult
  package func resize() -> Size {
    let size = size
    guard isActive else { return size }
    resize_term(Int32(size.rows), Int32(size.columns))
    repaint()
    prepareRestore(size)
    return size
  }

  /// Draws the next frame in full: what another program wrote on the screen goes.
  package func repaint() {
    nc_repaint_all()
    shown = nil
  }

  /// Gives the terminal back for a while, as before `SIGSTOP`. What is shown until `resume()` is lost.
  package func suspend() {
    guard isActive else { return }
    isActive = false
    output.finish(milliseconds: 100)
    if isWritable {
      send(modesOff)
      endwin()
      // Without a screen of its own to leave, the footer would stay beside the shell's prompt.
      if Terminfo.bytes("rmcup").isEmpty { send(Array("\r".utf8) + Terminfo.bytes("el")) }
      clinux_terminal_disarm()
    } else {
      clinux_terminal_restore()
      isBehind = true
    }
  }

  /// Takes the terminal over again, with the settings that it has now as those to give back. The next frame is drawn in
  /// full.
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

  /// Gives the terminal back for good.
  package func close() {
    guard !files.isClosed else { return }
    suspend()
    files.close()
    if inputDescriptor != STDIN_FILENO { Glibc.close(inputDescriptor) }
  }

  /// What to wait for with `POLLOUT`, and then to call `flush()`; `nil` while the terminal has taken every frame.
  package var pendingDescriptor: Int32? { output.pendingDescriptor }

  /// Passes on what is left of the last frame, as far as the terminal takes it now.
  package func flush() { output.flush() }

  /// Whether the terminal takes output now; a stalled or closed one does not.
  package var isWritable: Bool {
    var poller = pollfd(fd: outputDescriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&poller, 1, 0) == 1 && Int32(poller.revents) & (POLLERR | POLLHUP | POLLNVAL) == 0
  }
}

extension CursesTerminal {
  /// Keypad and bracketed paste on, and the mouse where it is wanted. Keys are read past curses, so it would not do it.
  private var modesOn: [UInt8] {
    Terminfo.bytes("smkx") + Array("\u{1b}[?2004h\(usesMouse ? "\u{1b}[?1000h\u{1b}[?1006h" : "")".utf8)
  }

  private var modesOff: [UInt8] {
    Array("\(usesMouse ? "\u{1b}[?1006l\u{1b}[?1000l" : "")\u{1b}[?2004l".utf8) + Terminfo.bytes("rmkx")
  }

  /// Computes what the guard writes when everything else is lost.
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

  /// Writes straight to the terminal; what it does not take is given up.
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

  /// An environment variable; empty where there is none.
  static func environment(_ name: String) -> String {
    unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
  }

  /// Checks what `newterm(3X)` would not explain, or end the process for.
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

  /// Standard input where it is the terminal that standard output is, else `/dev/tty`.
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
