using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>The stored values of one variable of an open file.</summary>
internal sealed unsafe class NetCdfSource : IArraySource
{
    /// <summary>Bytes from which on reading past the C library is worth its preparation.</summary>
    private const long WorthIt = 1 << 16;

    private readonly NetCdfFile _file;
    private readonly string? _path;
    private readonly string _name;
    private readonly int _type;
    private readonly string _typeName;
    private int _group;
    private int _variable;
    private StrongBox<StoredChunks?>? _stored;
    private StrongBox<StoredRun?>? _run;
    private long? _dataset;

    /// <summary>Describes a variable. The caller holds the library.</summary>
    public NetCdfSource(NetCdfFile file, int group, int variable, string name, int type, int[] shape)
    {
        _file = file;
        _group = group;
        _variable = variable;
        _name = name;
        _type = type;
        Shape = shape;
        (var element, _typeName) = NetCdfAttributes.Element(file, group, type);
        ElementType = element ?? typeof(object);
        var chunks = new nuint[shape.Length];
        const int chunked = 0;
        file.Check(NetCdfLibrary.nc_inq_var_chunking(group, variable, out var storage, chunks), "Reading the chunk shape", name);
        Chunks = storage == chunked && shape.Length > 0 ? [.. chunks.Select(c => (int)Math.Min(c, int.MaxValue))] : null;
    }

    /// <summary>A variable that was declared without the library, which is asked for it with the first values.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">The path of its group.</param>
    /// <param name="declared">What is known of it.</param>
    public NetCdfSource(NetCdfFile file, string group, NetCdfHeader.Declared declared)
    {
        (_file, _path, _name, _variable) = (file, group, declared.Name, -1);
        (ElementType, Shape, Chunks) = (declared.Element, declared.Shape, declared.Chunks);
        (_type, _typeName) = (NetCdfType.FromType(ElementType), ElementType.Name);
    }

    public Type ElementType { get; }

    public IReadOnlyList<int> Shape { get; }

    public IReadOnlyList<int>? Chunks { get; }

    public bool InMemory => false;

    /// <summary>Gives an enumeration's members as CF has them: <c>flag_values</c> and <c>flag_meanings</c>. The caller holds the library.</summary>
    public void DescribeEnumeration(OrderedDictionary<string, object> attributes)
    {
        if (NetCdfType.ToType(_type) is not null || ElementType == typeof(object) || attributes.ContainsKey("flag_values"))
        {
            return;
        }

        var buffer = new byte[NetCdfLibrary.MaxName + 1];
        _file.Check(NetCdfLibrary.nc_inq_user_type(_group, _type, buffer, out var size, out _, out var members, out _), "Reading an enumeration", _name);
        var values = Array.CreateInstance(ElementType, (int)members);
        var meanings = new string[(int)members];
        fixed (byte* p = &MemoryMarshal.GetArrayDataReference(values))
        {
            for (var i = 0; i < meanings.Length; i++)
            {
                _file.Check(NetCdfLibrary.nc_inq_enum_member(_group, _type, i, buffer, p + (i * (int)size)), "Reading an enumeration", _name);
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
            throw new DataFormatException($"Values of the {_typeName} cannot be read as one; numbers, characters, texts and enumerations can.", _file.Path, _name, hint: _typeName.StartsWith("compound", StringComparison.Ordinal) ? "Open its fields as if it were a group, by its path." : null);
        }

        SourceReader.Demand<T>(ElementType, _name);
        if (destination.IsEmpty)
        {
            return;
        }

        if (typeof(T) == typeof(string))
        {
            var pointers = new nint[destination.Length];
            using (Enter())
            {
                _dataset ??= _file.Dataset(_group, _name);
                if (_dataset > 0 && FixedTexts.Read(_dataset.Value, slab, Cast<T, string>(destination), () => new DataFormatException("The texts cannot be read; the file may be damaged.", _file.Path, _name)))
                {
                    return;
                }

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

    /// <summary>Holds the library, which knows the variable from then on.</summary>
    private Lock.Scope Enter()
    {
        var scope = _file.Enter();
        try
        {
            if (_variable < 0)
            {
                (_group, _variable) = _file.Find(_path!, _name, _type, Shape);
            }
        }
        catch
        {
            scope.Dispose();
            throw;
        }

        return scope;
    }

    private static Span<TTo> Cast<TFrom, TTo>(Span<TFrom> span) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(span)), span.Length);

    private void Fill<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (Chunks is not null)
        {
            FillChunked(slab, destination);
        }
        else if (IsStrided(slab))
        {
            FillStrided(slab, destination);
        }
        else if ((long)destination.Length * Unsafe.SizeOf<T>() < WorthIt || Run<T>()?.Read(slab, destination) is not true)
        {
            Get(slab, destination);
        }
    }

    private StoredRun? Run<T>()
    {
        using (Enter())
        {
            return (_run ??= new(StoredRun.Of(_file, _group, _name, Shape, Unsafe.SizeOf<T>()))).Value;
        }
    }

    /// <summary>
    /// Unpacks chunks here, on all processors, where a good part of each is wanted or the C library could not keep them all;
    /// small windows are left to it, since it keeps the chunks that it unpacked for the next one.
    /// </summary>
    private void FillChunked<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        const long kept = 16 << 20;
        var window = new ChunkWindow(slab, Chunks!);
        if (Stored<T>() is { } stored && window.Count * stored.Bytes is var touched && (IsStrided(slab) || touched >= WorthIt) && (IsStrided(slab) || touched > kept || (long)destination.Length * Unsafe.SizeOf<T>() >= touched / 4))
        {
            stored.Read(window, destination, Get<T>);
        }
        else
        {
            try
            {
                Get(slab, destination);
            }
            catch (DataFormatException) when (_stored?.Value is { } chunks)
            {
                // This way it is told which chunk is damaged.
                chunks.Read(window, destination, Get<T>);
            }
        }
    }

