/// Programs in Python that stand for sharkd.
public enum FakeSharkd {
  /// Answers like sharkd 4: `say` writes an answer. Each program defines `frame`.
  public static let beginning = """
    #!/usr/bin/env python3
    import json, os, sys, time
    def say(id, **members): print(json.dumps(dict(jsonrpc="2.0", id=id, **members)), flush=True)
    def run(frame):
        for line in sys.stdin:
            request = json.loads(line)
            if request["method"] == "setconf": say(request["id"], error=dict(code=-4004, message="No such preference"))
            elif request["method"] == "load": say(request["id"], result=dict(status="OK"))
            else: frame(request["id"])

    """

  /// A tree of one protocol with a field of the first two bytes after the headers of IPv4 and UDP.
  public static let normal = beginning + frame + "\nrun(frame)\n"

  /// The function that answers with that tree.
  public static let frame = """
    def frame(id):
        data = open("/proc/self/fd/3", "rb").read()
        say(id, result=dict(tree=[dict(l="Frame 1", f="frame"), dict(l="Fake of %d bytes" % len(data), f="fake", h=[28, 4], n=[
            dict(l="Number: 0x1234", f="fake.number == 0x1234", h=[28, 2]), dict(l="Elsewhere", h=[0, 4], ds=1)])]))
    """
}
