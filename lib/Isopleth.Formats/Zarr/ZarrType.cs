using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Isopleth.Formats;

/// <summary>The type of an array's elements as Zarr tells it, and what they are here.</summary>
/// <param name="Element">The type here: a number, <see cref="string"/> or bytes; null when it cannot be read.</param>
/// <param name="Size">Bytes of one stored element; 0 for texts of any length.</param>
/// <param name="Swap">Whether the bytes are in the other order.</param>
/// <param name="Kind">How they are stored where the size does not tell: <c>f2</c>, <c>U</c>, <c>S</c>; empty for numbers as they are.</param>
/// <param name="Name">As the metadata spell it.</param>
/// <param name="TimeUnits">For points in time and for spans of it: the units counted in.</param>
internal sealed record ZarrType(Type? Element, int Size, bool Swap, string Kind, string Name, string? TimeUnits = null)
{
    /// <summary>Version 2: NumPy's spelling, for example <c>&lt;f4</c>.</summary>
    public static ZarrType FromNumPy(JsonNode? spelled)
    {
        if (spelled is not JsonValue value || !value.TryGetValue<string>(out var text) || text.Length < 2)
        {
            return new ZarrType(null, 0, false, "", spelled?.ToJsonString() ?? "null");
        }

        var swap = text[0] == '>' ? BitConverter.IsLittleEndian : text[0] == '<' && !BitConverter.IsLittleEndian;
        var unit = text.IndexOf('[', StringComparison.Ordinal);
        var code = unit < 0 ? text[1..] : text[1..unit];
        return code switch
        {
            "M8" => new(typeof(long), 8, swap, "", text, Units(unit < 0 ? "ns" : text[(unit + 1)..^1])),
            "m8" => new(typeof(long), 8, swap, "", text, Units(unit < 0 ? "ns" : text[(unit + 1)..^1])?.Split(' ')[0]),
            ['V', .. var n] when int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new(typeof(byte[]), count, false, "V", text),
            ['U', .. var n] when int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new(typeof(string), 4 * count, swap, "U", text),
            ['S', .. var n] when int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => new(typeof(string), count, false, "S", text),
            ['O', ..] => new(typeof(string), 0, false, "", text),
            _ => Number(code, swap, text),
        };
    }

