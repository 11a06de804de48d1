using System.Runtime.InteropServices;
using System.Text;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>A type of HDF5 that libnetcdf does not know: what its values are here, and how to read them. Of compound types each field is one of its own. The caller holds the library.</summary>
internal sealed unsafe class Hdf5Type
{
    private const int Integer = 0;
    private const int Float = 1;
    private const int TextKind = 3;
    private const int Bits = 4;
    private const int Opaque = 5;
    private const int Compound = 6;
    private const int Reference = 7;
    private const int Enumeration = 8;
    private const int VariableLength = 9;
    private const int ArrayKind = 10;

    private readonly int _kind;
    private int _size;
    private readonly bool _isPointer;
    private readonly Hdf5Type? _inner;

    private Hdf5Type(long type, string field)
    {
        Field = field;
        _kind = NetCdfLibrary.H5Tget_class(type);
        _size = (int)NetCdfLibrary.H5Tget_size(type);
        Memory = NetCdfLibrary.H5Tcopy(type);
        switch (_kind)
        {
            case Integer or Bits or Float or Enumeration:
                Plain(type);
                break;
            case TextKind:
                Element = typeof(string);
                _isPointer = NetCdfLibrary.H5Tis_variable_str(type) > 0;
                break;
            case Opaque:
                Element = typeof(byte[]);
                break;
            case Reference when _size is 8 or 12:
                Element = typeof(string);
                break;
            case VariableLength:
                var inside = NetCdfLibrary.H5Tget_super(type);
                _inner = new Hdf5Type(inside, field);
                _ = NetCdfLibrary.H5Tclose(inside);
                _isPointer = true;
                _size = 2 * sizeof(nint);
                if (_inner.Element is { IsPrimitive: true } element && _inner.Inside.Length == 0)
                {
                    Use(NetCdfLibrary.H5Tvlen_create(_inner.Memory));
                    Element = element.MakeArrayType();
                }

                break;
            case ArrayKind:
                var one = NetCdfLibrary.H5Tget_super(type);
                var lengths = stackalloc ulong[Math.Max(1, NetCdfLibrary.H5Tget_array_ndims(type))];
                var rank = NetCdfLibrary.H5Tget_array_dims2(type, lengths);
                _inner = new Hdf5Type(one, field);
                _ = NetCdfLibrary.H5Tclose(one);
                Inside = [.. new ReadOnlySpan<ulong>(lengths, Math.Max(0, rank)).ToArray().Select(n => (int)n), .. _inner.Inside];
                Element = _inner.Inside.Length == 0 && !_inner._isPointer ? _inner.Element : null;
                if (Element is not null)
                {
                    Use(NetCdfLibrary.H5Tarray_create2(_inner.Memory, (uint)rank, lengths));
                    _size = Inside.Aggregate(_inner._size, (product, n) => checked(product * n));
                    Flags = _inner.Flags;
                }

                break;
        }
    }

    /// <summary>Which field of a compound type it is, as it is added to the name of the variable: nothing, or for example <c>.lat</c>.</summary>
    public string Field { get; }

    /// <summary>A value here; null when it cannot be read.</summary>
    public Type? Element { get; private set; }

    /// <summary>Further dimensions that each value has.</summary>
    public int[] Inside { get; } = [];

    /// <summary>The words of an enumeration.</summary>
    public (Array Values, string Meanings)? Flags { get; private set; }

    /// <summary>What HDF5 is to deliver.</summary>
    public long Memory { get; private set; }

    /// <summary>What is said of values that cannot be read.</summary>
    public string Kind => _kind switch { 2 => "time type of HDF5", VariableLength => "variable-length type of others than numbers", ArrayKind => "array type of others than numbers and fixed texts", Reference => "references of this kind", _ => $"HDF5 type of class {_kind}" };

    /// <summary>The types that a type makes: itself, or those of its fields. Each is to be closed.</summary>
    public static List<Hdf5Type> Of(long type)
    {
        var types = new List<Hdf5Type>();
        Add(type, "", member => NetCdfLibrary.H5Tcopy(member), types);
        return types;
    }

    public void Close()
    {
        _ = NetCdfLibrary.H5Tclose(Memory);
        _inner?.Close();
    }

    /// <summary>Reads values, and turns them into those here: an array of <see cref="Element"/>, as many for each as <see cref="Inside"/> says.</summary>
    /// <param name="count">How many.</param>
    /// <param name="file">The file, for references.</param>
    /// <param name="space">A space of so many values, for giving back what HDF5 allocates.</param>
    /// <param name="read">Reads as <see cref="Memory"/>; negative when it fails.</param>
    /// <returns>Null when it fails.</returns>
    public Array? Read(int count, long file, long space, Func<nint, int> read)
    {
        var bytes = new byte[checked(Math.Max(1, count) * _size)];
        fixed (byte* p = bytes)
        {
            if (read((nint)p) < 0)
            {
                return null;
            }

            var each = Inside.Aggregate(1, (product, n) => product * n);
            var values = Array.CreateInstance(Element!, checked(count * each));
            var one = _kind == ArrayKind ? _inner! : this;
            if (Element!.IsPrimitive)
            {
                new ReadOnlySpan<byte>(p, count * _size).CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(values), count * _size));
                return values;
            }

