import Testing

/// Runs the recipes of the README and of the pages in Resources/docs literally.
@Suite(.waits) struct RecipeTests {
  @Test(.requiresNamespaces, .requiresProgram("jq"), .requiresProgram("tshark"))
  func `every recipe of the README and its pages does what it says`() throws {
    let words = [Project.root + "/Tests/Recipes/recipes.py", Udpeek.path, Project.root + "/README.md"]
    let ended = try Program("python3", words, environment: Udpeek.environment).finish(within: 200)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
    #expect(ended.lines.count { $0.hasPrefix("ran ") } == 38)
  }
}
