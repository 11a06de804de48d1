using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>Attributes, both ways: texts are strings, one number is a number, several are an array.</summary>
internal static unsafe class NetCdfAttributes
{
    /// <summary>All attributes of a variable, or of the group itself. The caller holds the library.</summary>
    public static OrderedDictionary<string, object> Read(NetCdfFile file, int group, int variable, string? variableName)
    {
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        var name = new byte[NetCdfLibrary.MaxName + 1];

        // The number of attributes of a variable comes with its inquiry only; names are asked for until there are no more.
        for (var number = 0; NetCdfLibrary.nc_inq_attname(group, variable, number, name) == NetCdfLibrary.NoError; number++)
        {
            file.Check(NetCdfLibrary.nc_inq_att(group, variable, name, out var type, out var length), $"Reading attribute '{NetCdfFile.Name(name)}'", variableName);
            attributes[NetCdfFile.Name(name)] = Value(file, group, variable, name, type, (int)length, variableName);
        }

        if (file.IsForeign)
        {
            AddOthers(file, group, variableName, attributes);
        }

        return attributes;
    }

    /// <summary>Adds the attributes of types that libnetcdf does not know.</summary>
    private static void AddOthers(NetCdfFile file, int group, string? variable, OrderedDictionary<string, object> attributes)
    {
        var item = variable is null ? NetCdfLibrary.H5Oopen(file.Hdf5, file.PathOf(group), 0) : file.Dataset(group, variable);
        Hdf5Attributes.Add(attributes, item, file.Hdf5);
        if (variable is null)
        {
            _ = NetCdfLibrary.H5Oclose(item);
        }
    }

    /// <summary>Writes one attribute. The caller holds the library.</summary>
    /// <exception cref="ArgumentException">The value is of a kind that NetCDF does not have.</exception>
    public static void Write(NetCdfFile file, int group, int variable, string name, object value, string? variableName)
    {
        void Put(int type, int length, void* values) =>
            file.Check(NetCdfLibrary.nc_put_att(group, variable, name, type, (nuint)length, values), $"Writing attribute '{name}'", variableName);

        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                fixed (byte* p = bytes)
                {
                    Put(NetCdfType.Char, bytes.Length, p);
                }

                break;
            case string[] texts:
                using (var native = new NativeTexts(texts))
                {
                    Put(NetCdfType.Text, texts.Length, native.Pointers);
                }

                break;
            default:
                var array = value as Array;
                var element = array is null ? value.GetType() : value.GetType().GetElementType()!;
                if (NetCdfType.FromType(element) is 0 or NetCdfType.Char || array is { Rank: > 1 })
                {
                    throw new ArgumentException($"Attribute '{name}'{(variableName is null ? "" : $" of '{variableName}'")} is a {value.GetType().Name}; NetCDF holds texts and numbers of 8 to 64 bits, or arrays of them.");
                }

                if (array is null)
                {
                    array = Array.CreateInstance(element, 1);
                    array.SetValue(value, 0);
                }

                fixed (byte* p = &MemoryMarshal.GetArrayDataReference(array))
                {
                    Put(NetCdfType.FromType(element), array.Length, p);
                }

                break;
        }
    }

    private static object Value(NetCdfFile file, int group, int variable, byte[] name, int type, int length, string? variableName)
    {
        void Get(void* values) => file.Check(NetCdfLibrary.nc_get_att(group, variable, name, values), $"Reading attribute '{NetCdfFile.Name(name)}'", variableName);

        if (type == NetCdfType.Char)
        {
            var bytes = new byte[length];
            fixed (byte* p = bytes)
            {
                Get(p);
            }

            return Text(bytes);
        }

        if (type == NetCdfType.Text)
        {
            var pointers = new nint[length];
            fixed (nint* p = pointers)
            {
                Get(p);
                var texts = NativeTexts.Take(pointers, p);
                return length == 1 ? texts[0] : texts;
            }
        }

        var (element, note) = Element(file, group, type);
        if (element is null)
        {
            return $"({note}, {length} elements)";
        }

        var values = Array.CreateInstance(element, length);
        fixed (byte* p = &MemoryMarshal.GetArrayDataReference(values))
        {
            Get(p);
        }

        return length == 1 ? values.GetValue(0)! : values;
    }

    /// <summary>The element type of a code, of an enumeration that of its base; null and a name when it is none of ours.</summary>
    internal static (Type? Element, string Name) Element(NetCdfFile file, int group, int type)
    {
        if (NetCdfType.ToType(type) is { } known)
        {
            return (known, known.Name);
        }

        var name = new byte[NetCdfLibrary.MaxName + 1];
        file.Check(NetCdfLibrary.nc_inq_user_type(group, type, name, out _, out var baseType, out var fields, out var kind), "Reading a user-defined type");
        return kind switch
        {
            NetCdfType.Enumeration => (NetCdfType.ToType(baseType), NetCdfFile.Name(name)),
            NetCdfType.Compound => (null, $"compound type '{NetCdfFile.Name(name)}' of {fields} fields"),
            NetCdfType.VariableLength => (null, $"variable-length type '{NetCdfFile.Name(name)}'"),
            _ => (null, $"opaque type '{NetCdfFile.Name(name)}'"),
        };
    }

    /// <summary>Text is UTF-8; older files hold Latin-1, which rarely is valid UTF-8. Trailing NULs are padding.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes)
    {
        var used = bytes.TrimEnd((byte)0);
        return (Utf8.IsValid(used) ? Encoding.UTF8 : Encoding.Latin1).GetString(used);
    }
}
