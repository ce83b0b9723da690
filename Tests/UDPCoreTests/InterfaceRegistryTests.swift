import Testing

@testable import UDPCore

/// Tests that interfaces are remembered by name, whatever numbers the kernel gives them.
@Suite struct InterfaceRegistryTests {
  private func links(_ names: (String, UInt32)...) -> LinkTable {
    LinkTable(Dictionary(uniqueKeysWithValues: names.map { ($0.0, LinkTable.Link(index: $0.1, isUp: true)) }))
  }

  @Test func `an interface that is made anew is the one of that name`() {
    let registry = InterfaceRegistry(links(("lo", 1), ("vA0", 4)))
    #expect(registry.number(of: 4) == 4 && registry.index(of: 4) == 4)
    registry.update(links(("lo", 1)))
    #expect(registry.names.name(of: 4) == "vA0")
    #expect(![0, 1, 4].contains(registry.index(of: 4)))
    registry.update(links(("lo", 1), ("vA0", 7)))
    #expect(registry.number(of: 7) == 4 && registry.index(of: 4) == 7)
    #expect(registry.names.name(of: 4) == "vA0" && registry.names.index(of: "vA0") == 4)
  }

  @Test func `an interface that is made anew at once is the one of that name`() {
    let registry = InterfaceRegistry(links(("vA0", 4)))
    registry.update(links(("vA0", 5)))
    #expect(registry.number(of: 5) == 4 && registry.index(of: 4) == 5)
  }

  @Test func `an interface that takes over an index is not the one that had it`() {
    let registry = InterfaceRegistry(links(("vA0", 4)))
    registry.update(links(("vB0", 4), ("vA0", 7)))
    // The interface was renamed, and another took its name.
    #expect(registry.names.name(of: 4) == "vB0")
    let registry2 = InterfaceRegistry(links(("vA0", 4)))
    registry2.update(links())
    registry2.update(links(("vB0", 4)))
    let number = registry2.number(of: 4)
    #expect(number != 4)
    #expect(registry2.names.name(of: number) == "vB0" && registry2.names.name(of: 4) == "vA0")
    #expect(registry2.index(of: number) == 4 && registry2.index(of: 4) != 4)
  }

  @Test func `a name that two have had is the one that is there now`() {
    let registry = InterfaceRegistry(links(("vA0", 4), ("vB0", 5)))
    registry.update(links(("vB0", 5)))
    registry.update(links(("vA0", 5)))
    #expect(registry.names.index(of: "vA0") == 5)
    #expect(registry.names.name(of: 5) == "vA0" && registry.names.name(of: 4) == "vA0")
  }

  @Test func `only what changes counts as a change`() {
    let registry = InterfaceRegistry(links(("vA0", 4)))
    let before = registry.generation
    registry.update(links(("vA0", 4)))
    #expect(registry.generation == before)
    registry.update(links())
    #expect(registry.generation != before)
  }
}
