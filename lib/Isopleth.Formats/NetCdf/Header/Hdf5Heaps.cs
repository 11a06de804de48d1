using System.Numerics;

namespace Isopleth.Formats;

/// <summary>What HDF5 keeps many small things in: fractal heaps with their B-trees, for links and attributes, and the global heap for texts and references.</summary>
/// <remarks>Format: the HDF5 File Format Specification, version 3, III.A.2, III.E and III.G.</remarks>
internal sealed class Hdf5Heaps(Hdf5Bytes bytes)
{
    /// <summary>A file that is not damaged has fewer.</summary>
    private const int MostBlocks = 1 << 16;

    private readonly Dictionary<long, Dictionary<int, (long Address, int Length)>> _collections = [];

    /// <summary>All objects of a heap that a B-tree has an index of, none when the heap's address is that of none; by their order where the index knows it.</summary>
    /// <param name="heap">The heap's address.</param>
    /// <param name="index">The B-tree's address.</param>
    /// <param name="recordBytes">Bytes of one record of the tree.</param>
    /// <param name="idAt">Where the object's place in the heap stands in it.</param>
    /// <param name="orderAt">Where its order stands.</param>
    public IEnumerable<(int Order, byte[] Bytes)> Objects(long heap, long index, int recordBytes, int idAt, int orderAt = -1)
    {
        if (heap < 0)
        {
            return [];
        }

        var opened = new FractalHeap(this, bytes, heap);
        return Records(index, recordBytes).Select(r => (orderAt < 0 ? 0 : (int)new Hdf5Cursor(r.AsSpan(orderAt)).Number(4), opened.Object(r.AsSpan(idAt)).ToArray())).ToList();
    }

    /// <summary>An object of the global heap.</summary>
    public byte[] Global(long collection, int index)
    {
        if (!_collections.TryGetValue(collection, out var places))
        {
            var head = new Hdf5Cursor(bytes.At(collection, 16));
            if (!head.Take(4).SequenceEqual("GCOL"u8) || head.Byte() != 1)
            {
                throw new InvalidDataException("a global heap that is none");
            }

            head.Take(3);
            var length = checked((int)head.Number());
            places = [];
            var cursor = new Hdf5Cursor(bytes.At(collection, length)[16..]);
            while (cursor.Rest.Length >= 16)
            {
                var at = collection + length - cursor.Rest.Length;
                var number = cursor.Short();
                cursor.Take(6);
                var size = checked((int)cursor.Number());
                if (number == 0)
                {
                    break;
                }

                places[number] = (at + 16, size);
                cursor.Take(checked((size + 7) & -8));
            }

            _collections[collection] = places;
        }

        return places.TryGetValue(index, out var place) ? bytes.At(place.Address, place.Length).ToArray() : throw new InvalidDataException("a reference to nothing in the global heap");
    }

    /// <summary>The records of a B-tree of version 2.</summary>
    private List<byte[]> Records(long tree, int recordBytes)
    {
        var head = new Hdf5Cursor(bytes.Block(tree, 38, "BTHD"u8)[6..]);
        var (nodeBytes, record, depth) = ((int)head.Number(4), head.Short(), head.Short());
        head.Take(2);
        var (root, count) = (head.Number(), head.Short());
        if (record != recordBytes || depth > 16 || nodeBytes < 64)
        {
            throw new InvalidDataException("an index that netCDF-4 does not write");
        }

        // How many records a node may hold gives the widths of the numbers of records beside its pointers.
        const int frame = 10;
        var (most, all) = (new long[depth + 1], new long[depth + 1]);
        most[0] = all[0] = (nodeBytes - frame) / recordBytes;
        for (var d = 1; d <= depth; d++)
        {
            var pointer = 8 + Width(most[0]) + (d > 1 ? Width(all[d - 1]) : 0);
            most[d] = (nodeBytes - frame - pointer) / (recordBytes + pointer);
            all[d] = checked(((most[d] + 1) * all[d - 1]) + most[d]);
        }

        var records = new List<byte[]>();
        var nodes = 0;
        void Node(long address, int records0, int d)
        {
            if (nodes++ > MostBlocks || records0 > most[d])
            {
                throw new InvalidDataException("an index without end");
            }

            var (one, two) = d == 0 ? (0, 0) : (Width(most[0]), d > 1 ? Width(all[d - 1]) : 0);
            var cursor = new Hdf5Cursor(bytes.Block(address, frame + (records0 * recordBytes) + (d == 0 ? 0 : (records0 + 1) * (8 + one + two)), d == 0 ? "BTLF"u8 : "BTIN"u8)[6..]);
            for (var i = 0; i < records0; i++)
            {
                records.Add(cursor.Take(recordBytes).ToArray());
            }

            for (var i = 0; d > 0 && i <= records0; i++)
            {
                var (child, held) = (cursor.Number(), (int)cursor.Number(one));
                cursor.Take(two);
                Node(child, held, d - 1);
            }
        }

        if (count > 0)
        {
            Node(root, count, depth);
        }

        return records;
    }

