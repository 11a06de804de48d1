using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>One parameter of Argo profiles: of its raw and its adjusted values those that are to be used.</summary>
internal sealed class ArgoParameter(ArgoFile file, string name, char[] modes, ArgoOptions options, int[] shape)
{
    private static readonly string[] Over = ["profile", "level"];

    public IEnumerable<Variable> Variables(byte[] flags)
    {
        var about = new OrderedDictionary<string, object>(file.Decoded[name].Attributes.Where(a => a.Key is not ("valid_min" or "valid_max" or "axis")), StringComparer.Ordinal) { ["coordinates"] = "time latitude longitude" };
        yield return new Variable(name, Over, new LoadedSource<float>(shape, Best), about);
        yield return new Variable(name + "_qc", Over, new LoadedSource<byte>(shape, () => Array.ConvertAll(Flags(), f => (byte)f)), new OrderedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["flag_values"] = flags,
            ["flag_meanings"] = "no_qc_performed good probably_good probably_bad_that_is_potentially_correctable bad value_changed not_used not_used_7 estimated_value missing_value",
        });
        if (file.Decoded.Contains(name + "_ADJUSTED_ERROR"))
        {
            yield return new Variable(name + "_error", Over, new LoadedSource<float>(shape, () => Pick(null, file.Numbers(name + "_ADJUSTED_ERROR"), float.NaN)), file.Decoded[name + "_ADJUSTED_ERROR"].Attributes);
        }

        yield return DataArray.Create(name + "_mode", ["profile"], [modes.Length], Array.ConvertAll(modes, m => m.ToString().Trim()), new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["long_name"] = "R real time, A adjusted in real time, D delayed mode" }).Variable;
    }

    private bool IsAdjusted(int profile) => modes[profile] is 'A' or 'D' && file.Decoded.Contains(name + "_ADJUSTED");

    private float[] Best()
    {
        var best = Pick(file.Numbers(name), file.Decoded.Contains(name + "_ADJUSTED") ? file.Numbers(name + "_ADJUSTED") : null, float.NaN);
        var flags = Flags();
        for (var i = 0; i < best.Length; i++)
        {
            if (!options.GoodFlags.Contains(flags[i], StringComparison.Ordinal) || !options.Modes.Contains(modes[i / shape[1]], StringComparison.Ordinal))
            {
                best[i] = float.NaN;
            }
        }

        return best;
    }

    private char[] Flags() => Array.ConvertAll(
        Pick(file.Decoded.Contains(name + "_QC") ? file.Decoded[name + "_QC"].To<char>() : null, file.Decoded.Contains(name + "_ADJUSTED_QC") ? file.Decoded[name + "_ADJUSTED_QC"].To<char>() : null, '9'),
        f => char.IsAsciiDigit(f) ? f : '9');

    /// <summary>Of each profile the raw or the adjusted values.</summary>
    private T[] Pick<T>(T[]? own, T[]? adjusted, T missing)
    {
        var picked = new T[shape[0] * shape[1]];
        for (var profile = 0; profile < shape[0]; profile++)
        {
            var range = (profile * shape[1])..((profile + 1) * shape[1]);
            var from = IsAdjusted(profile) ? adjusted : own;
            if (from is null)
            {
                picked.AsSpan(range).Fill(missing);
            }
            else
            {
                from.AsSpan(range).CopyTo(picked.AsSpan(range));
            }
        }

        return picked;
    }
}
