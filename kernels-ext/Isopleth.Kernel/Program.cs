using Isopleth.Jupyter;
using Isopleth.Kernel;
using Isopleth.Kernel.Outputs;

StartupProfile.Begin();
if (MemoryLimit.Apply() is { } wrong)
{
    Console.Error.WriteLine(wrong);
}

// The kernelspec's argv: --connection-file FILE, and --extension ASSEMBLY for each assembly that adds to the cells.
string? connectionFile = null;
var extensions = new List<string>();
for (var i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--connection-file":
            connectionFile = args[i + 1];
            break;
        case "--extension":
            extensions.Add(args[i + 1]);
            break;
        default:
            return Usage($"The option {args[i]} is not known.");
    }
}

if (connectionFile is null || args.Length % 2 != 0)
{
    return Usage("A connection file is needed.");
}

_ = Task.Run(NativeOutput.Install); // beside the start
var code = KernelServer.Run(connectionFile, new CSharpEngine(extensions));
StartupProfile.Wait();
return code;

static int Usage(string trouble)
{
    Console.Error.WriteLine($"{trouble} Jupyter starts this program: Isopleth.Kernel --connection-file FILE [--extension ASSEMBLY]…; `isopleth kernel install` tells Jupyter of it.");
    return 2;
}
