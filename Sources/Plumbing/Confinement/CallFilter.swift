import CLinux
import Glibc

/// The program by which the kernel judges each system call of the process (seccomp(2)): a list of denials, because what
/// the C library and the Swift runtime call differs between their versions, and one call that is missing on a list of
/// permissions ends the program.
struct CallFilter {
  /// The instructions, in the classic form of BPF (bpf(2), <linux/filter.h>).
  private(set) var instructions: [sock_filter] = []

  /// The values of a filter's end (seccomp(2)).
  private enum Verdict {
    static let allow: UInt32 = 0x7fff_0000
    static let kill: UInt32 = 0x8000_0000
    static func refuse(_ code: Int32) -> UInt32 { 0x0005_0000 | UInt32(code) }
  }

  /// Where the kernel puts what is judged (struct seccomp_data): the low half of an argument comes first on both
  /// architectures, and none that is judged has more.
  private enum Place {
    static let number: UInt32 = 0
    static let architecture: UInt32 = 4
    static func argument(_ index: UInt32) -> UInt32 { 16 + 8 * index }
  }

  /// Flags of clone(2) for a process in namespaces of its own.
  private static let namespaces: UInt32 = 0x7e02_0000
  private static let (networkNamespace, userNamespace): (UInt32, UInt32) = (0x4000_0000, 0x1000_0000)
  /// Requests of ioctl(2) by which input is forged: TIOCSTI and TIOCLINUX (ioctl_tty(2)).
  private static let forgery: [UInt32] = [0x5412, 0x541c]

  /// Makes the filter for what `policy` needs; `nil` if the numbers of system calls are not known on this architecture.
  init?(_ policy: ConfinementPolicy, process: Int32 = getpid()) {
    let architecture = clinux_call_architecture()
    guard architecture != 0 else { return nil }
    let runsAll = policy.programs == .all
    load(Place.architecture)
    // The calls of another architecture have other numbers: only a program that somebody asked for may make them.
    when(equal: architecture, not: true) { $0.end(runsAll ? Verdict.allow : Verdict.kill) }
    load(Place.number)
    // The x32 interface of x86-64 has numbers of its own from here on.
    when(atLeast: 0x4000_0000) { $0.end(Verdict.refuse(ENOSYS)) }
    var judgements = Self.denials(policy.programs) + Self.processes(policy.programs) + [Self.devices]
    if !runsAll { judgements.append(Self.opening(policy.sockets)) }
    if policy.programs == .none { judgements += Self.signals(UInt32(process)) }
    search(judgements.sorted { $0.number < $1.number }[...])
  }

  /// A system call, and the instructions that judge it, which end with a verdict.
  private struct Judgement {
    let number: UInt32
    let body: (inout CallFilter) -> Void

    init(_ number: some BinaryInteger, _ body: @escaping (inout CallFilter) -> Void) {
      self.number = UInt32(number)
      self.body = body
    }

    /// A judgement that refuses every call with an error.
    init(_ number: some BinaryInteger, refused code: Int32) { self.init(number) { $0.end(Verdict.refuse(code)) } }
  }

