// swift-tools-version: 6.1
import PackageDescription

/// A package of its own, so that whoever uses fodspor does not build the fuzzer. `make fuzz` builds and runs it; it
/// sets `FODSPOR_FUZZING`, by which fodspor's layers that read bytes are built with counters of coverage, and
/// `FODSPOR_LIBFUZZER`, the path of libFuzzer's archive without `main` in the toolchain.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "fodspor-fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "fodspor", path: "..")],
  targets: [
    // The declarations of libFuzzer, which has no header.
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "CFuzzer", .product(name: "LogFormats", package: "fodspor"), .product(name: "StudyFile", package: "fodspor"),
        .product(name: "StudyStore", package: "fodspor"), .product(name: "Reporting", package: "fodspor"),
      ],
      path: "Sources/Fuzz", swiftSettings: settings,
      linkerSettings: [
        .unsafeFlags(
          ["-sanitize=address", "-use-ld=lld"] + [Context.environment["FODSPOR_LIBFUZZER"]].compactMap { $0 }),
        .linkedLibrary("stdc++"),
      ]),
  ]
)
