using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>Something that came of a command.</summary>
/// <param name="Command">The command.</param>
public abstract record KernelEvent(KernelCommand? Command);

/// <summary>The command was carried out.</summary>
/// <param name="Command">The command.</param>
public sealed record CommandSucceeded(KernelCommand? Command) : KernelEvent(Command);

/// <summary>The command failed.</summary>
/// <param name="Command">The command.</param>
/// <param name="Message">Why.</param>
public sealed record CommandFailed(KernelCommand? Command, string Message) : KernelEvent(Command);

/// <summary>The code ended in an expression.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Command">The command.</param>
public sealed record ReturnValueProduced(object? Value, KernelCommand? Command) : KernelEvent(Command)
{
    /// <summary>The value as it is shown.</summary>
    public IReadOnlyCollection<FormattedValue> FormattedValues { get; } = [new(PlainTextFormatter.MimeType, Value.ToDisplayString())];
}

/// <summary>A value is to be shown.</summary>
/// <param name="Value">The value.</param>
/// <param name="Command">The command.</param>
/// <param name="FormattedValues">The forms to show it in; none for those that it has.</param>
public sealed record DisplayedValueProduced(object? Value, KernelCommand? Command, IReadOnlyList<FormattedValue>? FormattedValues = null) : KernelEvent(Command);
