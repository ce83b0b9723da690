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

/// Stopping and resuming the process.
extension WatchLoop {
  /// Gives the terminal back and stops the process, as the shell expects of `^Z`; resumes after `fg`.
  /// - Parameter wholeJob: whether a key asks for it and the whole job stops; a signal concerns this process alone.
  mutating func suspend(wholeJob: Bool) {
    guard getsid(0) != getpid() else { return perform(.notice("there is no shell to go back to", .warning)) }
    source.refreshDrops()
    reportedDrops = source.kernelDrops.count
    terminal.suspend()
    // Does what a terminal does on ^Z; this process merely holds the signal back.
    if wholeJob { _ = kill(0, SIGTSTP) }
    _ = kill(getpid(), SIGSTOP)
    if signals.takeThrough(SIGCONT).contains(where: SignalRelay.ending.contains) {
      // After `kill %1` the terminal belongs to the shell and must not be touched.
      isOver = true
      return
    }
    resumeScreen()
  }

  /// Takes the terminal back after the process was stopped, and reports the datagrams that the kernel dropped
  /// meanwhile.
  mutating func resumeScreen() {
    terminal.resume()
    perform(.resized(terminal.resize()))
    wasStopped = true
    nextTick = 0
    tick()
    needsFrame = true
  }
}
