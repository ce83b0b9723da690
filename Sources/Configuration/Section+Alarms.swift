import Alarms
import Formats

extension Section {
  static let alarms = Section(
    name: "alarm",
    help: [
      "Alarms: silence, rate, gap, field with outside, badcheck or new-peer, of the datagrams that `when` shows. With",
      "bell, exec = \"command\" and record = \"2m\" they are heard, run a program and write what came before and after.",
    ],
    example: [#"name = "meters""#, #"when = "net 10.0.0.0/8""#, #"silence = "90s""#, #"record = "2m""#]
  ) { node, settings, reader in
    let scope = AlarmKeys.Scope(
      aliases: settings.aliases, interfaces: reader.interfaces, library: settings.library)
    var alarms = AlarmReader(path: reader.path, outline: reader.outline, scope: scope)
    alarms.addAlarms(node)
    reader.report(alarms.problems)
    settings.alarms = alarms.rules
    if case .array(let tables) = node { settings.alarmTables = tables }
  } entries: { settings in
    entries(of: settings.alarmTables, "alarm")
  }
}
