using System.Diagnostics;

namespace Isopleth.Tests;

/// <summary>The algebra on a processor that has less than this one.</summary>
public class ProcessorTests
{
    /// <summary>In a process of their own, to which the runtime shows no instructions of 512 bits: the tiles in C# then give way to OpenBLAS.</summary>
    [Fact]
    public async Task DenseAlgebra_WithoutVectorsOf512Bits_PassesItsTests()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-class", typeof(DenseAlgebraTests).FullName!]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_EnableAVX512"] = "0";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
    }
}
