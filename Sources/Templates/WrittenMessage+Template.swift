package import PayloadText

extension WrittenMessage {
  /// The mistake in the text; `nil` if there is none, as far as that can be checked without a peer.
  package var syntaxError: MessageSyntaxError? {
    do throws(MessageSyntaxError) {
      _ = try Template(text, form: form ?? .text)
      return nil
    } catch {
      return error
    }
  }
}
