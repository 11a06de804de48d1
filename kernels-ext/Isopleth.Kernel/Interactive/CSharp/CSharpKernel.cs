namespace Microsoft.DotNet.Interactive.CSharp;

/// <summary>The C# of this session.</summary>
public sealed class CSharpKernel : Kernel
{
    internal CSharpKernel()
        : base("csharp")
    {
    }

    /// <summary>Would be a second C#, with variables of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NotSupportedException">Always: there is one session.</exception>
    public CSharpKernel(string name)
        : base(name) => throw new NotSupportedException("This kernel has one C# session, and makes no other. Leave the line out and keep to #!csharp; a notebook can have a kernel of its own.");
}
