/// A prep script for the simulated controller: it takes the flags of the real one, asks what that asks, and writes lines
/// about work that it does not do. It touches nothing but its own log.
enum PrepScriptText {
    /// - Parameter pause: seconds between two lines.
    static func text(pause: Double) -> String {
        head + "PAUSE = \(pause)\n" + body
    }

    private static let head = """
        #!/usr/bin/env python3
        # A simulation: no storage and no VM is touched.
        import argparse, os, sys, time


        """

    private static let body = """


        parser = argparse.ArgumentParser()
        group = parser.add_mutually_exclusive_group(required=True)
        group.add_argument("-A", "--automated_testing", dest="mode", action="store_const", const="A")
        group.add_argument("-M", "--maintenance", dest="mode", action="store_const", const="M")
        group.add_argument("-R", "--register", dest="mode", action="store_const", const="R")
        group.add_argument("-U", "--unregister", dest="mode", action="store_const", const="U")
        group.add_argument("-rvgd", "--rollback_vm_gold_disk", dest="mode", action="store_const", const="B")
        parser.add_argument("-n", "--dgs_lun_name", required=True)
        parser.add_argument("-s", "--snapshot_name")
        parser.add_argument("-c", "--client_name", default="CDS1-ESX165")
        parser.add_argument("-vi", "--vcenter_ip", default="192.168.0.201")
        parser.add_argument("-vu", "--vcenter_username", default="simulated")
        parser.add_argument("-vp", "--vcenter_password", default="simulated")
        parser.add_argument("-e", "--esx_host_ip", default="192.168.1.165")
        args = parser.parse_args()
        folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "log")
        os.makedirs(folder, exist_ok=True)
        log = open(os.path.join(folder, "atvm_prep.log"), "a")
        VMS = ["redhat9.6", "ubuntu24.04", "w2k25", "sles15sp7"]


        def say(text):
            line = time.strftime("%Y-%m-%d %H:%M:%S") + " - INFO - " + text
            print(line, flush=True)
            log.write(line + "\\n")
            log.flush()
            time.sleep(PAUSE)


        def ask(text):
            answer = input(text + " [y/n] ").strip().lower()
            log.write(text + " [y/n] " + answer + "\\n")
            if answer != "y":
                say("Not confirmed, nothing was done")
                sys.exit(1)


        def power_off():
            for name in VMS:
                say("Power off VM " + name)


        def unregister():
            for name in VMS:
                say("Unregister VM " + name + " from " + args.esx_host_ip)


        def cleanup():
            say("Find datastore by LUN GUID 60:00:1f:e1")
            power_off()
            unregister()
            say("Unmount datastore on " + args.esx_host_ip)
            say("Unassign volume from " + args.client_name)
            say("Deleted clone of " + args.dgs_lun_name)


        def mount():
            say("Mount datastore on " + args.esx_host_ip)


        say("Client id of " + args.client_name + " is 17, volume id of " + args.dgs_lun_name + " is 4711")
        say("Currently assigned volume: " + args.dgs_lun_name + "-clone-3")
        snapshot = args.snapshot_name or "the latest snapshot"
        if args.mode == "A":
            cleanup()
            say("Create clone of " + args.dgs_lun_name + " from " + snapshot)
            say("Assign clone to " + args.client_name)
            say("Force-mount unresolved VMFS volume on " + args.esx_host_ip)
        elif args.mode == "M":
            cleanup()
            say("Assign volume " + args.dgs_lun_name + " to " + args.client_name)
            say("Rescan storage of " + args.esx_host_ip)
            mount()
        elif args.mode == "R":
            ask("Register the VMs on the LUN of " + args.client_name + "?")
            say("Found %d VMX files on the datastore" % len(VMS))
            for name in VMS:
                say("Register VM " + name + " on " + args.esx_host_ip)
        elif args.mode == "U":
            ask("Power off and unregister all VMs on the LUN of " + args.client_name + "?")
            power_off()
            unregister()
        else:
            ask("Roll volume " + args.dgs_lun_name + " back to " + snapshot + "?")
            cleanup()
            say("Roll back volume " + args.dgs_lun_name + " to " + snapshot)
            say("Assign volume to " + args.client_name)
            mount()
        say("Finished")

        """
}
