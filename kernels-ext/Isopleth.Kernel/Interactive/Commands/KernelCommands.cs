namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>Something that a kernel is told to do.</summary>
/// <param name="targetKernelName">The language that it is meant for; null for that of the kernel that it is sent to.</param>
public abstract class KernelCommand(string? targetKernelName = null)
{
    /// <summary>The language that it is meant for.</summary>
    public string? TargetKernelName { get; } = targetKernelName;

    /// <summary>The cell that does it, with the language's magic first; null for a command of a notebook's own, which nothing here handles.</summary>
    internal virtual string? ToCell(string? language) => null;
}

/// <summary>Runs code, as a cell does.</summary>
/// <param name="code">The code.</param>
/// <param name="targetKernelName">Its language.</param>
public sealed class SubmitCode(string code, string? targetKernelName = null) : KernelCommand(targetKernelName)
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;

    /// <inheritdoc/>
    internal override string? ToCell(string? language) => language is null or "csharp" ? Code : $"#!{language}\n{Code}";
}

/// <summary>Adds a source of packages.</summary>
/// <param name="packageSource">Its address or folder.</param>
/// <param name="targetKernelName">The language that it is for.</param>
public sealed class AddPackageSource(string packageSource, string? targetKernelName = null) : KernelCommand(targetKernelName)
{
    /// <summary>Its address or folder.</summary>
    public string PackageSource { get; } = packageSource;

    /// <inheritdoc/>
    internal override string? ToCell(string? language) => $"#i \"nuget:{PackageSource}\"";
}

/// <summary>Puts code into a cell of its own below this one, to be looked at and run.</summary>
/// <param name="kernelName">Its language.</param>
/// <param name="code">The code.</param>
public sealed class SendEditableCode(string kernelName, string code) : KernelCommand(kernelName)
{
    /// <summary>Its language.</summary>
    public string KernelName { get; } = kernelName;

    /// <summary>The code.</summary>
    public string Code { get; } = code;

    /// <summary>The text of that cell.</summary>
    internal string Text => new SubmitCode(Code).ToCell(KernelName)!;
}
