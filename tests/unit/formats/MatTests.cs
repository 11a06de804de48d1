using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>MATLAB files, as SciPy reads and writes them.</summary>
public sealed class MatTests : ScratchFolder
{
    private static string Python(string script, params string[] arguments)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-c", script, .. arguments]);
        return status == 0 ? output : throw new InvalidOperationException($"The reference needs python3-scipy: {error}");
    }

    [Theory]
    [InlineData("Samson")]
    [InlineData("Jasper")]
    public void Open_Cube_HasScipysShapesAndValues(string name)
    {
        var path = Samples.Path_($"spectra/hyperspectral/{name}.mat");
        using var cube = Mat.Open(path);

        var lines = Python("import scipy.io, sys; m = scipy.io.loadmat(sys.argv[1]); [print(k, *v.shape, v.dtype, float(v.sum()), float(v[1, 2] if v.ndim == 2 and min(v.shape) > 2 else v.flat[-1])) for k, v in m.items() if not k.startswith('__')]", path).Trim().Split('\n');

        Assert.Equal(lines.Select(l => l.Split(' ')[0]).Order(), cube.Variables.Keys.Order());
        foreach (var parts in lines.Select(l => l.Split(' ')))
        {
            var variable = cube[parts[0]];
            Assert.Equal(parts[1..^3].Select(n => int.Parse(n, CultureInfo.InvariantCulture)), variable.Shape);
            var values = variable.ToDoubles();
            Assert.Equal(double.Parse(parts[^2], CultureInfo.InvariantCulture), values.Sum(), 1e-6 * Math.Abs(values.Sum()));
            var one = variable.Rank == 2 && variable.Shape.Min() > 2 ? values[variable.Shape[1] + 2] : values[^1];
            Assert.Equal(double.Parse(parts[^1], CultureInfo.InvariantCulture), one);
        }
    }

    [Theory]
    [InlineData("True")]
    [InlineData("False")]
    public void Open_EveryKind_IsReadOrNamed(string compressed)
    {
        _ = Python($$"""
            import scipy.io, scipy.sparse, numpy as np, sys
            a = np.arange(24).reshape(2, 3, 4)
            scipy.io.savemat(sys.argv[1], dict(d=a * 0.5, f=a.astype('f4'), i1=(a - 12).astype('i1'), u2=(a * 2000).astype('u2'), i8=a * 10**12, b=a > 3,
                text='Ätna', rows=np.array(['ab', 'c']), cell=np.array([1, 'x'], dtype=object), st=dict(q=1), z=a[0] * 1j, sp=scipy.sparse.eye(3), none=np.zeros((0, 3))), do_compression={{compressed}})
            """, Scratch("a.mat"));

        using var mat = Mat.Open(Scratch("a.mat"));

        var counted = Enumerable.Range(0, 24).ToArray();
        Assert.Equal(["dim_2", "dim_3", "dim_4"], mat["d"].Dimensions);
        Assert.Equal(counted.Select(i => i * 0.5), mat["d"].ToDoubles());
        Assert.Equal(counted.Select(i => (float)i), mat["f"].To<float>());
        Assert.Equal(counted.Select(i => (sbyte)(i - 12)), mat["i1"].To<sbyte>());
        Assert.Equal(counted.Select(i => (ushort)(i * 2000)), mat["u2"].To<ushort>());
        Assert.Equal(counted.Select(i => i * 1_000_000_000_000), mat["i8"].To<long>());
        Assert.Equal(counted.Select(i => (byte)(i > 3 ? 1 : 0)), mat["b"].To<byte>());
        Assert.Equal("Ätna", mat["text"].Item<string>());
        Assert.Equal(["ab", "c"], mat["rows"].To<string>());
        Assert.Equal(0, mat["none"].Size);
        foreach (var (name, kind) in new[] { ("cell", "cell array"), ("st", "structure"), ("z", "complex matrix"), ("sp", "sparse matrix") })
        {
            Assert.Contains(kind, Assert.Throws<DataFormatException>(() => mat[name].To<object>()).Message, StringComparison.Ordinal);
        }
    }

    private static string[] OpenAndRead(string path)
    {
        using var mat = Mat.Open(path);
        foreach (var variable in mat.Variables.Values)
        {
            _ = variable.ToDoubles();
        }

        return [.. mat.Variables.Keys];
    }

    [Fact]
    public void Open_EveryTruncation_IsAnError()
    {
        _ = Python("import scipy.io, numpy as np, sys; scipy.io.savemat(sys.argv[1], dict(a=np.random.rand(40), b=np.eye(3)), do_compression=True)", Scratch("a.mat"));
        var whole = File.ReadAllBytes(Scratch("a.mat"));

        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(Scratch("cut.mat"), whole[..length]);
            // What is cut before the second variable leaves a whole first one.
            var error = Record.Exception((Action)(() => Assert.Equal(["a", "b"], OpenAndRead(Scratch("cut.mat")))));
            Assert.True(error is DataFormatException or Xunit.Sdk.EqualException, $"{length} bytes: {error}");
        }
    }

    [Fact]
    public void Open_TextOfAFalseType_IsAnErrorWhenItIsRead()
    {
        _ = Python("import scipy.io, sys; scipy.io.savemat(sys.argv[1], dict(text='Pegel'))", Scratch("t.mat"));
        var bytes = File.ReadAllBytes(Scratch("t.mat"));
        var at = bytes.AsSpan().LastIndexOf("Pegel"u8);
        bytes[at - 8] = 9;
        File.WriteAllBytes(Scratch("t.mat"), bytes);
        using var mat = Mat.Open(Scratch("t.mat"));

        var e = Assert.Throws<DataFormatException>(() => mat["text"].Item<string>());

        Assert.Contains("'text' is stored as type 9", e.Message, StringComparison.Ordinal);
    }
}
