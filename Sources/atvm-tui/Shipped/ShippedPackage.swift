import Acting
import Plans

/// The files of the package that the binary carries: helper scripts, units, the sample inventory, the manual.
enum ShippedPackage {
    static let files: [PackageFile] =
        [
            script("start-atvm-run.sh", PackageResources.start_atvm_run_sh),
            script("start-atvm-runner.sh", PackageResources.start_atvm_runner_sh),
            script("cancel-atvm-runner.sh", PackageResources.cancel_atvm_runner_sh),
            script("start-atvm-run-watcher.sh", PackageResources.start_atvm_run_watcher_sh),
            script("cancel-atvm-run-watcher.sh", PackageResources.cancel_atvm_run_watcher_sh),
            script("run-atvm-runner.sh", PackageResources.run_atvm_runner_sh),
            PackageFile("vm-inventory.md", PackageResources.vm_inventory_md, mode: 0o644, .package, .operators),
            unit("atvm-runner@.service", PackageResources.atvm_runner__service, .unit),
            unit("atvm-run-watcher@.service", PackageResources.atvm_run_watcher__service, .unit),
            unit("atvm-prep@.service", PackageResources.atvm_prep__service, .unit),
            unit("atvm-run-watchers.service", PackageResources.atvm_run_watchers_service, .unitAtBoot),
            PackageFile(
                "atvm-run-watcher.env", PackageResources.atvm_run_watcher_env, mode: 0o600, .environment, .configuration
            ),
            machine(Manual.path, Manual.text()),
        ] + Completions.Shell.allCases.map { machine(Completions.path(for: $0), Completions.text(for: $0)) }

    private static func script(_ name: String, _ bytes: [UInt8]) -> PackageFile {
        PackageFile(name, bytes, mode: 0o755, .package, .package)
    }

    private static func machine(_ path: String, _ text: String) -> PackageFile {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return PackageFile(
            String(path[end...].dropFirst()), Array(text.utf8), mode: 0o644,
            .machine(folder: String(path[..<end])), .package)
    }

    private static func unit(_ name: String, _ bytes: [UInt8], _ place: PackageFile.Place) -> PackageFile {
        PackageFile(name, bytes, mode: 0o644, place, .package)
    }
}
