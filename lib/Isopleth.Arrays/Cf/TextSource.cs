using System.Buffers;
using System.Text;

namespace Isopleth.Arrays;

/// <summary>Rows of characters read as texts: the last stored dimension is the texts' length, UTF-8, padded with NUL or blanks.</summary>
internal sealed class TextSource(IArraySource stored) : IArraySource
{
    public Type ElementType => typeof(string);

    public IReadOnlyList<int> Shape { get; } = [.. stored.Shape.SkipLast(1)];

    public IReadOnlyList<int>? Chunks => stored.Chunks is { } chunks ? [.. chunks.SkipLast(1)] : null;

    public bool InMemory => stored.InMemory;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        var texts = SourceReader.Reinterpret<T, string>(destination);
        var width = stored.Shape[^1];
        if (width == 0)
        {
            texts.Fill("");
            return;
        }

        var characters = new char[texts.Length * width];
        stored.Read<char>([.. slab, DimensionSlice.All(width)], characters);
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text(characters.AsSpan(i * width, width));
        }
    }

    /// <summary>Each character is one stored byte.</summary>
    private static string Text(ReadOnlySpan<char> row)
    {
        var end = row.IndexOf('\0');
        var used = (end < 0 ? row : row[..end]).TrimEnd(' ');
        var bytes = ArrayPool<byte>.Shared.Rent(used.Length);
        var text = Encoding.UTF8.GetString(bytes, 0, Encoding.Latin1.GetBytes(used, bytes));
        ArrayPool<byte>.Shared.Return(bytes);
        return text;
    }
}
