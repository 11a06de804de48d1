using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Walks the elements of a MAT file.</summary>
internal sealed class MatReader : IDisposable
{
    private const int HeaderLength = 128;
    private const int Matrix = 14;
    private const int Compressed = 15;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly bool _swap;

    public MatReader(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var header = new byte[HeaderLength];
            _file.ReadExactly(header);
            var mark = Encoding.ASCII.GetString(header, 126, 2);
            if (mark is not ("IM" or "MI"))
            {
                throw new DataFormatException("This is no MAT file of level 5: its header has no byte-order mark.", path);
            }

            _swap = mark == "MI" == BitConverter.IsLittleEndian;
            Description = Encoding.Latin1.GetString(header, 0, 116).TrimEnd(' ', '\0');
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Who wrote the file, where and when.</summary>
    public string Description { get; }

    public IEnumerable<Variable> Variables()
    {
        while (_file.Position < _file.Length)
        {
            var start = _file.Position;
            var (type, length) = Tag(_file);
            var next = _file.Position + length;
            if (next > _file.Length)
            {
                throw new EndOfStreamException($"an element at byte {start} promises {length} bytes, {_file.Length - start - 8} are there");
            }

            if (type is Matrix or Compressed && Describe(start) is { } variable)
            {
                yield return variable;
            }

            _file.Position = next;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The variable at a place of the file; null for MATLAB's own unnamed one.</summary>
    private Variable? Describe(long start)
    {
        using var element = Open(start);
        var head = Head(element);
        if (head.Name.Length == 0)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        string Dimension(int length) => Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? $"dim_{length}" : $"dim_{length}_{i}").First(names.Add);
        if (head is { Class: 4, Shape.Length: 2 })
        {
            // A matrix of characters is a list of texts, one in each row.
            var rows = head.Shape[0];
            var isOne = rows == 1;
            return new Variable(head.Name, isOne ? [] : [Dimension(rows)], new LoadedSource<string>(isOne ? [] : [rows], () => Read(() => Texts(start))));
        }

        string[] dimensions = [.. head.Shape.Select(Dimension)];
        var type = head.IsComplex ? null : ElementType(head.Class);
        if (type is null)
        {
            return new Variable(head.Name, dimensions, new UnreadableSource(head.Shape, _path, head.Name, head.IsComplex ? "complex matrix" : ClassName(head.Class)));
        }

        var make = new MakeSource(this, head, start);
        NumericTypes.Invoke(type, ref make);
        return new Variable(head.Name, dimensions, make.Source!);
    }

    /// <summary>The matrix at a place, past its own tag, inflated as it is read.</summary>
    private Stream Open(long start)
    {
        var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) { Position = start };
        var (type, _) = Tag(file);
        if (type != Compressed)
        {
            return file;
        }

        var inflated = new BufferedStream(new ZLibStream(file, CompressionMode.Decompress));
        var (inner, _) = Tag(inflated);
        return inner == Matrix ? inflated : throw new InvalidDataException($"a compressed element holds type {inner} and no matrix");
    }

    private MatHead Head(Stream element)
    {
        var flags = Element(element, most: 64);
        if (flags.Length < 8)
        {
            throw new InvalidDataException("a matrix has no flags");
        }

        var bits = MemoryMarshal.Cast<byte, uint>(Swapped(flags, 4))[0];
        var shape = MemoryMarshal.Cast<byte, int>(Swapped(Element(element, most: 4 * 32), 4)).ToArray();
        var name = Encoding.UTF8.GetString(Element(element, most: 4096));
        if (shape.Length < 2 || shape.Any(n => n < 0))
        {
            throw new InvalidDataException($"matrix '{name}' has the shape [{string.Join(", ", shape)}]");
        }

        return new MatHead(name, (int)(bits & 0xff), (bits & 0x800) != 0, shape);
    }

    /// <summary>The bytes of the next element, with its padding passed over.</summary>
    private byte[] Element(Stream stream, long most)
    {
        var (_, length, isSmall) = ElementTag(stream);
        if (length > most)
        {
            throw new InvalidDataException($"an element of {length} bytes stands where at most {most} are expected");
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        Skip(stream, (int)(isSmall ? 4 - length : (8 - (length % 8)) % 8));
        return bytes;
    }

    private static void Skip(Stream stream, int bytes)
    {
        Span<byte> padding = stackalloc byte[8];
        _ = stream.ReadAtLeast(padding[..bytes], bytes, throwOnEndOfStream: false);
    }

    private (int Type, long Length) Tag(Stream stream)
    {
        var (type, length, _) = ElementTag(stream);
        return (type, length);
    }

    // Up to four bytes may stand inside the tag itself; the length then has the upper half of the first word.
    private (int Type, long Length, bool IsSmall) ElementTag(Stream stream)
    {
        var first = Word(stream);
        return first >> 16 != 0 ? ((int)(first & 0xffff), first >> 16, true) : ((int)first, Word(stream), false);
    }

    private uint Word(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[4];
        stream.ReadExactly(bytes);
        var word = MemoryMarshal.Read<uint>(bytes);
        return _swap ? BinaryPrimitives.ReverseEndianness(word) : word;
    }

    private byte[] Swapped(byte[] bytes, int size)
    {
        for (var i = 0; _swap && size > 1 && i + size <= bytes.Length; i += size)
        {
            bytes.AsSpan(i, size).Reverse();
        }

        return bytes;
    }

    private string[] Texts(long start)
    {
        using var stream = Open(start);
        var head = Head(stream);
        var (rows, columns) = (head.Shape[0], head.Shape[1]);
        var (type, length, _) = ElementTag(stream);
        var bytes = new byte[Math.Min(length, 4L * rows * columns)];
        stream.ReadExactly(bytes);
        var characters = type switch
        {
            1 or 2 => Encoding.Latin1.GetString(bytes),
            16 => Encoding.UTF8.GetString(bytes),
            4 or 17 => MemoryMarshal.Cast<byte, char>(Swapped(bytes, 2)).ToString(),
            _ => throw new InvalidDataException($"text '{head.Name}' is stored as type {type}"),
        };
        if (characters.Length < rows * columns)
        {
            throw new InvalidDataException($"text '{head.Name}' has {characters.Length} characters instead of {rows * columns}");
        }

        return [.. Enumerable.Range(0, rows).Select(r => string.Concat(Enumerable.Range(0, columns).Select(c => characters[(c * rows) + r])).TrimEnd())];
    }

    private T[] Numbers<T>(long start) where T : unmanaged, INumber<T>
    {
        using var reader = new MatReader(_path);
        using var stream = reader.Open(start);
        var head = reader.Head(stream);
        var (type, length, _) = reader.ElementTag(stream);
        var count = head.Shape.Aggregate(1L, (product, n) => product * n);
        if (StoredType(type) is not { } stored || length != count * Marshal.SizeOf(stored))
        {
            throw new InvalidDataException($"'{head.Name}' holds {length} bytes of type {type} for {count} values");
        }

        var read = new ReadColumns<T>(reader, stream, head.Shape, (int)count);
        NumericTypes.Invoke(stored, ref read);
        return read.Result!;
    }

    /// <summary>Values, or what is wrong with them.</summary>
    private T[] Read<T>(Func<T[]> values)
    {
        try
        {
            return values();
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or OverflowException)
        {
            throw new DataFormatException($"The MAT file is truncated or damaged: {e.Message}", _path, hint: "Fetch or write it again.", innerException: e);
        }
    }

    private static Type? StoredType(int type) => type switch
    {
        1 => typeof(sbyte),
        2 => typeof(byte),
        3 => typeof(short),
        4 => typeof(ushort),
        5 => typeof(int),
        6 => typeof(uint),
        7 => typeof(float),
        9 => typeof(double),
        12 => typeof(long),
        13 => typeof(ulong),
        _ => null,
    };

    private static Type? ElementType(int matrixClass) => matrixClass switch
    {
        6 => typeof(double),
        7 => typeof(float),
        8 => typeof(sbyte),
        9 => typeof(byte),
        10 => typeof(short),
        11 => typeof(ushort),
        12 => typeof(int),
        13 => typeof(uint),
        14 => typeof(long),
        15 => typeof(ulong),
        _ => null,
    };

    private static string ClassName(int matrixClass) => matrixClass switch
    {
        1 => "cell array",
        2 => "structure",
        3 or 17 => "object",
        4 => "text of more than two dimensions",
        5 => "sparse matrix",
        16 => "function handle",
        _ => $"matrix of class {matrixClass}",
    };

    private sealed record MatHead(string Name, int Class, bool IsComplex, int[] Shape);

    private struct MakeSource(MatReader reader, MatHead head, long start) : INumericWork
    {
        public IArraySource? Source { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var (from, at) = (reader, start);
            Source = new LoadedSource<T>(head.Shape, () => from.Read(() => from.Numbers<T>(at)));
        }
    }

    /// <summary>Reads column-major values of the type they are stored in into row-major ones of the type they are.</summary>
    private struct ReadColumns<TResult>(MatReader reader, Stream stream, int[] shape, int count) : INumericWork
        where TResult : unmanaged, INumber<TResult>
    {
        public TResult[]? Result { get; private set; }

        public unsafe void Do<T>() where T : unmanaged, INumber<T>
        {
            var stored = new byte[(long)count * sizeof(T)];
            stream.ReadExactly(stored);
            var values = MemoryMarshal.Cast<byte, T>(reader.Swapped(stored, sizeof(T)));
            var result = new TResult[count];
            var place = new int[shape.Length];
            var steps = new int[shape.Length];
            for (int d = shape.Length - 1, step = 1; d >= 0; step *= shape[d--])
            {
                steps[d] = step;
            }

            for (int i = 0, target = 0; i < count; i++)
            {
                result[target] = TResult.CreateChecked(values[i]);
                for (var d = 0; d < shape.Length; d++)
                {
                    target += steps[d];
                    if (++place[d] < shape[d])
                    {
                        break;
                    }

                    target -= steps[d] * shape[d];
                    place[d] = 0;
                }
            }

            Result = result;
        }
    }
}
