import Basics
import CLinux
import CommandCore
import Configuration
import CursesTerminal
import Glibc
import Monitor
import PayloadText
import TerminalUI
import UDPCore

/// The process stopped, and going on.
extension WatchLoop {
  /// Gives the terminal back and stops the process, as the shell expects of `^Z`; goes on after `fg`.
  /// - Parameter wholeJob: whether a key asks for it; a signal that was sent to us says nothing of the other programs.
  mutating func suspend(wholeJob: Bool) {
    guard getsid(0) != getpid() else { return perform(.notice("there is no shell to go back to", .warning)) }
    source.refreshDrops()
    dropsTold = source.kernelDrops.count
    terminal.suspend()
    // As where the terminal itself takes ^Z; for us that signal only waits.
    if wholeJob { _ = kill(0, SIGTSTP) }
    _ = kill(getpid(), SIGSTOP)
    if signals.takeThrough(SIGCONT).contains(where: SignalRelay.ending.contains) {
      // `kill %1`: the terminal is the shell's now, and is left alone.
      isOver = true
      return
    }
    goOn()
  }

  /// Takes the terminal again after the process stood still, and says what the kernel dropped meanwhile.
  mutating func goOn() {
    terminal.resume()
    perform(.resized(terminal.resize()))
    stoodStill = true
    nextTick = 0
    tick()
    needsFrame = true
  }
}
