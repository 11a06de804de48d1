using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Files that netCDF4-python wrote, read by us.</summary>
public class NetCdfReadReferenceTests
{
    private static Dataset Open(string file, string group = "/", bool decode = true) => NetCdf.Open(Path.Combine(Python.Folder, file), group, decode);

    [Theory]
    [InlineData("types4.nc", 11)]
    [InlineData("types3.nc", 5)]
    [InlineData("types64.nc", 5)]
    [InlineData("types5.nc", 10)]
    public void Open_EveryNumericType_ReadsTheSameValuesExactly(string file, int variables)
    {
        using var data = Open(file);
        Assert.Equal(variables, data.Variables.Count);
        foreach (var (name, expected) in Python.Expected(file).AsObject())
        {
            var array = data[name];
            switch (name)
            {
                case "text": Assert.Equal(Python.Texts(expected), array.To<string>()); break;
                case "v_i8": Assert.Equal(Python.Texts(expected).Select(long.Parse), array.To<long>()); break;
                case "v_u8": Assert.Equal(Python.Texts(expected).Select(ulong.Parse), array.To<ulong>()); break;
                default: Assert.Equal(Python.Numbers(expected), array.ToDoubles()); break;
            }
        }
    }

    [Theory]
    [InlineData("v_i1", typeof(sbyte))]
    [InlineData("v_u1", typeof(byte))]
    [InlineData("v_i2", typeof(short))]
    [InlineData("v_u2", typeof(ushort))]
    [InlineData("v_i4", typeof(int))]
    [InlineData("v_u4", typeof(uint))]
    [InlineData("v_i8", typeof(long))]
    [InlineData("v_u8", typeof(ulong))]
    [InlineData("v_f4", typeof(float))]
    [InlineData("v_f8", typeof(double))]
    public void Open_AttributesOfEveryType_KeepTheirTypeAndValues(string name, Type type)
    {
        using var data = Open("types4.nc");
        var attributes = data[name].Attributes;
        Assert.Equal(type, data[name].ElementType);
        Assert.Equal(Convert.ChangeType(7, type), attributes["one"]);
        Assert.Equal(type.MakeArrayType(), attributes["several"].GetType());
        Assert.Equal([1.0, 2, 3], ((Array)attributes["several"]).Cast<object>().Select(Convert.ToDouble));
    }

    [Fact]
    public void Open_TextAttributes_AreUtf8AndArrays()
    {
        using var data = Open("types4.nc");
        Assert.Equal("Météo à Catane", data.Attributes["title"]);
        Assert.Equal(["ein", "zwei"], (string[])data.Attributes["names"]);
    }

    [Fact]
    public void Isel_SlabsAndStrides_ReadTheSameAsPickingFromAll()
    {
        using var data = Open("types4.nc");
        foreach (var array in data.Variables.Values.Where(v => v.ElementType != typeof(string)))
        {
            var all = array.ToDoubles();
            var part = array.Isel("y", 1..6, stride: 2).Isel("x", 2..);
            Assert.Equal(from y in new[] { 1, 3, 5 } from x in Enumerable.Range(2, 9) select all[(y * 11) + x], part.ToDoubles());
        }

        Assert.Equal(["Etna", "日本"], data["text"].Isel("y", 2..5, stride: 2).To<string>());
    }

    [Theory]
    [InlineData("packed", typeof(double))]
    [InlineData("single", typeof(float))]
    [InlineData("unsigned", typeof(double))]
    [InlineData("ranged", typeof(float))]
    [InlineData("unwritten", typeof(double))]
    public void Open_PackedAndMasked_DecodesAsPythonDoesBitByBit(string name, Type type)
    {
        using var data = Open("packed.nc");
        Assert.Equal(type, data[name].ElementType);
        Assert.Equal(Python.Numbers(Python.Expected("packed.nc")[name]), data[name].ToDoubles());
    }

