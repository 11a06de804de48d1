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
    /// <param name="type">The variable's type; null for that of the value, or for the nearest above it that C# can name.</param>
    internal static string Declaration(string name, object? value, Type? type)
    {
        var ticket = Interlocked.Increment(ref _last);
        Waiting[ticket] = value;
        for (type ??= value?.GetType() ?? typeof(object); !IsNameable(type); type = type.BaseType!)
        {
        }

        return $"{(type == typeof(object) && value is not null ? "dynamic" : "var")} @{name} = Isopleth.Kernel.Magics.SharedValues.Take<{CSharpName(type)}>({ticket});";
    }

    /// <summary>Whether a variable may bear a name.</summary>
    /// <param name="name">The name.</param>
    internal static bool IsName(string name) => SyntaxFacts.IsValidIdentifier(name);

    private static bool IsNameable(Type type) =>
        type.IsArray ? IsNameable(type.GetElementType()!)
        : type.IsVisible && !type.IsPointer && !type.IsByRefLike && type.Assembly is { IsDynamic: false } && !type.Name.Contains('<', StringComparison.Ordinal)
            && type.GetGenericArguments().All(IsNameable);

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
        for (var part = type; part is not null; part = part.DeclaringType)
        {
            chain.Push(part);
        }

        foreach (var part in chain)
        {
            var split = part.Name.Split('`');
            var count = split.Length > 1 ? int.Parse(split[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            name += (name.Length > 0 ? "." : "") + "@" + split[0] + (count > 0 ? $"<{string.Join(", ", Enumerable.Range(0, count).Select(_ => arguments.Dequeue()))}>" : "");
        }

        return $"global::{(string.IsNullOrEmpty(type.Namespace) ? "" : string.Join('.', type.Namespace.Split('.').Select(static s => "@" + s)) + ".")}{name}";
    }
}
