using System.Buffers.Binary;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Reads the header of a classic NetCDF file (CDF-1, CDF-2, CDF-5) as far as it takes to know how long the file has to be.</summary>
/// <remarks>Needed because libnetcdf pads what is missing with stale memory instead of an error. Source: NetCDF file format specification, appendix B of the User's Guide.</remarks>
internal sealed class ClassicHeader
{
    private const int DimensionTag = 10;
    private const int VariableTag = 11;
    private const int AttributeTag = 12;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly byte[] _skipped = new byte[1024];
    private readonly long _length;
    private readonly bool _wideCounts;
    private readonly bool _wideOffsets;

    private ClassicHeader(FileStream file, string path)
    {
        _path = path;
        file.Position = 3;
        var version = file.ReadByte();
        _stream = file;
        _length = file.Length;
        _wideCounts = version == 5;
        _wideOffsets = version != 1;
    }

    /// <summary>The least length in bytes that holds all values the header declares.</summary>
    /// <exception cref="DataFormatException">The header itself is cut off or makes no sense.</exception>
    public static long ExpectedLength(FileStream file, string path)
    {
        try
        {
            return new ClassicHeader(file, path).Read();
        }
        catch (EndOfStreamException)
        {
            throw NetCdfSignature.Truncated(path, file.Length, null);
        }
        catch (OverflowException)
        {
            throw Nonsense(path, "its lengths exceed what a file can hold");
        }
    }

    private static DataFormatException Nonsense(string path, string what) =>
        new($"The header of this NetCDF file is damaged: {what}.", path, hint: "Fetch or write it again.");

    private long Read()
    {
        var records = Count();
        var streaming = records == (_wideCounts ? -1L : uint.MaxValue);
        var dimensions = List(DimensionTag, () =>
        {
            Name();
            return Count();
        });
        _ = List(AttributeTag, Attribute);
        var variables = List(VariableTag, () => Variable(dimensions));
        if (streaming)
        {
            records = 0;
        }

        var fixedEnd = variables.Where(v => !v.IsRecord).Select(v => checked(v.Begin + v.Bytes)).DefaultIfEmpty(0).Max();
        var ofRecords = variables.Where(v => v.IsRecord).ToList();
        if (ofRecords.Count == 0 || records == 0)
        {
            return Math.Max(fixedEnd, _stream.Position);
        }

        // Each record is padded to four bytes, unless there is only one variable in it.
        var recordSize = ofRecords.Count == 1 ? ofRecords[0].Bytes : ofRecords.Sum(v => Padded(v.Bytes));
        return Math.Max(fixedEnd, ofRecords.Max(v => checked(v.Begin + ((records - 1) * recordSize) + v.Bytes)));
    }

    private (bool IsRecord, long Bytes, long Begin) Variable(List<long> dimensions)
    {
        Name();
        var rank = Count();
        var isRecord = false;
        var elements = 1L;
        for (var d = 0L; d < rank; d++)
        {
            var id = Count();
            if (id < 0 || id >= dimensions.Count)
            {
                throw Nonsense(_path, $"a variable names dimension {id} of {dimensions.Count}");
            }

            if (dimensions[(int)id] == 0 && d == 0)
            {
                isRecord = true;
            }
            else
            {
                elements = checked(elements * dimensions[(int)id]);
            }
        }

        _ = List(AttributeTag, Attribute);
        var bytes = checked(elements * SizeOf(Int32()));
        _ = Count();
        return (isRecord, bytes, _wideOffsets ? Int64() : (uint)Int32());
    }

    private long Attribute()
    {
        Name();
        var size = SizeOf(Int32());
        Skip(Padded(checked(Count() * size)));
        return 0;
    }

    private List<T> List<T>(int tag, Func<T> element)
    {
        var found = Int32();
        var count = Count();
        if ((found != tag && (found != 0 || count != 0)) || count < 0 || count > int.MaxValue)
        {
            throw Nonsense(_path, $"where list {tag} belongs stands {found} with {count} elements");
        }

        var items = new List<T>();
        for (var i = 0L; i < count; i++)
        {
            items.Add(element());
        }

        return items;
    }

    private void Name() => Skip(Padded(Count()));

    private int SizeOf(int type) => type switch
    {
        1 or 2 or 7 => 1,
        3 or 8 => 2,
        4 or 5 or 9 => 4,
        6 or 10 or 11 => 8,
        _ => throw Nonsense(_path, $"a type has the number {type}"),
    };

    private static long Padded(long bytes) => checked(bytes + 3) & ~3L;

    private long Count() => _wideCounts ? Int64() : (uint)Int32();

    private int Int32()
    {
        Span<byte> bytes = stackalloc byte[4];
        _stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private long Int64()
    {
        Span<byte> bytes = stackalloc byte[8];
        _stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private void Skip(long bytes)
    {
        if (bytes < 0 || bytes > _length - _stream.Position)
        {
            throw new EndOfStreamException();
        }

        // Reading over a little is cheaper than moving, which empties the stream's buffer.
        if (bytes <= _skipped.Length)
        {
            _stream.ReadExactly(_skipped, 0, (int)bytes);
        }
        else
        {
            _stream.Position += bytes;
        }
    }
}
