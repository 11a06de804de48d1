using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Isopleth.Kernel.Errors;

namespace Isopleth.Kernel.Display;

/// <summary>Values as plain text: lists as <c>[1, 2]</c>, dictionaries as <c>{ "a": 1 }</c>, objects as <c>Point { X = 1, Y = 2 }</c>.</summary>
internal sealed class PlainText
{
    // A value that holds a whole world is cut here, not printed for minutes.
    private const int LongestText = 50_000;

    private readonly StringBuilder _text = new();

    private PlainText()
    {
    }

    /// <summary>A value as text.</summary>
    /// <param name="value">The value.</param>
    public static string Of(object? value)
    {
        if (value is string whole)
        {
            return whole;
        }

        var writer = new PlainText();
        writer.Write(value, 0);
        return writer._text.ToString();
    }

    /// <summary>One scalar as text, independent of the machine's culture.</summary>
    /// <param name="value">The value.</param>
    public static string Scalar(object value) => value switch
    {
        string text => text,
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset date => date.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        Type type => CSharpName.Of(type),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Said(value),
    };

    /// <summary>What a value says of itself, or why it does not.</summary>
    /// <param name="value">The value.</param>
    public static string Said(object value)
    {
        if (value.GetType().GetInterfaces().FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } later)
        {
            return $"<{CSharpName.Of(later)}; await foreach reads it>";
        }