    /// <summary>Version 3: a word, for example <c>float32</c>; the byte order is the codec's affair.</summary>
    public static ZarrType FromName(JsonNode? spelled, bool swap) => spelled is JsonValue value && value.TryGetValue<string>(out var name)
        ? name switch
        {
            "bool" => Number("b1", swap, name),
            "float16" or "float32" or "float64" => Number("f" + (int.Parse(name[5..], CultureInfo.InvariantCulture) / 8), swap, name),
            "string" => new(typeof(string), 0, false, "", name),
            "bytes" or "variable_length_bytes" => new(typeof(byte[]), 0, false, "", name),
            ['r', .. var bits] when int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n % 8 == 0 => new(typeof(byte[]), n / 8, false, "V", name),
            ['i', 'n', 't', .. var bits] when int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) => Number("i" + (n / 8), swap, name),
            ['u', 'i', 'n', 't', .. var bits] when int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) => Number("u" + (n / 8), swap, name),
            _ => new(null, 0, false, "", name),
        }
        : Extended(spelled, swap);

    /// <summary>Version 3: a type with settings.</summary>
    private static ZarrType Extended(JsonNode? spelled, bool swap)
    {
        var (name, settings) = (spelled is JsonObject type ? (string?)type["name"] ?? "" : "", spelled is JsonObject ? spelled["configuration"] : null);
        var (bytes, unit, scale) = ((int?)settings?["length_bytes"] ?? 0, Units((string?)settings?["unit"] ?? ""), (int?)settings?["scale_factor"] ?? 1);
        return name switch
        {
            "numpy.datetime64" when unit is not null && scale == 1 => new(typeof(long), 8, swap, "", name, unit),
            "numpy.timedelta64" when unit is not null && scale == 1 => new(typeof(long), 8, swap, "", name, unit.Split(' ')[0]),
            "fixed_length_utf32" when bytes > 0 => new(typeof(string), bytes, swap, "U", name),
            "null_terminated_bytes" when bytes > 0 => new(typeof(string), bytes, false, "S", name),
            "raw_bytes" when bytes > 0 => new(typeof(byte[]), bytes, false, "V", name),
            _ => new(null, 0, false, "", spelled?.ToJsonString() ?? "null"),
        };
    }

    /// <summary>The parts of a type that is made of several, with where each begins in an element and how many bytes that has: fields of records, both halves of complex numbers. None for others.</summary>
    public static IReadOnlyList<(string Suffix, ZarrType Type, int Offset, int Record)> Parts(JsonNode? spelled, bool isVersion3, bool swap)
    {
        var code = spelled is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        if (code.TrimStart('<', '>') is "c8" or "c16" or "complex64" or "complex128")
        {
            var half = code.EndsWith('8') && !code.EndsWith("128", StringComparison.Ordinal) || code.EndsWith("64", StringComparison.Ordinal) ? 4 : 8;
            var isSwapped = isVersion3 ? swap : BitConverter.IsLittleEndian == (code[0] == '>');
            return [.. new[] { ".real", ".imag" }.Select((suffix, i) => (suffix, Number("f" + half.ToString(CultureInfo.InvariantCulture), isSwapped, code), i * half, 2 * half))];
        }

        if ((spelled as JsonArray ?? (spelled as JsonObject)?["configuration"]?["fields"] as JsonArray) is not { } fields)
        {
            return [];
        }

        var (parts, at) = (new List<(string, ZarrType, int)>(), 0);
        foreach (var field in fields)
        {
            var (name, inner) = field is JsonArray { Count: 2 } pair ? ((string?)pair[0], pair[1]) : ((string?)(field as JsonObject)?["name"], (field as JsonObject)?["data_type"]);
            var type = isVersion3 ? FromName(inner, swap) : FromNumPy(inner);
            if (name is null || type.Element is null || type.Size == 0)
            {
                return [];
            }

            parts.Add(("." + name, type, at));
            at += type.Size;
        }

        return [.. parts.Select(p => (p.Item1, p.Item2, p.Item3, at))];
    }

    /// <summary>One element as the metadata spell it, for chunks that are not there.</summary>
    /// <exception cref="InvalidDataException">It is no value of this type.</exception>
    public object Fill(JsonNode? value)
    {
        if (Element == typeof(byte[]))
        {
            return Array.Empty<byte>();
        }

        if (Element == typeof(string))
        {
            // Bytes do not stand in JSON as they are.
            return value is not JsonValue text || !text.TryGetValue<string>(out var s) ? "" : Kind != "S" || s.Length == 0 ? s
                : Convert.TryFromBase64String(s, new byte[s.Length], out _) ? Encoding.Latin1.GetString(Convert.FromBase64String(s)).TrimEnd('\0') : "";
        }

        try
        {
            // Whole numbers keep all their digits: nothing here is a double that need not be.
            object number = value switch
            {
                null => 0,
                JsonValue v when v.TryGetValue<bool>(out var truth) => (object)(truth ? 1 : 0),
                JsonValue v when v.TryGetValue<string>(out var s) => s switch
                {
                    "NaT" or "NaN" when Element == typeof(long) => (object)long.MinValue,
                    "NaN" or "NaT" => double.NaN,
                    "Infinity" => double.PositiveInfinity,
                    "-Infinity" => double.NegativeInfinity,
                    ['0', 'x', .. var hex] when Size == 4 => BitConverter.UInt32BitsToSingle(uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                    ['0', 'x', .. var hex] when Size == 8 => BitConverter.UInt64BitsToDouble(ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                    ['0', 'x', .. var hex] => (float)BitConverter.UInt16BitsToHalf(ushort.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                    _ => throw new InvalidDataException($"the fill value '{s}' is no {Name}"),
                },
                JsonValue v when v.TryGetValue<long>(out var whole) => whole,
                JsonValue v when v.TryGetValue<ulong>(out var whole) => whole,
                JsonValue v => v.GetValue<double>(),
                _ => throw new InvalidDataException($"the fill value {value.ToJsonString()} is no {Name}"),
            };
            return Convert.ChangeType(number, Element!, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is OverflowException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"the fill value {value?.ToJsonString()} is no {Name}", e);
        }
    }

    /// <summary>Texts of one length each.</summary>
    public string[] Texts(byte[] bytes)
    {
        var texts = new string[bytes.Length / Math.Max(1, Size)];
        for (var i = 0; i < texts.Length; i++)
        {
            var one = bytes.AsSpan(i * Size, Size);
            texts[i] = (Kind == "S" ? Encoding.Latin1 : Swap ? Encoding.GetEncoding("utf-32BE") : Encoding.UTF32).GetString(one).TrimEnd('\0');
        }

        return texts;
    }

    /// <summary>Values of bytes, of one length each.</summary>
    public byte[][] Raw(byte[] bytes) => [.. bytes.Chunk(Math.Max(1, Size))];

    /// <summary>Texts with their lengths before them (numcodecs' vlen-utf8).</summary>
    public static string[] VariableTexts(byte[] bytes) => Array.ConvertAll(VariableBytes(bytes), Encoding.UTF8.GetString);

    /// <summary>The same as bytes (vlen-bytes).</summary>
    public static byte[][] VariableBytes(byte[] bytes)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (count < 0 || count > bytes.Length / 4)
        {
            throw new InvalidDataException($"a chunk of {bytes.Length} bytes promises {count} texts");
        }

        var values = new byte[count][];
        for (int i = 0, at = 4; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            values[i] = bytes.AsSpan(at + 4, length).ToArray();
            at += 4 + length;
        }

        return values;
    }

    /// <summary>The same, the other way.</summary>
    public static byte[] VariableTexts(ReadOnlySpan<string> texts)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(texts.Length);
        foreach (var text in texts)
        {
            var encoded = Encoding.UTF8.GetBytes(text ?? "");
            writer.Write(encoded.Length);
            writer.Write(encoded);
        }

        return bytes.ToArray();
    }

    private static ZarrType Number(string code, bool swap, string name) => code switch
    {
        "b1" => new(typeof(byte), 1, false, "", name),
        "i1" => new(typeof(sbyte), 1, false, "", name),
        "u1" => new(typeof(byte), 1, false, "", name),
        "i2" => new(typeof(short), 2, swap, "", name),
        "u2" => new(typeof(ushort), 2, swap, "", name),
        "i4" => new(typeof(int), 4, swap, "", name),
        "u4" => new(typeof(uint), 4, swap, "", name),
        "i8" => new(typeof(long), 8, swap, "", name),
        "u8" => new(typeof(ulong), 8, swap, "", name),
        "f2" => new(typeof(float), 2, swap, "f2", name),
        "f4" => new(typeof(float), 4, swap, "", name),
        "f8" => new(typeof(double), 8, swap, "", name),
        _ => new(null, 0, false, "", name),
    };

    private static string? Units(string code) => code switch
    {
        "D" => "days since 1970-01-01",
        "h" => "hours since 1970-01-01",
        "m" => "minutes since 1970-01-01",
        "s" => "seconds since 1970-01-01",
        "ms" => "milliseconds since 1970-01-01",
        "us" => "microseconds since 1970-01-01",
        "ns" => "nanoseconds since 1970-01-01",
        _ => null,
    };
}