    private static int Width(long most) => (BitOperations.Log2((ulong)Math.Max(1, most)) / 8) + 1;

    /// <summary>One heap whose blocks double in size from row to row; packed heaps are not read.</summary>
    private sealed class FractalHeap
    {
        private readonly Hdf5Bytes _bytes;
        private readonly int _idBytes;
        private readonly int _offsetBytes;
        private readonly int _width;
        private readonly long _start;
        private readonly long _largest;
        private readonly long _root;
        private readonly int _rows;
        private readonly Lazy<Dictionary<long, (long Address, int Length)>> _huge;

        public FractalHeap(Hdf5Heaps heaps, Hdf5Bytes bytes, long address)
        {
            _bytes = bytes;
            var head = new Hdf5Cursor(bytes.Block(address, 146, "FRHP"u8)[5..]);
            _idBytes = head.Short();
            var filters = head.Short();
            head.Take(1 + 4 + 8);
            var huge = head.Number();
            head.Take(10 * 8);
            _huge = new(() => heaps.Records(huge, recordBytes: 24).ToDictionary(r => Number(r, 16), r => (Number(r, 0), checked((int)Number(r, 8)))));
            _width = head.Short();
            (_start, _largest) = (head.Number(), head.Number());
            _offsetBytes = (head.Short() + 7) / 8;
            head.Take(2);
            (_root, _rows) = (head.Number(), head.Short());
            if (filters != 0 || _width == 0 || _idBytes is < 3 or > 16 || _offsetBytes is < 1 or > 8 || !BitOperations.IsPow2(_start) || !BitOperations.IsPow2(_largest) || !BitOperations.IsPow2(_width) || _rows > 64)
            {
                throw new InvalidDataException("a heap that netCDF-4 does not write");
            }
        }

        /// <summary>An object by its place.</summary>
        public ReadOnlySpan<byte> Object(ReadOnlySpan<byte> id)
        {
            var cursor = new Hdf5Cursor(id[.._idBytes]);
            switch (cursor.Byte())
            {
                case 0:
                    break;
                case 16 when _huge.Value.TryGetValue(cursor.Number(Math.Min(8, cursor.Rest.Length)), out var place):
                    return _bytes.At(place.Address, place.Length);
                default:
                    throw new InvalidDataException("an object outside of its heap");
            }

            var offset = cursor.Number(_offsetBytes);
            var length = (int)cursor.Number(Math.Min(4, cursor.Rest.Length));
            var (block, within) = _rows == 0 ? (_root, offset) : Find(_root, _rows, offset);
            return _bytes.At(block, 4).SequenceEqual("FHDB"u8) ? _bytes.At(block + within, length) : throw new InvalidDataException("a heap's block is damaged");
        }

        private static long Number(byte[] record, int at) => new Hdf5Cursor(record.AsSpan(at)).Number();

        private (long Block, long Within) Find(long indirect, int rows, long offset)
        {
            long Size(int row) => row == 0 ? _start : _start << (row - 1);
            long First(int row) => row == 0 ? 0 : _width * _start << (row - 1);
            var direct = Math.Min(rows, BitOperations.Log2((ulong)_largest) - BitOperations.Log2((ulong)_start) + 2);
            var row = 0;
            while (row + 1 < rows && offset >= First(row + 1))
            {
                row++;
            }

            var column = (offset - First(row)) / Size(row);
            var within = (offset - First(row)) % Size(row);
            if (column >= _width)
            {
                throw new InvalidDataException("an object behind the end of its heap");
            }

            var before = 5 + 8 + _offsetBytes;
            var block = _bytes.Block(indirect, before + (8L * rows * _width) + 4, "FHIB"u8);
            var child = new Hdf5Cursor(block[(int)(before + (8 * ((row * _width) + column)))..]).Number();
            return row < direct ? (child, within)
                : BitOperations.Log2((ulong)Size(row)) - BitOperations.Log2((ulong)(_start * _width)) + 1 is var inner && inner > 0 && inner < rows ? Find(child, inner, within)
                : throw new InvalidDataException("a heap that netCDF-4 does not write");
        }
    }
}
