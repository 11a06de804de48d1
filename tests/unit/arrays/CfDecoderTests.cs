using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class CfDecoderTests
{
    private static DataArray Decode<T>(T[] values, params (string Name, object Value)[] attributes) =>
        CfDecoder.Decode(new StoredDataset([DataArray.Create("v", ["x"], [values.Length], values, Fields.Attributes(attributes)).Variable], Fields.Attributes()))["v"];

    [Fact]
    public void Decode_PackedShort_FillBeforeUnpacking()
    {
        var v = Decode(new short[] { 0, 100, -999 }, ("scale_factor", 0.01), ("add_offset", 273.15), ("_FillValue", (short)-999), ("units", "K"));
        Assert.Equal(typeof(double), v.ElementType);
        Assert.Equal([273.15, 274.15, double.NaN], v.ToDoubles());
        Assert.Equal("K", v.Units);
        Assert.Equal(["units"], v.Attributes.Keys);
        Assert.Equal(["scale_factor", "add_offset", "_FillValue"], v.Variable.Encoding!.Attributes.Keys);
        Assert.Equal(typeof(short), v.Variable.Encoding.ElementType);
    }

    [Theory]
    [InlineData(0.5f, typeof(float))]
    [InlineData(0.5, typeof(double))]
    [InlineData(2, typeof(double))]
    public void Decode_Packed_TakesTheTypeOfTheScaleFactor(object scale, Type expected) =>
        Assert.Equal(expected, Decode(new byte[] { 1 }, ("scale_factor", scale)).ElementType);

    [Fact]
    public void Decode_PackedIntWithFloatScale_IsDoubleSinceFloatCannotHoldIt() =>
        Assert.Equal(typeof(double), Decode(new[] { 16_777_217 }, ("scale_factor", 1f)).ElementType);

    [Fact]
    public void Decode_Unsigned_ReadsBytesAsUnsignedWithItsFill()
    {
        var v = Decode(new sbyte[] { 1, -2, -1 }, ("_Unsigned", "true"), ("_FillValue", (sbyte)-1), ("scale_factor", 2.0));
        Assert.Equal([2, 508, double.NaN], v.ToDoubles());
        Assert.Equal([1.0, 254, 255], Decode(new sbyte[] { 1, -2, -1 }, ("_Unsigned", "true")).ToDoubles());
        Assert.Equal(typeof(byte), Decode(new sbyte[] { 1 }, ("_Unsigned", "true")).ElementType);
    }

    [Fact]
    public void Decode_SeveralMissingValues_AllBecomeNaN() =>
        Assert.Equal([double.NaN, double.NaN, 1, double.NaN], Decode(new[] { -9, -8f, 1, float.NaN }, ("_FillValue", -9f), ("missing_value", new[] { -8f, -7f })).ToDoubles());

    [Fact]
    public void Decode_ValidRange_MasksStoredValuesOutside()
    {
        Assert.Equal([double.NaN, 0, 100, double.NaN], Decode(new short[] { -1, 0, 100, 101 }, ("valid_range", new short[] { 0, 100 })).ToDoubles());
        Assert.Equal([double.NaN, 0, 50, double.NaN], Decode(new short[] { -1, 0, 100, 101 }, ("valid_range", new short[] { 0, 100 }), ("scale_factor", 0.5)).ToDoubles());
        Assert.Equal([double.NaN, 0, 7], Decode(new[] { -1f, 0, 7 }, ("valid_min", 0f)).ToDoubles());
        Assert.Equal([-1, 0, double.NaN], Decode(new[] { -1f, 0, 7 }, ("valid_max", 5f)).ToDoubles());
    }

    [Fact]
    public void Decode_ValidRangeInUnpackedType_SpeaksOfUnpackedValues() =>
        Assert.Equal([double.NaN, 10, 20, double.NaN], Decode(new short[] { 0, 1, 2, 3 }, ("valid_range", new[] { 5.0, 20.0 }), ("scale_factor", 10.0)).ToDoubles());

    [Fact]
    public void Decode_IntegerWithoutAttributes_StaysAsItIs()
    {
        var v = Decode(new[] { 9007199254740993L });
        Assert.Equal(typeof(long), v.ElementType);
        Assert.Equal([9007199254740993L], v.To<long>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1025)]
    [InlineData(300_007)]
    public void Decode_AnyLength_EqualsOneValueAtATime(int length)
    {
        var stored = Enumerable.Range(0, length).Select(i => (short)((i * 7919) % 2000 - 1000)).ToArray();
        var v = Decode(stored, ("scale_factor", 0.1f), ("add_offset", 5f), ("_FillValue", (short)-7), ("valid_max", (short)900));
        Assert.Equal(stored.Select(s => s == -7 || s > 900 ? float.NaN : (s * 0.1f) + 5f), v.To<float>());
    }

    [Fact]
    public void Decode_CharactersOverATextDimension_BecomeTexts()
    {
        var names = DataArray.Create("name", ["station", "length"], [2, 4], "Noto".Concat("A\0xx").ToArray()).Variable;
        var data = CfDecoder.Decode(new StoredDataset([names], Fields.Attributes()));
        Assert.Equal(["Noto", "A"], data["name"].To<string>());
        Assert.Equal(["station"], data["name"].Dimensions);
    }

    [Fact]
    public void Decode_CharactersOverADataDimension_StayCharacters()
    {
        var flags = DataArray.Create("qc", ["profile", "level"], [1, 3], "114".ToCharArray()).Variable;
        var data = CfDecoder.Decode(new StoredDataset([flags, DataArray.Create("t", ["profile", "level"], [1, 3], new float[3]).Variable], Fields.Attributes()));
        Assert.Equal(['1', '1', '4'], data["qc"].To<char>());
    }

    [Fact]
    public void Decode_CoordinatesAttribute_MakesCoordinates()
    {
        var data = CfDecoder.Decode(new StoredDataset(
            [
                DataArray.Create("so2", ["pixel"], [2], new float[2], Fields.Attributes(("coordinates", "/PRODUCT/latitude longitude"))).Variable,
                DataArray.Create("latitude", ["pixel"], [2], new float[2]).Variable,
                DataArray.Create("longitude", ["pixel"], [2], new float[2]).Variable,
                DataArray.Create("qa", ["pixel"], [2], new float[2]).Variable,
            ], Fields.Attributes()));
        Assert.Equal(["latitude", "longitude"], data.Coordinates.Keys);
        Assert.Equal(["so2", "qa"], data.Variables.Keys);
        Assert.Equal(["latitude", "longitude"], data["so2"].Coordinates.Keys);
    }

    [Fact]
    public void Decode_BoundsWithoutUnits_TakeThoseOfTheirCoordinate()
    {
        var data = CfDecoder.Decode(new StoredDataset(
            [
                DataArray.Create("time", ["time"], [1], [15.0], Fields.Attributes(("units", "days since 2000-01-01"), ("calendar", "noleap"), ("bounds", "time_bnds"))).Variable,
                DataArray.Create("time_bnds", ["time", "nv"], [1, 2], [0.0, 31]).Variable,
            ], Fields.Attributes()));
        Assert.Equal([new DateTime(2000, 1, 1), new DateTime(2000, 2, 1)], data["time_bnds"].ToTimes());
    }

    [Fact]
    public void Decode_ValuesLeftAsStored_KeepsAttributes()
    {
        var stored = new StoredDataset([DataArray.Create("v", ["x"], [1], [(short)-999], Fields.Attributes(("_FillValue", (short)-999))).Variable], Fields.Attributes());
        var v = CfDecoder.Decode(stored, decodeValues: false)["v"];
        Assert.Equal([(short)-999], v.To<short>());
        Assert.Contains("_FillValue", v.Attributes.Keys);
    }
}
