using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Errors;

namespace Isopleth.Kernel.Display;

/// <summary>What kind of thing a type is, to a reader.</summary>
internal enum ShapeKind
{
    /// <summary>One value: a number, a date, a text.</summary>
    Scalar,

    /// <summary>Keys and values.</summary>
    Dictionary,

    /// <summary>An array of two dimensions or more.</summary>
    Matrix,

    /// <summary>A stretch of memory.</summary>
    Memory,

    /// <summary>A task: its result, or how far it is.</summary>
    Task,

    /// <summary>Elements in order.</summary>
    Sequence,

    /// <summary>A tuple.</summary>
    Tuple,

    /// <summary>An exception.</summary>
    Exception,

    /// <summary>Something with members.</summary>
    Object,
}

/// <summary>How values of a type are taken apart.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Members">Its readable properties and fields; empty unless it is an object.</param>
/// <param name="SpeaksForItself">Whether its own <c>ToString</c> says what it is.</param>
internal sealed record ValueShape(ShapeKind Kind, IReadOnlyList<ValueMember> Members, bool SpeaksForItself)
{
    private static readonly ConcurrentDictionary<Type, ValueShape> Known = new();

    /// <summary>The shape of a type.</summary>
    /// <param name="type">The type.</param>
    public static ValueShape Of(Type type) => Known.GetOrAdd(type, static type => Determine(type));

    private static ValueShape Determine(Type type)
    {
        var kind =
            type.IsPrimitive || type.IsEnum || type == typeof(string) || typeof(IFormattable).IsAssignableFrom(type)
                || typeof(MemberInfo).IsAssignableFrom(type) || typeof(Delegate).IsAssignableFrom(type) || type == typeof(Uri) || type == typeof(Version) ? ShapeKind.Scalar
            : typeof(Exception).IsAssignableFrom(type) ? ShapeKind.Exception
            : typeof(Task).IsAssignableFrom(type) ? ShapeKind.Task
            : typeof(ITuple).IsAssignableFrom(type) ? ShapeKind.Tuple
            : type.IsGenericType && type.GetGenericTypeDefinition() is var generic && (generic == typeof(Memory<>) || generic == typeof(ReadOnlyMemory<>)) ? ShapeKind.Memory
            : typeof(JsonNode).IsAssignableFrom(type) ? ShapeKind.Scalar
            : typeof(IDictionary).IsAssignableFrom(type) || Implements(type, typeof(IReadOnlyDictionary<,>)) || Implements(type, typeof(IDictionary<,>)) || HoldsGroups(type) ? ShapeKind.Dictionary
            : type.IsArray && type.GetArrayRank() > 1 ? ShapeKind.Matrix
            : typeof(IEnumerable).IsAssignableFrom(type) ? ShapeKind.Sequence
            : Implements(type, typeof(IAsyncEnumerable<>)) && !SaysItself(type) ? ShapeKind.Scalar
            : IsUnion(type) ? ShapeKind.Scalar
            : ShapeKind.Object;
        return new(kind, kind == ShapeKind.Object ? ValueMember.Of(type) : [], SaysItself(type));
    }

    private static bool Implements(Type type, Type definition) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);

    // What GroupBy gives: keys, and the elements of each.
    private static bool HoldsGroups(Type type) => type.GetInterfaces().Append(type).Any(static i =>
        i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>) && i.GetGenericArguments()[0] is { IsGenericType: true } element && element.GetGenericTypeDefinition() == typeof(IGrouping<,>));

    // A case of a union of F# says itself as F# writes it, Circle 1.0; its properties are the compiler's.
    private static bool IsUnion(Type type) => (IsMappedUnion(type) || (type.BaseType is { } union && IsMappedUnion(union)))
        && type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType is var says && says != typeof(ValueType) && says != typeof(object);

    private static bool IsMappedUnion(Type type) => type.CustomAttributes.Any(static a =>
        a.AttributeType.FullName == "Microsoft.FSharp.Core.CompilationMappingAttribute" && a.ConstructorArguments is [{ Value: 1 }, ..]);

    private static bool SaysItself(Type type)
    {
        var method = type.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public, Type.EmptyTypes);
        return method?.DeclaringType is { } declaring && declaring != typeof(object) && declaring != typeof(ValueType)
            && !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && !declaring.Name.StartsWith("<>", StringComparison.Ordinal);
    }
}

