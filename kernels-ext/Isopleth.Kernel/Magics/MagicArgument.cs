namespace Isopleth.Kernel.Magics;

/// <summary>What a line gives for one parameter of its magic.</summary>
/// <param name="Text">The text.</param>
/// <param name="Start">The column that it begins in, from 0.</param>
/// <param name="Length">How many letters it has in the line.</param>
internal sealed record MagicArgument(string Text, int Start, int Length)
{
    /// <summary>The value: the variable's where one is named, else the text.</summary>
    public object? Value { get; init; } = Text;
}
