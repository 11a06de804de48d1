using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>The stored values of one variable of an open file.</summary>
internal sealed unsafe class NetCdfSource : IArraySource
{
    private readonly NetCdfFile file;
    private readonly int group;
    private readonly int variable;
    private readonly string name;
    private readonly int type;
    private readonly string typeName;

    /// <summary>Describes a variable. The caller holds the library.</summary>
    public NetCdfSource(NetCdfFile file, int group, int variable, string name, int type, int[] shape)
    {
        this.file = file;
        this.group = group;
        this.variable = variable;
        this.name = name;
        this.type = type;
        Shape = shape;
        (var element, typeName) = NetCdfAttributes.Element(file, group, type);
        ElementType = element ?? typeof(object);
        var chunks = new nuint[shape.Length];
        const int chunked = 0;
        file.Check(NetCdfLibrary.nc_inq_var_chunking(group, variable, out var storage, chunks), "Reading the chunk shape", name);
        Chunks = storage == chunked && shape.Length > 0 ? [.. chunks.Select(c => (int)Math.Min(c, int.MaxValue))] : null;
    }

    public Type ElementType { get; }

    public IReadOnlyList<int> Shape { get; }

    public IReadOnlyList<int>? Chunks { get; }

    public bool InMemory => false;

    /// <summary>Gives an enumeration's members as CF has them: <c>flag_values</c> and <c>flag_meanings</c>. The caller holds the library.</summary>
    public void DescribeEnumeration(OrderedDictionary<string, object> attributes)
    {
        if (NetCdfType.ToType(type) is not null || ElementType == typeof(object) || attributes.ContainsKey("flag_values"))
        {
            return;
        }

        var buffer = new byte[NetCdfLibrary.MaxName + 1];
        file.Check(NetCdfLibrary.nc_inq_user_type(group, type, buffer, out var size, out _, out var members, out _), "Reading an enumeration", name);
        var values = Array.CreateInstance(ElementType, (int)members);
        var meanings = new string[(int)members];
        fixed (byte* p = &MemoryMarshal.GetArrayDataReference(values))
        {
            for (var i = 0; i < meanings.Length; i++)
            {
                file.Check(NetCdfLibrary.nc_inq_enum_member(group, type, i, buffer, p + (i * (int)size)), "Reading an enumeration", name);
                meanings[i] = NetCdfFile.Name(buffer).Replace(' ', '_');
            }
        }

        attributes["flag_values"] = values;
        attributes["flag_meanings"] = string.Join(' ', meanings);
    }

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (ElementType == typeof(object))
        {
            throw new DataFormatException($"Values of the {typeName} cannot be read; numbers, characters, texts and enumerations can.", file.Path, name);
        }

        if (typeof(T) != ElementType)
        {
            throw new ArgumentException($"'{name}' holds {ElementType.Name}; it was asked for as {typeof(T).Name}.");
        }

        if (destination.IsEmpty)
        {
            return;
        }

        if (typeof(T) == typeof(string))
        {
            var pointers = new nint[destination.Length];
            using (file.Enter())
            {
                fixed (nint* p = pointers)
                {
                    Get(slab, p);
                    NativeTexts.Take(pointers, p).CopyTo(Cast<T, string>(destination));
                }
            }
        }
        else if (typeof(T) == typeof(char))
        {
            var bytes = new byte[destination.Length];
            Fill<byte>(slab, bytes);
            Encoding.Latin1.GetChars(bytes, Cast<T, char>(destination));
        }
        else
        {
            Fill(slab, destination);
        }
    }

    private static Span<TTo> Cast<TFrom, TTo>(Span<TFrom> span) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(span)), span.Length);

    private void Fill<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        using (file.Enter())
        {
            fixed (byte* p = &Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(destination)))
            {
                Get(slab, p);
            }
        }
    }

    private void Get(ReadOnlySpan<DimensionSlice> slab, void* values)
    {
        // One element more, so that a scalar has an address too.
        var start = stackalloc nuint[slab.Length + 1];
        var count = stackalloc nuint[slab.Length + 1];
        var stride = stackalloc nint[slab.Length + 1];
        var strided = false;
        for (var d = 0; d < slab.Length; d++)
        {
            (start[d], count[d], stride[d]) = ((nuint)slab[d].Start, (nuint)slab[d].Count, slab[d].Stride);
            strided |= slab[d].Stride > 1 && slab[d].Count > 1;
        }

        file.Check(
            strided ? NetCdfLibrary.nc_get_vars(group, variable, start, count, stride, values) : NetCdfLibrary.nc_get_vara(group, variable, start, count, values), "Reading values", name);
    }
}