            for (var i = 0; i < values.Length; i++)
            {
                values.SetValue(one.Value(p + ((long)i * one._size), file), i);
            }

            if (_isPointer)
            {
                _ = NetCdfLibrary.H5Dvlen_reclaim(Memory, space, 0, p);
            }

            return values;
        }
    }

    private static void Add(long type, string field, Func<long, long> within, List<Hdf5Type> types)
    {
        if (NetCdfLibrary.H5Tget_class(type) != Compound)
        {
            var leaf = new Hdf5Type(type, field);
            types.Add(leaf);
            leaf.Use(within(leaf.Memory));
            return;
        }

        var names = Enumerable.Range(0, Math.Max(0, NetCdfLibrary.H5Tget_nmembers(type))).Select(i => NetCdfLibrary.TakeName(NetCdfLibrary.H5Tget_member_name(type, (uint)i))).ToArray();
        for (var i = 0; i < names.Length; i++)
        {
            var (name, member) = (names[i], NetCdfLibrary.H5Tget_member_type(type, (uint)i));

            // So h5py stores complex numbers.
            var called = names is ["r", "i"] ? i == 0 ? "real" : "imag" : name;
            Add(member, $"{field}.{called}", inner => within(Around(name, inner)), types);
            _ = NetCdfLibrary.H5Tclose(member);
        }
    }

    /// <summary>A compound type of one field alone, which is all that HDF5 then delivers.</summary>
    private static long Around(string name, long inner)
    {
        var compound = NetCdfLibrary.H5Tcreate(Compound, NetCdfLibrary.H5Tget_size(inner));
        _ = NetCdfLibrary.H5Tinsert(compound, name, 0, inner);
        return compound;
    }

    private void Use(long memory)
    {
        _ = NetCdfLibrary.H5Tclose(Memory);
        Memory = memory;
    }

    private void Plain(long type)
    {
        const int ascending = 1;
        const int unsigned = 0;
        var native = NetCdfLibrary.H5Tget_native_type(type, ascending);
        var size = (int)NetCdfLibrary.H5Tget_size(native);
        if (_kind == Float && size > sizeof(double))
        {
            // What is wider than any number here comes as the widest.
            _ = NetCdfLibrary.H5Tclose(native);
            native = NetCdfLibrary.H5Tcopy(NetCdfLibrary.NativeDouble);
            size = sizeof(double);
        }

        var isUnsigned = _kind == Bits || (_kind != Float && Sign(type) == unsigned);
        Element = native <= 0 ? null : (_kind == Float, size, isUnsigned) switch
        {
            (true, 4, _) => typeof(float),
            (true, 8, _) => typeof(double),
            (false, 1, false) => typeof(sbyte),
            (false, 1, true) => typeof(byte),
            (false, 2, false) => typeof(short),
            (false, 2, true) => typeof(ushort),
            (false, 4, false) => typeof(int),
            (false, 4, true) => typeof(uint),
            (false, 8, false) => typeof(long),
            (false, 8, true) => typeof(ulong),
            _ => null,
        };
        Use(native);
        (_size, Flags) = (size, _kind == Enumeration && Element is not null ? Words(native, Element) : null);
    }

    private static int Sign(long type)
    {
        if (NetCdfLibrary.H5Tget_class(type) != Enumeration)
        {
            return NetCdfLibrary.H5Tget_sign(type);
        }

        var number = NetCdfLibrary.H5Tget_super(type);
        var sign = NetCdfLibrary.H5Tget_sign(number);
        _ = NetCdfLibrary.H5Tclose(number);
        return sign;
    }

    private static (Array Values, string Meanings)? Words(long type, Type element)
    {
        var count = Math.Max(0, NetCdfLibrary.H5Tget_nmembers(type));
        var values = Array.CreateInstance(element, count);
        var size = (int)NetCdfLibrary.H5Tget_size(type);
        fixed (byte* p = &MemoryMarshal.GetArrayDataReference(values))
        {
            for (var i = 0; i < count; i++)
            {
                _ = NetCdfLibrary.H5Tget_member_value(type, (uint)i, p + (i * size));
            }
        }

        return (values, string.Join(' ', Enumerable.Range(0, count).Select(i => NetCdfLibrary.TakeName(NetCdfLibrary.H5Tget_member_name(type, (uint)i)).Replace(' ', '_'))));
    }

    private object Value(byte* at, long file)
    {
        switch (_kind)
        {
            case TextKind when _isPointer:
                return Marshal.PtrToStringUTF8(*(nint*)at) ?? "";
            case TextKind:
                var text = new ReadOnlySpan<byte>(at, _size);
                return Encoding.UTF8.GetString(text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text);
            case Opaque:
                return new ReadOnlySpan<byte>(at, _size).ToArray();
            case Reference:
                const int room = 4096;
                var name = stackalloc byte[room];
                return NetCdfLibrary.H5Rget_name(file, _size == 8 ? 0 : 1, at, name, room) > 0 ? Marshal.PtrToStringUTF8((nint)name) ?? "" : "";
            default:
                var length = checked((int)*(nuint*)at);
                var first = *(byte**)(at + sizeof(nint));
                var values = Array.CreateInstance(_inner!.Element!, length);
                new ReadOnlySpan<byte>(first, length * _inner._size).CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(values), length * _inner._size));
                return values;
        }
    }
}
