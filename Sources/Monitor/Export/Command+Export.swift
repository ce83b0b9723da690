import Basics
import TerminalUI

/// Taking rows out of the program: to the clipboard, to a file.
extension Command {
  static let copy = Command(
    "copy",
    "copy the selected row, or all marked rows if it is one or you have just marked one, to the terminal's clipboard",
    keys: [.character("y")], in: .rows,
    argument: CommandArgument(
      "FORM", candidates: { _, before in before.isEmpty ? CopyForm.allCases.map(\.rawValue) : [] }
    ) { state, name, effects throws(CommandArgument.Problem) in
      guard let form = CopyForm(rawValue: name) else {
        let names = CopyForm.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandArgument.Problem("choose what to copy: one of \(names)", all: name)
      }
      state.copy(form, &effects)
    }
  ) { $0.openCopyMenu() }
  static let write = Command(
    "write", "write the rows shown to a file: pcapng, CSV, JSON Lines or text",
    keys: [.character("w"), .function(2)],
    in: .panes,
    argument: CommandArgument("PATH", isPath: true) { state, path, effects throws(CommandArgument.Problem) in
      try state.write(to: path, &effects)
    }
  ) { $0.openWriteLine() }
  static let test = Command(
    "test",
    "write a script for udpeek expect: marked rows or the peer's, sent as >, received as <",
    keys: [], in: .rows,
    argument: CommandArgument("FILE", isPath: true) { state, path, effects throws(CommandArgument.Problem) in
      try state.writeScript(to: path, &effects)
    }
  ) { $0.say("name the file, as in: test meter.udp") }
  static let completePath = Command("complete-path", "complete the path", keys: [.tab], in: [.write]) {
    state, effects in
    state.completePath(&effects)
  }

  /// The forms in which rows are copied, in the choice of them.
  static let copyForms: [Command] = [
    copying("t", .text, "the text, in the peer's encoding"),
    copying("h", .hex, "the bytes in hexadecimal"),
    copying("a", .address, "the peer's address and port"),
    copying("j", .json, "a JSON object, as listen --json prints it"),
    copying("c", .c, "the bytes as a C array"),
    copying("p", .pythonClient, "a Python client that sends the bytes"),
    copying("s", .pythonServer, "a Python server that answers with the bytes"),
    copying("n", .netcat, "a shell line with printf and nc"),
    copying("u", .udpeekSend, "a shell line with udpeek send"),
    copying("e", .expect, "a script for udpeek expect"),
  ]

  private static func copying(_ letter: Unicode.Scalar, _ form: CopyForm, _ help: String) -> Command {
    Command("copy-\(form.rawValue)", help, keys: [.character(letter)], in: [.copying]) { state, effects in
      state.interaction.overlay = nil
      state.copy(form, &effects)
    }
  }
}
