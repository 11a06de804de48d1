using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Codecs, types and metadata of Zarr that are seldom met, as zarr-python and numcodecs write them, and by hand where they do not.</summary>
public sealed class ZarrTypeTests : ScratchFolder
{
    private string Written(string script)
    {
        var (status, _, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", "-c", "import sys, json, os, numpy as np, zarr, numcodecs\nroot = sys.argv[1]\n" + script, Scratch("a.zarr")]);
        return status == 0 ? Scratch("a.zarr") : throw new InvalidOperationException($"The reference needs python3-zarr: {error}");
    }

    [Fact]
    public void Open_EveryFilter_GivesTheValuesThatWentIn()
    {
        using var data = DataStore.Open(Written("""
            from numcodecs import *
            g = zarr.open_group(root, 'w')
            a = np.arange(60.).reshape(6, 10)
            def add(name, values, filters=None, compressor=Zlib(1)): g.create_dataset(name, data=values, chunks=(4, 4), filters=filters, compressor=compressor)
            add('bz2', a, None, BZ2()); add('xz', a, None, LZMA()); add('lzma', a, None, LZMA(format=2)); add('packed', a % 2 == 0, [PackBits()])
            add('quantize', a, [Quantize(3, 'f8', 'f4')]); add('astype', a, [AsType('i2', 'f8')]); add('delta', a.astype('i4'), [Delta('i4', 'i2')])
            add('crc32', a, [CRC32()]); add('adler32', a, [Adler32()]); add('both', a, [FixedScaleOffset(0, 10, 'f8', 'i2'), Delta('i2')])
            """));
        var expected = Enumerable.Range(0, 60).Select(i => (double)i).ToArray();
        foreach (var name in new[] { "bz2", "xz", "lzma", "quantize", "astype", "delta", "crc32", "adler32", "both" })
        {
            Assert.Equal(expected, data[name].ToDoubles());
        }

        Assert.Equal(expected.Select(v => v % 2 == 0 ? 1.0 : 0), data["packed"].ToDoubles());
    }

    [Fact]
    public void Open_TypesOfVersion2_AllAreThere()
    {
        using var data = DataStore.Open(Written("""
            g = zarr.open_group(root, 'w')
            g.create_dataset('z', data=np.array([1 + 2j, 3 - 4j, 0], '>c16'), chunks=(2,)); g.create_dataset('zf', shape=(3,), chunks=(2,), dtype='c8', fill_value=1 + 2j)
            s = np.zeros(3, [('a', '<i4'), ('b', '>f8'), ('c', 'S3')]); s['a'] = [1, 2, 3]; s['b'] = [.5, 1.5, 2.5]; s['c'] = [b'x', b'yy', b'']
            g.create_dataset('table', data=s, chunks=(2,)); g.create_dataset('raw', data=np.array([b'abcd', b'\1\2\3\4'], 'V4'))
            g.create_dataset('bytes', data=np.array([b'a', b'\1\2', b''], dtype=object), dtype=object, object_codec=numcodecs.VLenBytes())
            g.create_dataset('span', data=np.array([1, 2, 3], 'm8[h]')); g.create_dataset('most', shape=(2,), dtype='u8', fill_value=2**64 - 1); g.create_dataset('fine', shape=(2,), dtype='i8', fill_value=2**53 + 1)
            g.create_dataset('text', shape=(3,), dtype='S3', fill_value=b'zz', chunks=(2,))
            """));
        Assert.Equal([1, 3, 0], data["z.real"].To<double>());
        Assert.Equal([2, -4, 0], data["z.imag"].To<double>());
        Assert.Equal([2, 2, 2], data["zf.imag"].To<float>());
        Assert.Equal([1, 2, 3], data["table.a"].To<int>());
        Assert.Equal([0.5, 1.5, 2.5], data["table.b"].To<double>());
        Assert.Equal(["x", "yy", ""], data["table.c"].To<string>());
        Assert.Equal(["abcd"u8.ToArray(), [1, 2, 3, 4]], data["raw"].To<byte[]>());
        Assert.Equal(["a"u8.ToArray(), [1, 2], []], data["bytes"].To<byte[]>());
        Assert.Equal("hours", data["span"].Units);
        Assert.Equal([1, 2, 3], data["span"].To<long>());
        Assert.Equal([ulong.MaxValue, ulong.MaxValue], data["most"].To<ulong>());
        Assert.Equal([(1L << 53) + 1, (1L << 53) + 1], data["fine"].To<long>());
        Assert.Equal(["zz", "zz", "zz"], data["text"].To<string>());
    }

    [Fact]
    public void Open_TypesOfVersion3_AreReadOrNamed()
    {
        using var data = DataStore.Open(Written("""
            def array(name, values, kind, codecs=[dict(name='bytes', configuration=dict(endian='little'))], pack=lambda v: v.tobytes(), **more):
                os.makedirs(f'{root}/{name}/c')
                n = len(values)
                node = dict(zarr_format=3, node_type='array', shape=[n], data_type=kind, chunk_grid=dict(name='regular', configuration=dict(chunk_shape=[n])), chunk_key_encoding=dict(name='default'), fill_value=0, codecs=codecs, attributes={})
                json.dump(dict(node, **more), open(f'{root}/{name}/zarr.json', 'w'))
                open(f'{root}/{name}/c/0', 'wb').write(pack(values))
            os.makedirs(root); json.dump(dict(zarr_format=3, node_type='group'), open(f'{root}/zarr.json', 'w'))
            array('z', np.array([1 + 2j, 3 - 4j], 'c8'), 'complex64', fill_value=[0, 0])
            array('when', np.array(['2020-01-01', 'NaT'], 'M8[s]'), dict(name='numpy.datetime64', configuration=dict(unit='s', scale_factor=1)), fill_value='NaT')
            array('letters', np.array(['ab', 'ç'], '<U4'), dict(name='fixed_length_utf32', configuration=dict(length_bytes=16)), fill_value='')
            array('ascii', np.array([b'ab', b'c'], 'S4'), dict(name='null_terminated_bytes', configuration=dict(length_bytes=4)), ['bytes'], fill_value='')
            array('raw', np.array([b'abcd', b'efgh'], 'V4'), 'r32', ['bytes'], fill_value=[0, 0, 0, 0])
            array('records', np.array([(1, 2.5), (2, 3.5)], [('a', '<i4'), ('b', '<f8')]), dict(name='structured', configuration=dict(fields=[['a', 'int32'], ['b', 'float64']])), fill_value='')
            array('turned', np.arange(3.), 'float64', [dict(name='transpose', configuration=dict(order='F')), dict(name='bytes')])
            array('harmless', np.arange(3.), 'float64', foo=dict(must_understand=False))
            array('extended', np.arange(3.), 'float64', foo=dict(must_understand=True))
            array('uneven', np.arange(3.), 'float64', chunk_grid=dict(name='rectilinear', configuration=dict(kind='inline', chunk_shapes=[[1, 2]])))
            """));
        Assert.Equal([2, -4], data["z.imag"].To<float>());
        Assert.Equal([new DateTime(2020, 1, 1), DateTime.MaxValue], data["when"].ToTimes(missing: DateTime.MaxValue));
        Assert.Equal(["ab", "ç"], data["letters"].To<string>());
        Assert.Equal(["ab", "c"], data["ascii"].To<string>());
        Assert.Equal(["abcd"u8.ToArray(), "efgh"u8.ToArray()], data["raw"].To<byte[]>());
        Assert.Equal([2.5, 3.5], data["records.b"].To<double>());
        Assert.Equal([0, 1, 2], data["turned"].To<double>());
        Assert.Equal([0, 1, 2], data["harmless"].To<double>());
        Assert.Contains("extension 'foo'", Assert.Throws<DataFormatException>(() => data["extended"].ToDoubles()).Message, StringComparison.Ordinal);
        Assert.Contains("chunk grid 'rectilinear'", Assert.Throws<DataFormatException>(() => data["uneven"].ToDoubles()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_VersionThatIsNotThereYet_IsRefused() =>
        Assert.Contains("version 4", Assert.Throws<DataFormatException>(() => DataStore.Open(Written("os.makedirs(root); open(root + '/zarr.json', 'w').write('{\"zarr_format\": 4, \"node_type\": \"group\"}')"))).Message, StringComparison.Ordinal);
}
