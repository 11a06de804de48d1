using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Magics;
using Isopleth.Kernel.Outputs;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

/// <summary>This session, or the cells of one language in it, as notebooks of .NET Interactive address them.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Notebooks call them on an instance.")]
public class Kernel
{
    private protected Kernel(string name) => Name = name;

    /// <summary>The session with all of its languages.</summary>
    public static CompositeKernel Root { get; } = new();

    /// <summary>The C# of the session.</summary>
    public static Kernel Current { get; } = new CSharpKernel();

    /// <summary>The language, as its magic names it.</summary>
    public string Name { get; }

    /// <summary>Asks the person at the front end for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="typeHint">What is asked for; the front end is told of passwords alone.</param>
    /// <returns>The line.</returns>
    /// <exception cref="InvalidOperationException">The front end takes no input.</exception>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") =>
        typeHint == "password" ? CellCommands.GetPasswordAsync(prompt) : CellCommands.GetInputAsync(prompt);

    /// <summary>Asks the person at the front end for a secret.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="InvalidOperationException">The front end takes no input.</exception>
    public static async Task<PasswordString> GetPasswordAsync(string prompt = "") => new(await CellCommands.GetPasswordAsync(prompt).ConfigureAwait(true));

    /// <inheritdoc cref="CellCommands.display(object?, string[])"/>
    [SuppressMessage("Style", "IDE1006", Justification = "The name that notebooks know.")]
    public static DisplayedValue display(object? value, params string[] mimeTypes) => CellCommands.display(value, mimeTypes);

    /// <summary>A piece of HTML.</summary>
    /// <param name="content">The HTML.</param>
    /// <returns>A value that is shown as that HTML.</returns>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <inheritdoc cref="CellCommands.Javascript"/>
    public static DisplayedValue Javascript(string script) => CellCommands.Javascript(script);

    /// <inheritdoc cref="CellCommands.CSS"/>
    public static DisplayedValue CSS(string content) => CellCommands.CSS(content);

    /// <summary>The cells of a language.</summary>
    /// <param name="name">The language, as its magic names it.</param>
    /// <returns>They; null where there is no such language.</returns>
    public Kernel? FindKernelByName(string name) =>
        name is "csharp" or "C#" or "c#" ? Current
        : name == Root.Name ? Root
        : CellOutput.Current?.Cell?.Table.TakesText(name) == true ? new Kernel(name)
        : null;

    /// <summary>Does what a cell would do, in the midst of this one.</summary>
    /// <param name="command">What to do.</param>
    /// <returns>What came of it. A failure is told on the cell's standard error, and is no exception.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public Task<KernelCommandResult> SendAsync(KernelCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        List<KernelEvent> events = [];
        var failure = Carry(command, events);
        events.Add(failure is null ? new CommandSucceeded(command) : new CommandFailed(command, failure));
        return Task.FromResult(new KernelCommandResult(command, events));
    }

    /// <summary>Would teach the front end's own languages a command of the notebook's; here they run nothing, and <see cref="SendAsync"/> says so.</summary>
    /// <typeparam name="T">The command.</typeparam>
    public void RegisterCommandType<T>()
        where T : KernelCommand
    {
    }

    private string? Carry(KernelCommand command, List<KernelEvent> events)
    {
        if (command is SendEditableCode editable)
        {
            Cell.Output.Payload.Add((JsonNode)new JsonObject { ["source"] = "set_next_input", ["text"] = editable.Text, ["replace"] = false });
            return null;
        }

        string failure;
        if (command.ToCell(command.TargetKernelName ?? (this == Root ? null : Name)) is not { } code)
        {
            failure = $"Nothing here handles a command of type {command.GetType().Name}: this kernel runs SubmitCode, AddPackageSource and SendEditableCode, and the front end's JavaScript takes no commands.";
            CellOutput.Current?.Write("stderr", failure + "\n");
            return failure;
        }

        var error = Cell.Submit(code, value =>
        {
            events.Add(new ReturnValueProduced(value, command));
            value.Display();
        });
        if (error is not null)
        {
            CellOutput.Current!.Write("stderr", string.Join('\n', error.Traceback) + "\n");
        }

        return error?.Value;
    }

    /// <summary>Runs code, as a cell does.</summary>
    /// <param name="code">The code.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public Task<KernelCommandResult> SubmitCodeAsync(string code) => SendAsync(new SubmitCode(code));

    /// <summary>The value of a variable.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether there is such a variable.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public bool TryGetValue<T>(string name, out T? value)
    {
        var found = Cell.Session.Variables().Find(v => v.Name == name && v.Value is T);
        value = found.Value is T it ? it : default;
        return found.Name is not null;
    }

    /// <summary>Sets a variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="declaredType">Its type; null for that of the value.</param>
    /// <returns>When it is set.</returns>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public Task SetValueAsync(string name, object? value, Type? declaredType = null)
    {
        Cell.Declare(name, value, declaredType);
        return Task.CompletedTask;
    }

    private static MagicCell Cell => CellOutput.Current?.Cell ?? throw new InvalidOperationException("A kernel can be told something only from a cell that runs.");
}

/// <summary>What came of a command.</summary>
/// <param name="Command">The command.</param>
/// <param name="Events">What came of it, in order.</param>
public sealed record KernelCommandResult(KernelCommand Command, IReadOnlyList<KernelEvent> Events);
