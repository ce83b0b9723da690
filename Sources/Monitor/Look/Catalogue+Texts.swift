import DisplayFilter

extension Catalogue {
  /// Every text that help and footer show in English, but what a person chose, such as aliases.
  static var texts: [String] {
    let footers = Command.all.flatMap { [$0.footer, $0.instead?.word].compactMap(\.self) }
    let sections = HelpSection.allCases.flatMap { [$0.rawValue] + $0.entries(.standard).map(\.text) }
    let language = LanguageHelp.headings + LanguageHelp.bare.map(\.1) + DisplayFilter.vocabulary.map(\.help)
    let frame = ["keys", "the filter language", HelpView.closing, HelpView.moreBelow, HelpSearch.nothing]
    return footers + Command.all.map(\.help) + sections + language + frame
  }
}
