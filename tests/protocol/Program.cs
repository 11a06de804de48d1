using System.Diagnostics;
using Isopleth.Jupyter;
using Isopleth.Tests.Protocol;
using Xunit.Runner.InProc.SystemConsole;

// The tests of processes need kernels and clients that are processes: this program plays both.
switch (args)
{
    case [EchoProcess.KernelVerb, var connectionFile]:
        using (var engine = new EchoEngine())
        {
            return KernelServer.Run(connectionFile, engine);
        }

    case [EchoProcess.ClientVerb, var end]:
        var kernel = await KernelProcess.StartAsync(EchoProcess.Spec());
        Console.WriteLine(kernel.Pid);
        if (end == "killed")
        {
            Process.GetCurrentProcess().Kill();
        }

        return 0; // without a word to the kernel

    default:
        return await ConsoleRunner.Run(args);
}
