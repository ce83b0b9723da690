import ArgumentParser

/// The option of commands that read capture files to take networks in datagrams apart.
struct InnerOption: ParsableArguments {
  @Flag(help: "Take VXLAN and GENEVE apart: the datagrams that they carry, in place of theirs.")
  var inner = false
}