    private StoredChunks? Stored<T>()
    {
        if (_stored is null)
        {
            using (Enter())
            {
                _stored ??= new(StoredChunks.Of(_file, _group, _name, Shape, Chunks!, Unsafe.SizeOf<T>()));
            }
        }

        return _stored.Value;
    }

    private T[] Get<T>(DimensionSlice[] slab)
    {
        var values = new T[DimensionSlice.Size(slab)];
        Get<T>(slab, values);
        return values;
    }

    /// <summary>libnetcdf picks strided values one by one; reading what lies between them too and picking here is ten times faster.</summary>
    private void FillStrided<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        const int worthACall = 4096;
        const int scratch = 1 << 20;
        const int sparse = 64;
        var first = 0;
        while (slab[first].Count == 1)
        {
            first++;
        }

        var inner = destination.Length / slab[first].Count;
        var cover = slab.ToArray().Select(s => new DimensionSlice(s.Start, ((s.Count - 1) * s.Stride) + 1, 1)).ToArray();
        var covered = DimensionSlice.Size(cover);
        var step = inner >= worthACall ? 1 : (int)Math.Clamp(scratch / (covered / slab[first].Count), 1, slab[first].Count);
        if (step < slab[first].Count)
        {
            var part = slab.ToArray();
            for (var i = 0; i < slab[first].Count; i += step)
            {
                var count = Math.Min(step, slab[first].Count - i);
                part[first] = slab[first].Then(new DimensionSlice(i, count, 1));
                Fill<T>(part, destination.Slice(i * inner, count * inner));
            }
        }
        else if (covered > (long)destination.Length * sparse)
        {
            Get(slab, destination);
        }
        else
        {
            var values = Get<T>(cover);
            var picked = slab.ToArray().Select(s => new DimensionSlice(0, s.Count, s.Stride)).ToArray();
            DataArray.Create(_name, [.. picked.Select((_, d) => $"{d}")], [.. cover.Select(c => c.Count)], values).Variable.Source.Read(picked, destination);
        }
    }

    private static bool IsStrided(ReadOnlySpan<DimensionSlice> slab)
    {
        foreach (var slice in slab)
        {
            if (slice.Stride > 1 && slice.Count > 1)
            {
                return true;
            }
        }

        return false;
    }

    private void Get<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        using (Enter())
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
        for (var d = 0; d < slab.Length; d++)
        {
            (start[d], count[d], stride[d]) = ((nuint)slab[d].Start, (nuint)slab[d].Count, slab[d].Stride);
        }

        _file.Check(
            IsStrided(slab) ? NetCdfLibrary.nc_get_vars(_group, _variable, start, count, stride, values) : NetCdfLibrary.nc_get_vara(_group, _variable, start, count, values), "Reading values", _name);
    }
}
