namespace Isopleth.Tests.Protocol;

/// <summary>Runs jupyter_kernel_test against the C# kernel as it is shipped.</summary>
public sealed class KernelTestSuite
{
    /// <summary>What each test of the suite said, by its name.</summary>
    internal IReadOnlyDictionary<string, (string Outcome, string Detail)> Outcomes { get; } =
        KernelScript.Run("csharp_kernel.py").ToDictionary(static line => (string)line["test"]!, static line => ((string)line["outcome"]!, (string)line["detail"]!));
}
