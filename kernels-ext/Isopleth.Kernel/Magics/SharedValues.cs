using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;

namespace Isopleth.Kernel.Magics;

/// <summary>Hands values that no C# can write over to the cells' variables.</summary>
public static class SharedValues
{
    private static readonly ConcurrentDictionary<int, object?> Waiting = new();
    private static int _last;

    /// <summary>Takes a value that waits to become a variable.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="ticket">Its ticket.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">It was taken already.</exception>
    public static T Take<T>(int ticket) => Waiting.TryRemove(ticket, out var value)
        ? (T)value!
        : throw new InvalidOperationException("This value was taken already; it is handed over once.");

    /// <summary>C# that declares a variable of a value.</summary>
    /// <param name="name">The variable's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The variable's type, which C# can name.</param>
    internal static string Declaration(string name, object? value, Type type)
    {
        var ticket = Interlocked.Increment(ref _last);
        Waiting[ticket] = value;
        return $"{(type == typeof(object) && value is not null ? "dynamic" : "var")} @{name} = Isopleth.Kernel.Magics.SharedValues.Take<{CSharpName(type)}>({ticket});";
    }

    /// <summary>The nearest type to a type, or above it, that C# can name.</summary>
    /// <param name="type">The type.</param>
    internal static Type Nameable(Type type) => IsNameable(type) ? type : Nameable(type.BaseType!);

    /// <summary>Whether a variable may bear a name.</summary>
    /// <param name="name">The name.</param>
    internal static bool IsName(string name) => SyntaxFacts.IsValidIdentifier(name);

    /// <summary>The files of the assemblies that a type and its arguments are from.</summary>
    /// <param name="type">The type.</param>
    internal static IEnumerable<string> Files(Type type) =>
        (type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(Files).Append(Home(type)).Where(static file => file.Length > 0).Distinct(StringComparer.Ordinal);

    private static string Home(Type type) => type.Assembly.IsDynamic ? "" : type.Assembly.Location;

    private static bool IsNameable(Type type) =>
        type.IsArray ? IsNameable(type.GetElementType()!)
        : type.IsVisible && !type.IsPointer && !type.IsByRefLike && !type.Name.Contains('<', StringComparison.Ordinal)
            && (Home(type).Length > 0 || IsOfCells(type)) && type.GetGenericArguments().All(IsNameable);

    /// <summary>Whether cells declare the type; theirs are loaded from memory, as those of other languages are that C# cannot refer to.</summary>
    private static bool IsOfCells(Type type) => type.Assembly.GetName().Name is { } name && (name.StartsWith("cell-", StringComparison.Ordinal) || name.StartsWith("library-", StringComparison.Ordinal));

    private static string CSharpName(Type type)
    {
        if (type.IsArray)
        {
            // int[][,]: the outermost rank stands first.
            var (element, ranks) = (type, "");
            for (; element.IsArray; element = element.GetElementType()!)
            {
                ranks += $"[{new string(',', element.GetArrayRank() - 1)}]";
            }

            return CSharpName(element) + ranks;
        }

        var arguments = new Queue<string>(type.GetGenericArguments().Select(CSharpName));
        var name = "";
        var chain = new Stack<Type>();
        for (var part = type; part is not null && !IsSubmission(part); part = part.DeclaringType)
        {
            chain.Push(part);
        }

        foreach (var part in chain)
        {
            var split = part.Name.Split('`');
            var count = split.Length > 1 ? int.Parse(split[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            name += (name.Length > 0 ? "." : "") + "@" + split[0] + (count > 0 ? $"<{string.Join(", ", Enumerable.Range(0, count).Select(_ => arguments.Dequeue()))}>" : "");
        }

        return type.DeclaringType is not null && chain.Peek().DeclaringType is { } submission && IsSubmission(submission) ? name
            : $"global::{(string.IsNullOrEmpty(type.Namespace) ? "" : string.Join('.', type.Namespace.Split('.').Select(static s => "@" + s)) + ".")}{name}";
    }

    /// <summary>Whether a class holds the members of a cell, whose types C# names without it.</summary>
    private static bool IsSubmission(Type type) => type.Name.StartsWith("Submission#", StringComparison.Ordinal);
}
