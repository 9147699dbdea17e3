// swift-tools-version: 6.1
import PackageDescription

/// A package of its own, so that whoever uses fodspor neither fetches nor builds the benchmark tool.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "fodspor-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "fodspor", path: ".."),
    // Without traits: jemalloc, by which it would count allocations, is not there on most machines.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    // From bytes to a store.
    .executableTarget(
      name: "Reading",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"), .product(name: "LogFormats", package: "fodspor"),
        .product(name: "StudyStore", package: "fodspor"),
      ],
      path: "Benchmarks/Reading", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    // From a store to a report.
    .executableTarget(
      name: "Studies",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"), .product(name: "StudyStore", package: "fodspor"),
        .product(name: "Alignment", package: "fodspor"), .product(name: "Accounting", package: "fodspor"),
        .product(name: "Reporting", package: "fodspor"),
      ],
      path: "Benchmarks/Studies", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
