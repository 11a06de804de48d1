namespace Microsoft.DotNet.Interactive.CSharp;

/// <summary>The C# of this session.</summary>
public sealed class CSharpKernel : Kernel
{
    internal CSharpKernel()
        : base("csharp")
    {
    }
}