  /// What is denied whatever its arguments are.
  private static func denials(_ programs: ConfinementPolicy.Programs) -> [Judgement] {
    var count = 0
    guard let table = unsafe clinux_denied_calls(&count) else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: table, count: count)).compactMap { call in
      let isDenied =
        switch call.class_ {
        // A program gives up what it does not need of its user's rights, as sharkd does.
        case clinux_call_identity, clinux_call_program: programs == .none
        default: true
        }
      return isDenied ? Judgement(call.number, refused: EPERM) : nil
    }
  }

  /// Denies namespaces, but for one without a network to a process that goes on as a program that is not trusted.
  private static func processes(_ programs: ConfinementPolicy.Programs) -> [Judgement] {
    [
      Judgement(clinux_call_clone) { filter in
        filter.load(Place.argument(0))
        filter.when(anyOf: namespaces) { $0.end(Verdict.refuse(EPERM)) }
        filter.end(Verdict.allow)
      },
      // Its flags are in memory, where no filter sees them; the C library then takes clone(2).
      Judgement(clinux_call_clone3, refused: ENOSYS),
      Judgement(clinux_call_unshare) { filter in
        if case .only = programs {
          filter.load(Place.argument(0))
          for flags in [networkNamespace, networkNamespace | userNamespace] {
            filter.when(equal: flags) { $0.end(Verdict.allow) }
          }
        }
        filter.end(Verdict.refuse(EPERM))
      },
    ]
  }

  /// Denies forged input of a terminal.
  private static var devices: Judgement {
    Judgement(clinux_call_ioctl) { filter in
      filter.load(Place.argument(1))
      for request in forgery { filter.when(equal: request) { $0.end(Verdict.refuse(EPERM)) } }
      filter.end(Verdict.allow)
    }
  }

  /// Allows the families of sockets that are needed, and of the Internet's only UDP and TCP.
  private static func opening(_ sockets: ConfinementPolicy.Sockets) -> Judgement {
    Judgement(clinux_call_socket) { filter in
      filter.load(Place.argument(0))
      for family in [AF_UNIX, AF_NETLINK] { filter.when(equal: UInt32(family)) { $0.end(Verdict.allow) } }
      if case .network = sockets {
        for family in [AF_INET, AF_INET6] {
          filter.when(equal: UInt32(family)) { filter in
            filter.load(Place.argument(1))
            // SOCK_CLOEXEC and SOCK_NONBLOCK are bits above the type.
            filter.keep(0xf)
            for type in [SOCK_DGRAM, SOCK_STREAM] { filter.when(equal: type.rawValue) { $0.end(Verdict.allow) } }
            filter.end(Verdict.refuse(EACCES))
          }
        }
      }
      filter.end(Verdict.refuse(EACCES))
    }
  }

  /// Allows signals to this process and to its job alone.
  private static func signals(_ process: UInt32) -> [Judgement] {
    let calls = [clinux_call_kill, clinux_call_tgkill, clinux_call_rt_sigqueueinfo, clinux_call_rt_tgsigqueueinfo]
    return calls.map { number in
      Judgement(number) { filter in
        filter.load(Place.argument(0))
        for receiver in [process, 0] { filter.when(equal: receiver) { $0.end(Verdict.allow) } }
        filter.end(Verdict.refuse(EPERM))
      }
    } + [clinux_call_tkill, clinux_call_pidfd_send_signal].map { Judgement($0, refused: EPERM) }
  }

  /// The most calls that are compared one after the other.
  private static let leaf = 3

  /// Adds the judgements in the form of a search tree, and a permission for all other calls. At the start the kernel runs
  /// the filter for each number there is, to find those that it need not ask about later: a list would take it 0.6 ms.
  private mutating func search(_ judgements: ArraySlice<Judgement>) {
    guard judgements.count > Self.leaf else {
      for judgement in judgements { when(equal: judgement.number, judgement.body) }
      return end(Verdict.allow)
    }
    let middle = judgements.startIndex + judgements.count / 2
    let place = instructions.count
    add(BPF_JMP | BPF_JGE | BPF_K, judgements[middle].number)
    search(judgements[..<middle])
    instructions[place].jt = UInt8(instructions.count - place - 1)
    search(judgements[middle...])
  }

  // MARK: Instructions

  private mutating func add(_ code: Int32, _ value: UInt32) {
    instructions.append(sock_filter(code: UInt16(code), jt: 0, jf: 0, k: value))
  }

  private mutating func load(_ place: UInt32) { add(BPF_LD | BPF_W | BPF_ABS, place) }

  private mutating func keep(_ mask: UInt32) { add(BPF_ALU | BPF_AND | BPF_K, mask) }

  private mutating func end(_ verdict: UInt32) { add(BPF_RET | BPF_K, verdict) }

  private mutating func when(equal value: UInt32, not isNegated: Bool = false, _ body: (inout CallFilter) -> Void) {
    branch(BPF_JEQ, value, isNegated, body)
  }

  private mutating func when(atLeast value: UInt32, _ body: (inout CallFilter) -> Void) {
    branch(BPF_JGE, value, false, body)
  }

  private mutating func when(anyOf bits: UInt32, _ body: (inout CallFilter) -> Void) {
    branch(BPF_JSET, bits, false, body)
  }

  /// Adds a comparison and what follows where it holds. `body` ends with a verdict, so that nothing comes behind it with
  /// another value than the one that was compared.
  private mutating func branch(
    _ comparison: Int32, _ value: UInt32, _ isNegated: Bool, _ body: (inout CallFilter) -> Void
  ) {
    let place = instructions.count
    add(BPF_JMP | comparison | BPF_K, value)
    body(&self)
    let length = UInt8(instructions.count - place - 1)
    if isNegated { instructions[place].jt = length } else { instructions[place].jf = length }
  }
}

extension CallFilter {
  /// Makes all threads of the process obey the filter for `policy`.
  /// - Returns: nothing, or the reason why they do not.
  static func enforce(_ policy: ConfinementPolicy) -> Result<Void, ConfinementReport.Absence> {
    guard let filter = CallFilter(policy) else { return .failure(.missing) }
    let status = unsafe filter.instructions.withUnsafeBufferPointer { buffer in
      unsafe clinux_filter_calls(buffer.baseAddress, UInt16(buffer.count))
    }
    if status == 0 { return .success(()) }
    // EINVAL: the kernel is built without filters (seccomp(2)).
    return .failure([ENOSYS, EINVAL].contains(errno) ? .missing : .refused(errno))
  }
}