    [Fact]
    public void Open_NotDecoded_GivesStoredValuesAndAttributes()
    {
        using var data = Open("packed.nc", decode: false);
        Assert.Equal(typeof(short), data["packed"].ElementType);
        Assert.Equal((short)-32768, data["packed"].Isel("x", 13).Item<short>());
        Assert.Equal(0.013, data["packed"].Attributes["scale_factor"]);
    }

    [Fact]
    public void Open_Times_GiveTheDatesOfCftimeInEveryCalendar()
    {
        using var data = Open("times.nc");
        foreach (var (name, expected) in Python.Expected("times.nc").AsObject())
        {
            var time = data[name];
            var units = time.Variable.TimeUnits!;
            var dates = time.ToDoubles().Select(v => units.Format(v)).Select(t => t.Contains('T') ? t : t + "T00:00:00").Select(t => t.Contains('.') ? t.PadRight(26, '0') : t + ".000000");
            Assert.Equal(Python.Texts(expected), dates);
        }
    }

    [Fact]
    public void Open_NestedGroup_SeesCoordinatesOfTheGroupsAbove()
    {
        Assert.Equal(["/", "/PRODUCT", "/PRODUCT/SUPPORT_DATA", "/PRODUCT/SUPPORT_DATA/DETAILED_RESULTS"], NetCdf.Groups(Path.Combine(Python.Folder, "groups.nc")));

        using var product = Open("groups.nc", "/PRODUCT");
        Assert.Equal(["scanline", "latitude"], product["so2"].Coordinates.Keys);
        Assert.Equal([6.0, 8, 10], product["so2"].Sel(("scanline", 11.0)).ToDoubles());

        using var detail = Open("groups.nc", "PRODUCT/SUPPORT_DATA/DETAILED_RESULTS/");
        Assert.Equal(["amf"], detail.Variables.Keys);
        Assert.Equal(["scanline", "latitude"], detail["amf"].Coordinates.Keys);
        Assert.Equal([10.0, 11, 12, 13], detail.Coordinates["scanline"].ToDoubles());
    }

    [Fact]
    public void Open_RootWithoutVariables_SaysWhichGroupsThereAre()
    {
        using var data = Open("groups.nc");
        Assert.Contains("/PRODUCT", Assert.Throws<ArgumentException>(() => data["so2"]).Message);
        Assert.Contains("/PRODUCT/SUPPORT_DATA", data.ToString());
    }

    [Fact]
    public void Open_UserDefinedTypes_ReadEnumerationsAndNameTheOthers()
    {
        using var data = Open("odd.nc");
        Assert.Equal([2, 0, 1], data["cloud"].To<int>());
        Assert.Equal(new byte[] { 0, 1, 2, 255 }, data["cloud"].Attributes["flag_values"]);
        Assert.Equal("clear thin_cirrus overcast missing", data["cloud"].Attributes["flag_meanings"]);
        Assert.Equal([1f, 2, 3], data["plain"].To<float>());

        var compound = Assert.Throws<DataFormatException>(() => data["wind"].ToDoubles());
        Assert.Contains("odd.nc, variable 'wind': Values of the compound type 'wind_t' of 2 fields cannot be read as one", compound.Message);
        Assert.All(data["ragged"].To<int[]>(), Assert.Empty);
        using var fields = NetCdf.OpenGroup(data, "/wind");
        Assert.Equal(["speed", "direction"], fields.Variables.Keys);
        Assert.Equal(data["wind"].Dimensions, fields["speed"].Dimensions);
        Assert.Contains("wind", data.ToString());
        Assert.Contains("cannot be read", data["wind"].ToString());
    }

    [Fact]
    public void Open_UnlimitedScalarAndCharacters_ReadAsTheyAre()
    {
        using var data = Open("odd.nc");
        Assert.Equal(5, data.Dimensions["record"]);
        Assert.Equal([12.0, 13, 14], data["grown"].Isel("record", ^1).ToDoubles());
        Assert.Equal(4.25, data["scalar"].Item<double>());
        Assert.Equal(["Noto", "Gela", "Enna"], data["names"].To<string>());
    }
}
