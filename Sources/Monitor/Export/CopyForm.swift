import Basics
import PayloadText
import UDPCore

/// What of a row goes to the clipboard.
package enum CopyForm: String, CaseIterable, Sendable {
  case text
  case hex
  case address
  case json
  case c
}
