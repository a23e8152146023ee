import Testing

@Suite struct HouseTests {
    @Test func sourcesKeepTheRules() {
        let files = SourceTree.files(in: "Sources")
        #expect(files.count > 20, "the sources were not found under \(SourceTree.package)")
        let complaints = files.flatMap { HouseRules.complaints(about: $0) }
        #expect(complaints.isEmpty, "\(complaints.map { "\n\($0)" }.joined())")
    }

    @Test func testsKeepTheRules() {
        // The rules' own tests hold every breach there is.
        let files = SourceTree.files(in: "Tests").filter { !$0.path.hasPrefix("Tests/HouseTests/") }
        #expect(!files.isEmpty)
        let complaints = files.flatMap { HouseRules.complaints(about: $0) }
        #expect(complaints.isEmpty, "\(complaints.map { "\n\($0)" }.joined())")
    }

    @Test func everyTargetIsInThePlan() {
        let unknown = SourceTree.targets.filter {
            HousePlan.sources[$0] == nil && !HousePlan.withoutSwift.contains($0)
        }
        #expect(unknown.isEmpty)
    }

    /// The five walls: what they keep apart must not meet through a third target either.
    @Test(arguments: [
        ("Runs", ["Plans", "Viewing", "Operating", "Observing", "Acting"]),
        ("Formats", ["Plans", "Viewing", "Operating", "Observing", "Acting"]),
        ("Viewing", ["Plans", "Operating", "Observing", "Acting", "Glibc"]),
        ("Operating", ["Observing", "Acting", "Glibc"]),
        ("Observing", ["Plans", "Viewing", "Operating", "Acting"]),
        ("Acting", ["Viewing", "Operating", "Screen"]),
    ])
    func wallsStand(_ target: String, forbidden: [String]) {
        var reached: Set<String> = []
        var open = [target]
        while let next = open.popLast() {
            guard let plan = HousePlan.sources[next] else { continue }
            for module in plan.onlyIn.values.reduce(plan.imports, { $0.union($1) })
            where reached.insert(module).inserted {
                open.append(module)
            }
        }
        #expect(reached.isDisjoint(with: forbidden))
    }
}
