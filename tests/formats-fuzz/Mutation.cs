using System.Buffers.Binary;

namespace Isopleth.Tests.FormatsFuzz;

/// <summary>One damage to the bytes of a file: a flip, a cut, a swap, a false length, a repeated or a lost block.</summary>
internal static class Mutation
{
    private static readonly long[] Lengths = [0, 1, -1, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 1 << 24, 0x7fff];

    public static byte[] Of(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        if (bytes.Length < 16)
        {
            return bytes;
        }

        // Most of what a reader believes stands at the beginning or at the end.
        int At(int room) => random.Next(4) switch
        {
            0 => random.Next(Math.Min(512, bytes.Length - room)),
            1 => Math.Max(0, bytes.Length - room - random.Next(Math.Min(512, bytes.Length - room))),
            _ => random.Next(bytes.Length - room),
        };

        switch (random.Next(8))
        {
            case 0 or 1:
                for (var count = 1 << random.Next(5); count > 0; count--)
                {
                    bytes[At(1)] ^= (byte)(1 << random.Next(8));
                }

                return bytes;
            case 2:
                return bytes[..random.Next(bytes.Length)];
            case 3:
                var (a, b) = (At(1), At(1));
                (bytes[a], bytes[b]) = (bytes[b], bytes[a]);
                return bytes;
            case 4 or 5:
                var (length, at) = (Lengths[random.Next(Lengths.Length)], At(8));
                var field = bytes.AsSpan(at, 8);
                switch (random.Next(4))
                {
                    case 0: BinaryPrimitives.WriteInt32LittleEndian(field, (int)length); break;
                    case 1: BinaryPrimitives.WriteInt32BigEndian(field, (int)length); break;
                    case 2: BinaryPrimitives.WriteInt64LittleEndian(field, length); break;
                    default: field[0] = (byte)length; break;
                }

                return bytes;
            case 6:
                var size = 1 + random.Next(Math.Min(256, bytes.Length - 1));
                var (from, to) = (At(size), At(size));
                bytes.AsSpan(from, size).ToArray().CopyTo(bytes, to);
                return bytes;
            default:
                var lost = At(1);
                return [.. bytes[..lost], .. bytes[Math.Min(bytes.Length, lost + 1 + random.Next(64))..]];
        }
    }
}
