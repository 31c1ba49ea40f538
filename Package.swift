// swift-tools-version: 6.2
import PackageDescription

/// Applied to every Swift target of ours.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func library(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    embeds: Bool = false
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        swiftSettings: strict,
        plugins: embeds ? [.plugin(name: "EmbedTextPlugin")] : [])
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies + [arguments, logging], swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name)] + dependencies,
        exclude: exclude,
        swiftSettings: strict)
}

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let scrypt: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let sqlite: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "goodcatch",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "goodcatch-clinic", targets: ["goodcatch-clinic"]),
        .executable(name: "goodcatch-pso", targets: ["goodcatch-pso"]),
        .executable(name: "goodcatch-spec", targets: ["goodcatch-spec"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.1.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.5.0"),
        .package(
            url: "https://github.com/apple/swift-configuration.git", from: "1.4.0",
            traits: [.trait(name: "YAML")]),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.30.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV.git", from: "0.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit.git", from: "5.7.0"),
    ],
    targets: [
        // System libraries
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibZ", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CLibSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),

        // Build-time embedding of the specification, SQL and templates
        .executableTarget(name: "EmbedText", swiftSettings: strict),
        .plugin(name: "EmbedTextPlugin", capability: .buildTool(), dependencies: ["EmbedText"]),

        // The specification and the reports it describes
        library("IncidentSpec", [yaml], embeds: true),
        library("IncidentReports", ["IncidentSpec", "CLibSimdjson", crypto]),
        library("SpecArtifacts", ["IncidentSpec"]),
        library("SampleReports", ["IncidentSpec"]),

        // The clinic
        library("Identifiers", embeds: true),
        library("Deidentification", ["IncidentSpec", "IncidentReports", "Identifiers", "CLibCrypto"]),
        library(
            "Submission",
            [
                "IncidentSpec", "IncidentReports", "Deidentification", "CLibCurl", sqlite, jwt,
                .product(name: "SwiftCSV", package: "SwiftCSV"), yaml,
                .product(name: "Mustache", package: "swift-mustache"),
            ], embeds: true),
        library(
            "ClinicStore",
            [
                "IncidentSpec", "IncidentReports", "Deidentification", "Submission", sqlite,
                .product(name: "SwiftCSV", package: "SwiftCSV"),
            ]),

        // The aggregator
        library("Postgres", ["CLibPQ", logging]),
        library("AggregatorStore", ["IncidentSpec", "IncidentReports", "Postgres", logging], embeds: true),
        library("DisclosureControl"),
        library("Pages", [.product(name: "Mustache", package: "swift-mustache")], embeds: true),
        library(
            "Publishing",
            ["IncidentSpec", "IncidentReports", "AggregatorStore", "DisclosureControl", "Pages", crypto]),
        library(
            "AggregatorServer",
            [
                "IncidentSpec", "IncidentReports", "Identifiers", "AggregatorStore", "Publishing", "Postgres",
                "SpecArtifacts", "CLibZ", logging, crypto, scrypt, jwt, yaml,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ]),

        // Programs
        program(
            "goodcatch-clinic",
            ["IncidentSpec", "IncidentReports", "Identifiers", "Deidentification", "Submission", "ClinicStore"]),
        program(
            "goodcatch-pso",
            [
                "IncidentSpec", "IncidentReports", "Postgres", "AggregatorStore", "Publishing", "AggregatorServer",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Metrics", package: "swift-metrics"),
            ]),
        program("goodcatch-spec", ["IncidentSpec", "IncidentReports", "SpecArtifacts", "SampleReports"]),

        .executableTarget(name: "goodcatch-bench", dependencies: ["Identifiers"], swiftSettings: strict),

        // Tests
        .target(
            name: "TestSupport", dependencies: ["IncidentSpec", "IncidentReports", "Postgres", "AggregatorStore"],
            path: "Tests/TestSupport", swiftSettings: strict),
        tests("IncidentSpec"),
        tests("IncidentReports", ["IncidentSpec"]),
        tests("SpecArtifacts", ["IncidentSpec", "IncidentReports"]),
        tests("SampleReports", ["IncidentSpec", "IncidentReports"]),
        tests("Identifiers", ["goodcatch-bench"], exclude: ["Narratives"]),
        tests(
            "Deidentification", ["IncidentSpec", "IncidentReports", "Identifiers", "SampleReports", "TestSupport"]),
        tests(
            "Submission",
            ["IncidentSpec", "IncidentReports", "Deidentification", "SampleReports", "TestSupport", sqlite]),
        tests("ClinicStore", ["IncidentSpec", "IncidentReports", "Deidentification", "Submission", sqlite]),
        tests("Postgres", ["TestSupport"]),
        tests("AggregatorStore", ["IncidentSpec", "IncidentReports", "Postgres", "TestSupport"]),
        tests("DisclosureControl"),
        tests("Pages"),
        tests(
            "Publishing",
            ["IncidentSpec", "IncidentReports", "AggregatorStore", "DisclosureControl", "Postgres", "TestSupport"],
            exclude: ["Golden"]),
        .testTarget(
            name: "ReportSQLTests",
            dependencies: ["IncidentSpec", "IncidentReports", "AggregatorStore", "Postgres", "TestSupport"],
            swiftSettings: strict),
        tests(
            "AggregatorServer",
            [
                "IncidentSpec", "IncidentReports", "AggregatorStore", "Postgres", "Publishing", "TestSupport", jwt,
                logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"), crypto,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ]),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "TestSupport", "IncidentSpec", "SampleReports", "Postgres",
                "goodcatch-clinic", "goodcatch-pso", "goodcatch-spec",
            ],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17)
