using System.Text.Json.Nodes;

namespace Isopleth.Jupyter;

/// <summary>How a cell is executed.</summary>
public sealed record ExecuteOptions
{
    /// <summary>True to run it without outputs, history and number.</summary>
    public bool Silent { get; init; }

    /// <summary>True to give it a number and keep it in the history.</summary>
    public bool StoreHistory { get; init; } = true;

    /// <summary>True when <see cref="KernelClient.InputRequested"/> can answer a cell that asks for input.</summary>
    public bool AllowStdin { get; init; }

    /// <summary>True to abort the requests that wait behind this one when it fails.</summary>
    public bool StopOnError { get; init; } = true;

    /// <summary>Expressions to evaluate after the cell, by name.</summary>
    public IReadOnlyDictionary<string, string> UserExpressions { get; init; } = new Dictionary<string, string>();

    /// <summary>The request's metadata; null for none.</summary>
    public JsonObject? Metadata { get; init; }
}

/// <summary>How a cell ended.</summary>
public sealed record ExecuteReply
{
    /// <summary><c>ok</c>, <c>error</c> or <c>aborted</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The cell's number; null when it was aborted.</summary>
    public int? ExecutionCount { get; init; }

    /// <summary>The error's kind; null unless <see cref="Status"/> is <c>error</c>.</summary>
    public string? ErrorName { get; init; }

    /// <summary>The error's message; null unless <see cref="Status"/> is <c>error</c>.</summary>
    public string? ErrorValue { get; init; }

    /// <summary>The lines of the error as shown (ANSI colours), empty unless <see cref="Status"/> is <c>error</c>.</summary>
    public IReadOnlyList<string> Traceback { get; init; } = [];

    /// <summary>The values of the user expressions, by name.</summary>
    public JsonObject UserExpressions { get; init; } = [];

    /// <summary>The payload (pages for the pager, for example).</summary>
    public JsonArray Payload { get; init; } = [];

    /// <summary>The whole reply.</summary>
    public required JupyterMessage Message { get; init; }
}
