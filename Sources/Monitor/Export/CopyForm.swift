import Basics
import PayloadText
import UDPCore

/// The part of a row that goes to the clipboard.
package enum CopyForm: String, CaseIterable, Sendable {
  case text
  case hex
  case address
  case json
  case c
  case pythonClient = "python-client"
  case pythonServer = "python-server"
  case netcat = "nc"
  case udpeekSend = "send"
  case expect
}