        try
        {
            return value.ToString() ?? "";
        }
        catch (Exception e) when (Unreadable.MayStandFor(e))
        {
            return $"{CSharpName.Of(value.GetType())} {new Unreadable(RuntimeErrorReport.Summary(e)):G}";
        }
    }

    /// <summary>The number of elements, where it is known without counting.</summary>
    /// <param name="sequence">The sequence.</param>
    public static int? CountOf(IEnumerable sequence) =>
        sequence is ICollection collection ? collection.Count
        : sequence.GetType().GetInterfaces().FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)) is { } known
            ? (int?)known.GetProperty("Count")!.GetValue(sequence)
            : null;

    private void Write(object? value, int depth)
    {
        if (value is null)
        {
            _text.Append("<null>");
            return;
        }

        if (_text.Length > LongestText)
        {
            _text.Append('…');
            return;
        }

        var type = value.GetType();
        if (Formatter.Registered(value, MimeTypes.Text) is { } registered)
        {
            _text.Append(registered);
            return;
        }

        var shape = ValueShape.Of(type);
        switch (shape.Kind)
        {
            case ShapeKind.Scalar:
                _text.Append(value is string nested ? $"\"{nested}\"" : Scalar(value));
                break;
            case ShapeKind.Exception:
                _text.Append(RuntimeErrorReport.Summary((Exception)value));
                break;
            case ShapeKind.Object when shape.SpeaksForItself:
                _text.Append(Said(value));
                break;
            case var _ when depth >= Formatter.RecursionLimit:
                _text.Append(CSharpName.Of(type)).Append(" {…}");
                break;
            case ShapeKind.Tuple:
                var tuple = (ITuple)value;
                List("(", Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), ")", tuple.Length, depth);
                break;
            case ShapeKind.Dictionary:
                List("{ ", Pairs((IEnumerable)value), " }", CountOf((IEnumerable)value), depth);
                break;
            case ShapeKind.Matrix:
                var matrix = (Array)value;
                Matrix(matrix, new int[matrix.Rank], 0, depth);
                break;
            case ShapeKind.Memory:
                List("[", Elements(value), "]", (int)type.GetProperty("Length")!.GetValue(value)!, depth);
                break;
            case ShapeKind.Task:
                Write(Outcome((Task)value), depth + 1);
                break;
            case ShapeKind.Sequence:
                List("[", ((IEnumerable)value).Cast<object?>(), "]", CountOf((IEnumerable)value), depth);
                break;
            default:
                Members(value, shape, depth);
                break;
        }
    }

    private void List(string open, IEnumerable<object?> items, string close, int? count, int depth)
    {
        _text.Append(open);
        var shown = 0;
        foreach (var item in items)
        {
            if (shown > 0)
            {
                _text.Append(", ");
            }

            if (shown == Formatter.ListExpansionLimit)
            {
                _text.Append(count is { } all ? $"… ({all - shown} more)" : "… (more)");
                break;
            }

            if (item is Pair pair)
            {
                Write(pair.Key, depth + 1);
                _text.Append(": ");
                Write(pair.Value, depth + 1);
            }
            else
            {
                Write(item, depth + 1);
            }

            shown++;
        }

        _text.Append(close);
    }

    /// <summary>An array as lists within lists, one level for each dimension.</summary>
    private void Matrix(Array matrix, int[] index, int dimension, int depth)
    {
        if (dimension == matrix.Rank)
        {
            Write(matrix.GetValue(index), depth + 1);
            return;
        }

        var length = matrix.GetLength(dimension);
        _text.Append('[');
        for (var i = 0; i < length; i++)
        {
            _text.Append(i > 0 ? ", " : "");
            if (i == Formatter.ListExpansionLimit)
            {
                _text.Append("… (").Append(length - i).Append(" more)");
                break;
            }

            index[dimension] = matrix.GetLowerBound(dimension) + i;
            Matrix(matrix, index, dimension + 1, depth);
        }

        _text.Append(']');
    }

    private void Members(object value, ValueShape shape, int depth)
    {
        var name = CSharpName.Of(value.GetType());
        _text.Append(name).Append(name.Length > 0 ? " " : "").Append("{ ");
        for (var i = 0; i < shape.Members.Count; i++)
        {
            _text.Append(i > 0 ? ", " : "").Append(shape.Members[i].Name).Append(" = ");
            Write(shape.Members[i].Read(value), depth + 1);
        }

        _text.Append(shape.Members.Count > 0 ? " }" : "}");
    }

    /// <summary>The elements of a stretch of memory, as many as are shown and one more.</summary>
    /// <param name="memory">A <see cref="Memory{T}"/> or <see cref="ReadOnlyMemory{T}"/>.</param>
    internal static IEnumerable<object?> Elements(object memory)
    {
        var length = (int)memory.GetType().GetProperty("Length")!.GetValue(memory)!;
        var beginning = memory.GetType().GetMethod("Slice", [typeof(int), typeof(int)])!.Invoke(memory, [0, Math.Min(length, Formatter.ListExpansionLimit + 1)])!;
        return ((IEnumerable)beginning.GetType().GetMethod("ToArray")!.Invoke(beginning, [])!).Cast<object?>();
    }

    /// <summary>What came of a task: its result, or what it is at.</summary>
    /// <param name="task">The task. It is not waited for.</param>
    internal static object? Outcome(Task task) => task switch
    {
        { IsFaulted: true } => new Unreadable($"failed: {RuntimeErrorReport.Summary(task.Exception!.InnerException!)}"),
        { IsCanceled: true } => new Unreadable("cancelled"),
        { IsCompleted: false } => new Unreadable($"{CSharpName.Of(task.GetType() is { IsGenericType: true } type ? typeof(Task<>).MakeGenericType(type.GetGenericArguments()[0]) : typeof(Task))} is running; await it for its result"),
        _ => task.GetType().GetProperty(nameof(Task<>.Result)) is { PropertyType.Name: not "VoidTaskResult" } result ? result.GetValue(task) : new Unreadable("done"),
    };

    /// <summary>The entries of a dictionary, of whatever kind; groups count as entries.</summary>
    /// <param name="dictionary">The dictionary.</param>
    internal static IEnumerable<Pair> Pairs(IEnumerable dictionary)
    {
        if (dictionary is IDictionary plain)
        {
            foreach (DictionaryEntry entry in plain)
            {
                yield return new(entry.Key, entry.Value);
            }

            yield break;
        }

        // Some enumerate their values where they are not asked for pairs: a match's groups do.
        var asked = dictionary.GetType().GetInterfaces().FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            && i.GetGenericArguments()[0] is { IsGenericType: true } element && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));
        var entries = asked is null ? dictionary.GetEnumerator() : (IEnumerator)asked.GetMethod(nameof(IEnumerable.GetEnumerator))!.Invoke(dictionary, null)!;
        using var end = entries as IDisposable;
        var current = asked is null ? null : typeof(IEnumerator<>).MakeGenericType(asked.GetGenericArguments()).GetProperty(nameof(IEnumerator.Current));
        while (entries.MoveNext())
        {
            var entry = current is null ? entries.Current! : current.GetValue(entries)!;
            var type = entry.GetType();
            var group = type.GetInterfaces().FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IGrouping<,>));
            yield return group is null
                ? new(type.GetProperty("Key")!.GetValue(entry), type.GetProperty("Value")!.GetValue(entry))
                : new(group.GetProperty("Key")!.GetValue(entry), entry);
        }
    }

    /// <summary>One entry of a dictionary.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Value">The value.</param>
    internal sealed record Pair(object? Key, object? Value);
}
