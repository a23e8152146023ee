import CPosix
import Glibc
import Plans

/// How the script gets its arguments and its own text without either standing anywhere to be read.
///
/// Python is started with this program and a pipe as descriptor 3. The pipe brings the arguments, the password among
/// them, and the script as it was approved: whatever its file holds by then does not run.
enum PrepBootstrap {
    static let program = """
        import os,sys
        def part(f):
         n=int.from_bytes(f.read(8),'big');b=f.read(n)
         if len(b)!=n:sys.exit('the prep was not handed over whole')
         return b
        with open(3,'rb') as f:
         n=int.from_bytes(f.read(8),'big');argv=[os.fsdecode(part(f)) for _ in range(n)];text=part(f)
        sys.argv[:]=argv;sys.path[0]=os.path.dirname(argv[0])
        m=type(sys)('__main__');m.__file__=argv[0];m.__builtins__=__builtins__;sys.modules['__main__']=m
        code=compile(text,argv[0],'exec',dont_inherit=True)
        del text,argv,f,n,part
        exec(code,m.__dict__)
        """

    /// What goes through the pipe.
    /// - Parameter arguments: the script's path, then its flags and values.
    static func parcel(arguments: [String], script: [UInt8]) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] {
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
        }
        var parcel = number(arguments.count)
        for argument in arguments { parcel += number(argument.utf8.count) + Array(argument.utf8) }
        return parcel + number(script.count) + script
    }

    /// Starts the interpreter with the program; it waits for the parcel.
    static func start(
        _ interpreter: String, _ launch: PrepLaunch, on terminal: Int32, parcelFrom end: Int32
    ) throws(ActingError) -> pid_t {
        // Copies of ours, freed below; C only reads them.
        let words: [String] = [interpreter, "-c", program]
        let argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        let variables: [UnsafeMutablePointer<CChar>?] = launch.environment.map { strdup($0) } + [nil]
        defer { (argv + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let code = cp_pty_start_handing(
            terminal, argv.map { UnsafePointer($0) }, variables.map { UnsafePointer($0) }, launch.folder, end, &pid)
        guard code == 0 else { throw .failed("cannot start \(interpreter): \(String(cString: strerror(code)))") }
        return pid
    }
}
