import CFuzzer
import Foundation

/// `fuzz FAMILY [libFuzzer's options and folders]`, `fuzz --seeds FOLDER ROOT...`,
/// `fuzz --growth FAMILY CORPUS SECONDS FOUND`, `fuzz --list`.
@main
enum FuzzCommand {
  /// By the environment too: libFuzzer calls this program again when it forks.
  private static let variable = "FODSPOR_FUZZ_FAMILY"

  static func main() throws {
    var arguments = CommandLine.arguments
    if arguments.dropFirst().first == "--list" {
      for family in FuzzFamily.allCases { print(family.rawValue) }
      return
    }
    if arguments.dropFirst().first == "--seeds", arguments.count >= 4 {
      for (family, count) in try FuzzSeeds.write(to: arguments[2], from: Array(arguments[3...])) {
        print("\(family.rawValue): \(count) seeds")
      }
      return
    }
    if arguments.dropFirst().first == "--growth", arguments.count == 6, let family = FuzzFamily(rawValue: arguments[2]),
      let seconds = Double(arguments[4])
    {
      FuzzFamily.current = family
      let check = GrowthCheck(family: family)
      let (count, findings) = try check.check(folder: arguments[3], seconds: seconds, keepingIn: arguments[5])
      print("\(family.rawValue): \(count) lengthened inputs, \(findings.count) that grow too fast")
      exit(findings.isEmpty ? 0 : 1)
    }
    if arguments.count > 1, let family = FuzzFamily(rawValue: arguments[1]) {
      setenv(variable, family.rawValue, 1)
      arguments.remove(at: 1)
    }
    guard let name = ProcessInfo.processInfo.environment[variable], let family = FuzzFamily(rawValue: name) else {
      print("usage: fuzz FAMILY [libFuzzer's options]; fuzz --list names the families")
      exit(2)
    }
    FuzzFamily.current = family
    var count = Int32(arguments.count)
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    let status = pointers.withUnsafeMutableBufferPointer { buffer in
      var base: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = buffer.baseAddress
      return LLVMFuzzerRunDriver(&count, &base) { bytes, count in
        FuzzFamily.current.run(UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
      }
    }
    exit(status)
  }
}