/// <summary>What a sequence began with when it was shown: it runs once for all forms of its display.</summary>
/// <param name="items">The elements, one more than are shown where there are more.</param>
internal sealed class Beginning(IReadOnlyList<object?> items) : IEnumerable<object?>
{
    /// <summary>A sequence that computes its elements, run as far as it is shown; any other value as it is.</summary>
    /// <param name="value">The value.</param>
    public static object Of(object value) => value is IEnumerable sequence && value is not ICollection && ValueShape.Of(value.GetType()).Kind == ShapeKind.Sequence && PlainText.CountOf(sequence) is null
        ? new Beginning([.. Read(sequence)])
        : value;

    /// <summary>The first elements; where one cannot be had, why, and no more.</summary>
    private static IEnumerable<object?> Read(IEnumerable sequence)
    {
        using var elements = sequence.Cast<object?>().Take(Formatter.ListExpansionLimit + 1).GetEnumerator();
        for (var (element, more) = Next(); more; (element, more) = Next())
        {
            yield return element;
            if (element is Unreadable)
            {
                yield break;
            }
        }

        (object? Element, bool More) Next()
        {
            try
            {
                return elements.MoveNext() ? (elements.Current, true) : (null, false);
            }
            catch (Exception e) when (Unreadable.MayStandFor(e))
            {
                return (new Unreadable(RuntimeErrorReport.Summary(e)), true);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => items.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A readable property or field.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Read">Reads it; what it throws is given as its value.</param>
internal sealed record ValueMember(string Name, Func<object, object?> Read)
{
    /// <summary>The public members of a type in the order of their declaration, of a property that keeps its value that of its field; computed ones last.</summary>
    /// <param name="type">The type.</param>
    public static IReadOnlyList<ValueMember> Of(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0 && IsReadable(p.PropertyType))
            .Select(static p => (Member: (MemberInfo)p, Read: (Func<object, object?>)p.GetValue));
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Where(static f => IsReadable(f.FieldType))
            .Select(static f => (Member: (MemberInfo)f, Read: (Func<object, object?>)f.GetValue));
        return [.. properties.Concat(fields)
            .DistinctBy(static m => m.Member.Name)
            .OrderBy(static m => Depth(m.Member.DeclaringType!)).ThenBy(static m => Place(m.Member))
            .Select(static m => new ValueMember(m.Member.Name, Guarded(m.Member, m.Read)))];
    }

    private static int Place(MemberInfo member) =>
        (member is PropertyInfo ? member.DeclaringType!.GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) : null)?.MetadataToken ?? member.MetadataToken;

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    private static bool IsReadable(Type type) => !type.IsByRefLike && !type.IsPointer && !type.IsByRef;

    private static Func<object, object?> Guarded(MemberInfo member, Func<object, object?> read) => owner =>
    {
        try
        {
            return read(owner);
        }
        catch (TargetInvocationException e)
        {
            return new Unreadable(e.InnerException!.GetType().Name);
        }
    };
}

/// <summary>Stands for a member that could not be read.</summary>
/// <param name="Why">The reason.</param>
internal sealed record Unreadable(string Why) : IFormattable
{
    /// <summary>Whether an exception is one that a value's text may name instead: not an interrupt, and not what the whole cell must hear of.</summary>
    /// <param name="exception">The exception.</param>
    public static bool MayStandFor(Exception exception) => exception is not (OperationCanceledException or ThreadInterruptedException or OutOfMemoryException);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => $"<{Why}>";
}
