namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Something that a kernel is told to do.</summary>
/// <param name="targetKernelName">The language that it is meant for; null for that of the kernel that it is sent to.</param>
public abstract class KernelCommand(string? targetKernelName)
{
    /// <summary>The language that it is meant for.</summary>
    public string? TargetKernelName { get; } = targetKernelName;

    /// <summary>The cell that does it, with the language's magic first.</summary>
    internal abstract string ToCell(string? language);
}

/// <summary>Runs code, as a cell does.</summary>
/// <param name="code">The code.</param>
/// <param name="targetKernelName">Its language.</param>
public sealed class SubmitCode(string code, string? targetKernelName = null) : KernelCommand(targetKernelName)
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;

    /// <inheritdoc/>
    internal override string ToCell(string? language) => language is null or "csharp" ? Code : $"#!{language}\n{Code}";
}

/// <summary>Adds a source of packages.</summary>
/// <param name="packageSource">Its address or folder.</param>
/// <param name="targetKernelName">The language that it is for.</param>
public sealed class AddPackageSource(string packageSource, string? targetKernelName = null) : KernelCommand(targetKernelName)
{
    /// <summary>Its address or folder.</summary>
    public string PackageSource { get; } = packageSource;

    /// <inheritdoc/>
    internal override string ToCell(string? language) => $"#i \"nuget:{PackageSource}\"";
}
