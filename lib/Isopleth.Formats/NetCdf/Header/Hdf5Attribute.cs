using System.Runtime.InteropServices;
using System.Text;

namespace Isopleth.Formats;

/// <summary>An attribute as HDF5 stores it.</summary>
internal readonly ref struct Hdf5Attribute
{
    private readonly ReadOnlySpan<byte> _type;
    private readonly ReadOnlySpan<byte> _space;
    private readonly ReadOnlySpan<byte> _data;

    /// <param name="message">Its message, of the header or of a heap.</param>
    public Hdf5Attribute(ReadOnlySpan<byte> message)
    {
        var cursor = new Hdf5Cursor(message);
        var (version, flags) = (cursor.Byte(), cursor.Byte());
        if (version is < 1 or > 3 || (version > 1 && flags != 0))
        {
            throw new InvalidDataException("an attribute that netCDF-4 does not write");
        }

        var (name, type, space) = (cursor.Short(), cursor.Short(), cursor.Short());
        _ = version == 3 ? cursor.Byte() : 0;
        int Padded(int length) => version == 1 ? (length + 7) & -8 : length;
        Name = Encoding.UTF8.GetString(cursor.Take(Padded(name))[..name].TrimEnd((byte)0));
        _type = cursor.Take(Padded(type))[..type];
        _space = cursor.Take(Padded(space))[..space];
        _data = cursor.Rest;
    }

    public string Name { get; }

    /// <summary>The value, in the shape in which <see cref="NetCdfAttributes"/> gives it.</summary>
    public object Value(Hdf5Objects objects)
    {
        var (kind, _, size) = Hdf5Values.Type(_type);
        var count = Count();
        if (kind == Hdf5Values.FixedText)
        {
            return count is null ? "" : Rank == 0 && size <= _data.Length ? NetCdfAttributes.Text(_data[..size]) : throw new InvalidDataException("texts of one length");
        }

        var element = Hdf5Values.Element(_type, out var isSwapped);
        if (isSwapped || Rank > 1)
        {
            throw new InvalidDataException("an attribute that netCDF-4 does not write");
        }

        if (kind == Hdf5Values.VariableLength)
        {
            var texts = new string[count ?? 0];
            var cursor = new Hdf5Cursor(_data);
            for (var i = 0; i < texts.Length; i++)
            {
                var (length, collection, index) = ((int)cursor.Number(4), cursor.Number(), (int)cursor.Number(4));
                var bytes = length == 0 ? default : objects.Global(collection, index).AsSpan(0, length);
                texts[i] = Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);
            }

            return texts.Length == 1 ? texts[0] : texts;
        }

        var used = _data[..checked(size * (count ?? 0))];
        var values = Array.CreateInstance(element, count ?? 0);
        used.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(values), used.Length));
        return values.Length == 1 ? values.GetValue(0)! : values;
    }

    /// <summary>The addresses of the objects that lists of references name first: of a variable, the scale of each dimension.</summary>
    public long[] References(Hdf5Objects objects)
    {
        var scales = new long[Count() ?? 0];
        var cursor = new Hdf5Cursor(_data);
        for (var d = 0; d < scales.Length; d++)
        {
            var (length, collection, index) = (cursor.Number(4), cursor.Number(), (int)cursor.Number(4));
            scales[d] = length > 0 ? new Hdf5Cursor(objects.Global(collection, index)).Number() : throw new InvalidDataException("a dimension without a scale");
        }

        return scales;
    }

    private int Rank => Hdf5Values.Shape(_space)?.Lengths.Length ?? 0;

    private int? Count() => Hdf5Values.Shape(_space)?.Lengths.Aggregate(1, (product, n) => checked(product * n));
}
