using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class CfEncoderTests
{
    private static Variable Packed(params double[] values) => CfEncoder.Encode(
        DataArray.Create("v", ["x"], [values.Length], values).WithEncoding(StorageEncoding.Packed(0.01, 20.0, (short)-32768)).Variable);

    [Fact]
    public void Encode_Packed_RoundsToTheNearestStoredValue()
    {
        var stored = Packed(20, 20.014, 19.986, double.NaN);
        Assert.Equal([(short)0, 1, -1, -32768], stored.To<short>());
        Assert.Equal(0.01, stored.Attributes["scale_factor"]);
        Assert.Equal((short)-32768, stored.Attributes["_FillValue"]);
    }

    [Fact]
    public void Encode_ValueTooLarge_PrintsItAndTheType()
    {
        var error = Assert.Throws<ArgumentException>(() => Packed(20, 1000).To<short>());
        Assert.Contains("'v' has a value of 1000, which is 98000 when packed; the stored type short cannot hold it", error.Message);
    }

    [Fact]
    public void Encode_NaNWithoutFill_SaysWhatToName()
    {
        var array = DataArray.Create("v", ["x"], [1], [double.NaN]).WithEncoding(new StorageEncoding(typeof(int), Fields.Attributes()));
        Assert.Contains("stored as int without a _FillValue", Assert.Throws<ArgumentException>(() => CfEncoder.Encode(array.Variable).To<int>()).Message);
    }

    [Fact]
    public void Encode_FloatWithoutEncoding_DeclaresNaNAsFillExceptForCoordinates()
    {
        var array = DataArray.Create("v", ["x"], [1], [1f]);
        Assert.Equal(float.NaN, CfEncoder.Encode(array.Variable).Attributes["_FillValue"]);
        Assert.Empty(CfEncoder.Encode(array.Variable, isCoordinate: true).Attributes);
    }

    [Fact]
    public void Packed_BadScale_IsRefused()
    {
        Assert.Contains("scale factor of 0", Assert.Throws<ArgumentException>(() => StorageEncoding.Packed(0, 0, (short)0)).Message);
        Assert.Contains("float is none", Assert.Throws<ArgumentException>(() => StorageEncoding.Packed(1, 0, 0f)).Message);
    }
}
