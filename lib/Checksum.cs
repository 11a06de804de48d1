using System.Buffers.Binary;
using System.Numerics;

namespace Isopleth;

/// <summary>CRC-32C (Castagnoli), as Zarr 3 has it behind chunks and indexes, and the kernel behind its start-up profile. The rooms that use it each compile this file into themselves.</summary>
internal static class Checksum
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
