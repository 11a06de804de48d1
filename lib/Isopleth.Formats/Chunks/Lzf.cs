namespace Isopleth.Formats;

/// <summary>Undoes LZF, the compression of h5py: runs as they are, and copies of what stands up to 8191 bytes before.</summary>
/// <remarks>Format: M. Lehmann, LibLZF. A control byte below 32 begins a run of so many bytes and one; of others three bits are a length, of which 7 goes on in the next byte, and thirteen a distance.</remarks>
internal static class Lzf
{
    /// <summary>Unpacks into its place; tells how many bytes came out, -1 when they are damaged or too many.</summary>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        var (at, end) = (0, 0);
        while (at < packed.Length)
        {
            int control = packed[at++];
            if (control < 32)
            {
                var run = control + 1;
                if (run > packed.Length - at || !packed.Slice(at, run).TryCopyTo(bytes[end..]))
                {
                    return -1;
                }

                (at, end) = (at + run, end + run);
                continue;
            }

            var length = control >> 5;
            if (length == 7 && at < packed.Length)
            {
                length += packed[at++];
            }

            length += 2;
            var from = at < packed.Length ? end - ((control & 31) << 8) - packed[at++] - 1 : -1;
            if (from < 0 || length > bytes.Length - end)
            {
                return -1;
            }

            // A copy may reach into itself, which repeats it.
            for (var i = 0; i < length; i++)
            {
                bytes[end++] = bytes[from++];
            }
        }

        return end;
    }
}
