// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
]
let strictC: [CSetting] = [
    .define("_GNU_SOURCE"), .define("NCURSES_WIDECHAR", to: "1"), .treatAllWarnings(as: .error),
]

let package = Package(
    name: "atvm-tui",
    products: [.executable(name: "atvm-tui", targets: ["atvm-tui"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    ],
    targets: [
        // C and system modules. ncursesw stands before tinfo because static linking needs that order.
        .target(
            name: "CNcurses", cSettings: strictC,
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "CPosix", cSettings: strictC),
        .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),

        // The pure core.
        .target(name: "Runs", swiftSettings: strict),
        .target(name: "Formats", dependencies: ["Runs", "CExpat"], swiftSettings: strict),
        .target(
            name: "Plans", dependencies: ["Runs", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(name: "Screen", swiftSettings: strict),
        .target(name: "Viewing", dependencies: ["Runs", "Screen"], swiftSettings: strict),

        .target(
            name: "Operating", dependencies: ["Viewing", "Plans", "Runs", "Screen"], swiftSettings: strict),

        // Effects.
        .target(
            name: "Observing",
            dependencies: ["Runs", "Formats", "CPosix"], swiftSettings: strict),
        .target(
            name: "Acting", dependencies: ["Plans", "Observing", "Formats", "Runs", "CPosix"], swiftSettings: strict),
        .target(name: "Curses", dependencies: ["Screen", "CNcurses"], swiftSettings: strict),
        .target(name: "Simulation", dependencies: ["Runs"], swiftSettings: strict),
        .executableTarget(
            name: "atvm-tui",
            dependencies: [
                "Runs", "Formats", "Plans", "Screen", "Viewing", "Operating", "Observing", "Acting", "Curses",
                "Simulation", "CPosix",
                "TOMLKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [
                .embedInCode("Shipped/themes"), .embedInCode("Shipped/package"), .embedInCode("Shipped/triage"),
            ], swiftSettings: strict),

        .executableTarget(name: "bench-tree", dependencies: ["Runs", "Simulation"], swiftSettings: strict),

        // Measures what keys cost where there are many builds; not installed.
        .executableTarget(
            name: "view-bench", dependencies: ["Observing", "Viewing", "Runs", "Screen"], swiftSettings: strict),

        // Measures the log reader; not installed.
        .executableTarget(name: "reader-bench", dependencies: ["Observing", "Formats", "Runs"], swiftSettings: strict),

        // Tests.
        .target(
            name: "TestKit", dependencies: ["Screen", "CPosix", "Runs"], path: "Tests/TestKit", swiftSettings: strict),
        .executableTarget(
            name: "TerminalProbe", dependencies: ["Curses", "Screen", "CPosix"], path: "Tests/TerminalProbe",
            swiftSettings: strict),
        .testTarget(
            name: "RunsTests", dependencies: ["Runs", "Formats", "TestKit"], exclude: ["Reports"], swiftSettings: strict
        ),
        .testTarget(name: "FormatsTests", dependencies: ["Formats", "Runs", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "ScreenTests", dependencies: ["Screen", "CPosix", "TestKit"], exclude: ["Screens"],
            swiftSettings: strict),
        .testTarget(
            name: "CursesTests", dependencies: ["Curses", "Screen", "TestKit", "TerminalProbe"],
            swiftSettings: strict),
        .testTarget(
            name: "ViewingTests", dependencies: ["Viewing", "Runs", "Screen", "TestKit"],
            exclude: ["Screens"], swiftSettings: strict),
        .testTarget(
            name: "OperatingTests", dependencies: ["Operating", "Viewing", "Plans", "Runs", "Screen", "TestKit"],
            exclude: ["Screens"], swiftSettings: strict),
        .testTarget(
            name: "ObservingTests", dependencies: ["Observing", "Formats", "Runs", "Simulation", "CPosix", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["atvm-tui", "CPosix", "Formats", "Runs", "Screen", "Simulation", "TestKit"],
            exclude: ["Pictures"], swiftSettings: strict),
        .testTarget(
            name: "PlansTests", dependencies: ["Plans", "Runs", "TestKit"], exclude: ["Preps"], swiftSettings: strict),
        .testTarget(
            name: "ActingTests",
            dependencies: [
                "atvm-tui", "Acting", "Plans", "Observing", "Formats", "Runs", "Screen", "CPosix", "TestKit",
            ],
            swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation", "Runs"], swiftSettings: strict),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "atvm-tui", "Runs", "Screen", "Viewing", "TestKit",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6])
