// swift-tools-version: 6.1
import PackageDescription

/// Settings of every Swift target: Swift 6 language mode and the upcoming features that make imports and
/// existentials explicit. CI adds `-warnings-as-errors`.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // `@_lifetime`, so that a trimmed or cut `RawSpan` can be returned without copying bytes.
  .enableExperimentalFeature("Lifetimes"),
]

/// Counters of coverage and checks of addresses, for `Fuzzing/` only, which sets the variable and looks into layers as
/// their tests do, in an optimised build.
let fuzzed: [SwiftSetting] =
  Context.environment["FODSPOR_FUZZING"] == nil
  ? [] : [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])]

/// For layers that read every byte or search clocks: optimised in debug builds too, which makes tests and `make demo`
/// three to five times as fast. Take it away from a target to step through it in a debugger.
let optimised: [SwiftSetting] = settings + fuzzed + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "fodspor",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "fodspor", targets: ["fodspor"]),
    .library(name: "LogFormats", targets: ["LogFormats"]),
    .library(name: "StudyFile", targets: ["StudyFile"]),
    .library(name: "StudyStore", targets: ["StudyStore"]),
    .library(name: "Alignment", targets: ["Alignment"]),
    .library(name: "Accounting", targets: ["Accounting"]),
    .library(name: "Plotting", targets: ["Plotting"]),
    .library(name: "Reporting", targets: ["Reporting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Below all layers: units, instants, provenance.
    .target(name: "Quantities", swiftSettings: optimised),

    // Bytes to lines, fields, decimals and time stamps.
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "LogScanning",
      dependencies: ["Quantities", "CZlib", "CLibXML2", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: optimised),

    // One folder per log format: a sniffer and a parser.
    .target(name: "LogFormats", dependencies: ["Quantities", "LogScanning"], swiftSettings: optimised),

    // The optional `fodspor.yml`.
    .target(
      name: "StudyFile",
      dependencies: ["Quantities", "LogScanning", "LogFormats", .product(name: "Yams", package: "Yams")],
      swiftSettings: optimised),

    // One SQLite file per study. Swift cannot call the C function that sets SQLite's defensive mode.
    .systemLibrary(name: "CSQLiteDefensive", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "StudyStore",
      dependencies: [
        "Quantities", "LogScanning", "LogFormats", "CZlib", "CSQLiteDefensive",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: optimised),

    // Evidence to runs, clocks to one timeline.
    .target(
      name: "Alignment",
      dependencies: ["Quantities", "LogScanning", "LogFormats", "StudyStore", "StudyFile"],
      swiftSettings: optimised),

    // Energy, carbon, selection cost, statistics.
    .target(
      name: "Accounting",
      dependencies: ["Quantities", "LogScanning", "LogFormats", "StudyStore", "StudyFile", "Alignment"],
      resources: [.embedInCode("Resources")],
      swiftSettings: settings),

    // Figures in millimetres to SVG.
    .target(name: "Plotting", swiftSettings: settings),

    // Tables and documents.
    .target(
      name: "ReportTemplates", path: "templates", exclude: ["README.md"], resources: [.embedInCode("documents")],
      swiftSettings: settings),
    .target(
      name: "Reporting",
      dependencies: [
        "Quantities", "LogScanning", "LogFormats", "StudyStore", "StudyFile", "Alignment", "Accounting", "Plotting",
        "ReportTemplates", .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.embedInCode("Resources")],
      swiftSettings: settings + fuzzed),

    // The command line.
    .executableTarget(
      name: "fodspor",
      dependencies: [
        "Quantities", "LogScanning", "LogFormats", "StudyStore", "StudyFile", "Alignment", "Accounting",
        "Reporting", "ReportTemplates", "Plotting", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Made-up studies with a known answer, and how well the alignment finds it.
    .target(
      name: "StudySimulation", dependencies: ["Quantities"], path: "fixtures/simulation", exclude: ["README.md"],
      swiftSettings: optimised),
    .target(
      name: "AlignmentTrials",
      dependencies: [
        "StudySimulation", "Quantities", "LogFormats", "StudyFile", "StudyStore", "Alignment", "Accounting",
      ],
      path: "fixtures/alignment-trials/Trials", swiftSettings: optimised),
    .executableTarget(
      name: "alignment-trials",
      dependencies: [
        "AlignmentTrials", "StudySimulation", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "fixtures/alignment-trials/Command", swiftSettings: settings),

    // What tests of several layers share.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),

    // Texts that act where they are taken for part of a format, a study of them, and checks that nothing acts.
    .target(
      name: "HostileContent", dependencies: ["TestSupport"], path: "Tests/HostileContent", swiftSettings: optimised),

    // One test target per layer.
    .testTarget(name: "QuantitiesTests", dependencies: ["TestSupport", "Quantities"], swiftSettings: settings),
    .testTarget(name: "LogScanningTests", dependencies: ["LogScanning", "Quantities"], swiftSettings: settings),
    .testTarget(
      name: "LogFormatsTests", dependencies: ["TestSupport", "LogFormats", "LogScanning", "Quantities"],
      swiftSettings: settings),
    .testTarget(
      name: "StudyFileTests", dependencies: ["StudyFile", "LogFormats", "Quantities"], swiftSettings: settings),
    .testTarget(
      name: "StudyStoreTests",
      dependencies: [
        "TestSupport", "StudyStore", "LogFormats", "Quantities", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AlignmentTests",
      dependencies: [
        "TestSupport", "StudySimulation", "AlignmentTrials", "Alignment", "Accounting", "StudyStore", "StudyFile",
        "LogFormats", "Quantities",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AccountingTests",
      dependencies: ["TestSupport", "Accounting", "Alignment", "StudyFile", "LogFormats", "Quantities"],
      exclude: ["Reference"], swiftSettings: settings),
    .testTarget(
      name: "PlottingTests", dependencies: ["TestSupport", "Plotting"], exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "TestSupport", "HostileContent", "Reporting", "ReportTemplates", "Plotting", "Accounting", "Alignment",
        "StudyStore", "StudyFile",
        "LogFormats", "Quantities", .product(name: "Yams", package: "Yams"),
        .product(name: "Mustache", package: "swift-mustache"),
      ], exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
      name: "fodsporTests",
      dependencies: [
        "TestSupport", "HostileContent", "fodspor", "Accounting", "Reporting", "ReportTemplates", "StudyFile",
        "StudyStore", "LogFormats",
        "Quantities",
      ],
      swiftSettings: settings),
  ]
)
