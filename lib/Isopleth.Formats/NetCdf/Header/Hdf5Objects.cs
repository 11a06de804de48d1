namespace Isopleth.Formats;

/// <summary>One message of an object's header.</summary>
internal readonly record struct Hdf5Message(int Type, int Order, byte[] Bytes);

/// <summary>The messages of an object, and whether it knows the order in which its attributes were made.</summary>
internal sealed record Hdf5Object(List<Hdf5Message> Messages, bool HasOrder)
{
    public byte[]? Find(int type) => Messages.Find(m => m.Type == type).Bytes;
}

/// <summary>The objects of an HDF5 file as netCDF-4 writes them: headers of version 2, with links and attributes in them or in a heap beside them.</summary>
/// <remarks>Format: the HDF5 File Format Specification, version 3. Whatever netCDF-4 does not write is an <see cref="InvalidDataException"/>, and left to the HDF5 library.</remarks>
internal sealed class Hdf5Objects(Hdf5Bytes bytes)
{
    public const int Dataspace = 1;
    public const int LinkInfo = 2;
    public const int Datatype = 3;
    public const int Link = 6;
    public const int Layout = 8;
    public const int Attribute = 12;
    private const int Continuation = 16;
    private const int SymbolTable = 17;
    private const int AttributeInfo = 21;
    private const int Shared = 2;

    /// <summary>netCDF-4 has the order of creation of all things known and found; the library goes through them by it, too, and so reads the same blocks.</summary>
    private const int TrackedAndIndexed = 3;

    private readonly Hdf5Heaps _heaps = new(bytes);

    /// <summary>Where the header of the root group stands.</summary>
    public long Root()
    {
        var head = bytes.UpTo(0, 96);
        const int offsetBytes = 8;
        return head.Length >= 48 && head[8] == 0 && head[13] == offsetBytes && head[14] == offsetBytes && Number(head[24..]) == 0 ? Number(head[64..])
            : head.Length >= 48 && head[8] is 2 or 3 && head[9] == offsetBytes && head[10] == offsetBytes && Number(head[12..]) == 0 ? Number(bytes.Block(0, 48, head[..8])[36..])
            : throw new InvalidDataException("a superblock that netCDF-4 does not write");
    }

    /// <summary>An object by the address of its header.</summary>
    public Hdf5Object Read(long address)
    {
        var head = new Hdf5Cursor(bytes.UpTo(address, 64));
        if (!head.Take(4).SequenceEqual("OHDR"u8) || head.Byte() != 2)
        {
            throw new InvalidDataException("an object header that netCDF-4 does not write");
        }

        var flags = head.Byte();
        var before = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        head.Take(before - 6);
        var sizeBytes = 1 << (flags & 3);
        var size = head.Number(sizeBytes);
        var hasOrder = (flags & 4) != 0;
        var messages = new List<Hdf5Message>();
        var blocks = new Queue<(long Address, long Length)>();
        Add(bytes.Block(address, before + sizeBytes + size + 4, "OHDR"u8)[(before + sizeBytes)..], hasOrder, messages, blocks);
        for (var read = 0; blocks.TryDequeue(out var block); read++)
        {
            if (read > 1 << 12)
            {
                throw new InvalidDataException("an object header without end");
            }

            Add(bytes.Block(block.Address, block.Length, "OCHK"u8)[4..], hasOrder, messages, blocks);
        }

        return new Hdf5Object(messages, hasOrder);
    }

    /// <summary>What a group holds, in the order in which it was made.</summary>
    public List<(string Name, long Address)> Links(Hdf5Object group)
    {
        if (group.Find(SymbolTable) is not null || group.Find(LinkInfo) is not { } info)
        {
            throw new InvalidDataException("a group that netCDF-4 does not write");
        }

        var cursor = new Hdf5Cursor(info.AsSpan(1));
        if (cursor.Byte() != TrackedAndIndexed)
        {
            throw new InvalidDataException("a group without the order of what is in it");
        }

        cursor.Number();
        var heap = cursor.Number();
        cursor.Number();
        var links = group.Messages.Where(m => m.Type == Link).Select(m => m.Bytes).Concat(_heaps.Objects(heap, cursor.Number(), recordBytes: 15, idAt: 8).Select(o => o.Bytes)).Select(Hard).ToList();
        return [.. links.OrderBy(l => l.Order).Select(l => (l.Name, l.Address))];
    }

    /// <summary>The messages of an object's attributes, in the order in which they were made.</summary>
    public List<byte[]> Attributes(Hdf5Object of)
    {
        var attributes = of.Messages.Where(m => m.Type == Attribute).Select(m => (m.Order, m.Bytes)).ToList();
        if (of.Find(AttributeInfo) is { } info)
        {
            var cursor = new Hdf5Cursor(info.AsSpan(1));
            if (cursor.Byte() is var flags && flags == TrackedAndIndexed)
            {
                cursor.Take(2);
                var heap = cursor.Number();
                cursor.Number();
                attributes.AddRange(_heaps.Objects(heap, cursor.Number(), recordBytes: 13, idAt: 0, orderAt: 9));
            }
            else if ((flags & 1) != 0 || cursor.Number() >= 0)
            {
                throw new InvalidDataException("attributes without their order");
            }
        }

        return attributes.Count <= 1 || of.HasOrder ? [.. attributes.OrderBy(a => a.Order).Select(a => a.Bytes)] : throw new InvalidDataException("attributes without their order");
    }

    /// <summary>An object of the heap that all objects share, by a reference to it.</summary>
    public byte[] Global(long collection, int index) => _heaps.Global(collection, index);

    private static void Add(ReadOnlySpan<byte> block, bool hasOrder, List<Hdf5Message> messages, Queue<(long Address, long Length)> blocks)
    {
        var cursor = new Hdf5Cursor(block);
        while (cursor.Rest.Length >= (hasOrder ? 6 : 4))
        {
            var (type, size, flags, order) = (cursor.Byte(), cursor.Short(), cursor.Byte(), hasOrder ? cursor.Short() : 0);
            var content = cursor.Take(size);
            if (type == Continuation)
            {
                var next = new Hdf5Cursor(content);
                blocks.Enqueue((next.Number(), next.Number()));
            }
            else if (type is Dataspace or LinkInfo or Datatype or Link or Layout or Attribute or SymbolTable or AttributeInfo)
            {
                messages.Add((flags & Shared) == 0 ? new(type, order, content.ToArray()) : throw new InvalidDataException("a message in another place"));
            }
        }
    }

    private static (long Order, string Name, long Address) Hard(byte[] link)
    {
        var cursor = new Hdf5Cursor(link);
        var (version, flags) = (cursor.Byte(), cursor.Byte());
        var (hasType, hasOrder, hasEncoding) = ((flags & 8) != 0, (flags & 4) != 0, (flags & 16) != 0);
        if (version != 1 || !hasOrder || (hasType && cursor.Byte() != 0))
        {
            throw new InvalidDataException("a link that netCDF-4 does not write");
        }

        var order = cursor.Number();
        _ = hasEncoding ? cursor.Byte() : 0;
        var name = System.Text.Encoding.UTF8.GetString(cursor.Take(checked((int)cursor.Number(1 << (flags & 3)))));
        return (order, name, cursor.Number());
    }

    private static long Number(ReadOnlySpan<byte> bytes) => new Hdf5Cursor(bytes).Number();
}
