using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Profiles of Argo floats: core files (<c>_prof.nc</c>, single cycles) and synthetic BGC ones (<c>_Sprof.nc</c>), read as the user's manual says they are to be used.</summary>
/// <remarks>
/// Each parameter is one variable over profile and level: the adjusted values where the data mode is A (adjusted in real time) or D (delayed mode), the raw ones where it is R, without those whose
/// flags are not good. Its flags are <c>NAME_qc</c>, the error of adjusted values <c>NAME_error</c>, its mode <c>NAME_mode</c>. <see cref="DataStore.Open(string)"/> gives the file as it is.
/// Source: Argo user's manual V3.4, doi:10.13155/29825, §2.2 and reference tables 2 and 19.
/// </remarks>
public static class Argo
{
    private static readonly byte[] Flags = [.. "0123456789"u8];

    /// <summary>Opens the profiles of a file; a parameter is read when it is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Parameters, flags and modes; the defaults when null.</param>
    /// <returns>A data set over <c>profile</c> and <c>level</c>, with <c>time</c>, <c>latitude</c> and <c>longitude</c> (NaN where their flags are bad), <c>platform</c>, <c>cycle</c> and <c>direction</c> of each profile.</returns>
    /// <exception cref="DataFormatException">The file is missing, damaged or holds no Argo profiles.</exception>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public static Dataset Open(string path, ArgoOptions? options = null)
    {
        options ??= new ArgoOptions();
        options.Validate();
        // As stored besides: their valid ranges begin at 0, and a good pressure at the surface may be less.
        var files = new ArgoFile(NetCdf.Open(path), NetCdf.Open(path, decode: false));
        try
        {
            return CfDecoder.Decode(Describe(files, options) with { Owner = files });
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Profiles as rows, one for each level that has a pressure and another good value: for maps, tables and <see cref="Odv.Write"/>.</summary>
    /// <param name="profiles">What <see cref="Open"/> gives.</param>
    /// <returns>A data set over <c>row</c>: <c>Cruise</c> (the float), <c>Station</c> (its cycle), <c>Type</c>, <c>time</c>, place, and each parameter with its flags.</returns>
    /// <exception cref="ArgumentException">These are no profiles.</exception>
    public static Dataset Rows(Dataset profiles)
    {
        if (!profiles.Contains("PRES") || !profiles.Contains("platform"))
        {
            throw new ArgumentException("These are no profiles as Argo.Open gives them: PRES and platform are missing.", nameof(profiles));
        }

        var levels = profiles.Dimensions["level"];
        var parameters = profiles.Variables.Values.Where(v => v.Rank == 2 && profiles.Contains(v.Name + "_qc")).ToList();
        var values = parameters.ConvertAll(p => p.To<float>());
        var pressure = values[parameters.FindIndex(p => p.Name == "PRES")];
        var kept = Enumerable.Range(0, pressure.Length).Where(i => !float.IsNaN(pressure[i]) && values.Exists(v => v != pressure && !float.IsNaN(v[i]))).ToArray();
        Variable Column<T>(string name, T[] all, Func<int, int> at, IReadOnlyDictionary<string, object>? attributes = null) =>
            DataArray.Create(name, ["row"], [kept.Length], Array.ConvertAll(kept, i => all[at(i)]), attributes).Variable;
        int Profile(int i) => i / levels;
        var cycles = profiles["cycle"].To<int>().Zip(profiles["direction"].To<string>(), (cycle, direction) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cycle}{(direction == "D" ? "D" : "")}")).ToArray();
        var rows = new List<Variable>
        {
            Column("Cruise", profiles["platform"].To<string>(), Profile), Column("Station", cycles, Profile), DataArray.Create("Type", ["row"], [kept.Length], Enumerable.Repeat("*", kept.Length).ToArray()).Variable,
        };
        rows.AddRange(new[] { "time", "longitude", "latitude" }.Select(n => Column(n, profiles[n].ToDoubles(), Profile, profiles[n].Attributes)));
        for (var k = 0; k < parameters.Count; k++)
        {
            rows.Add(Column(parameters[k].Name, values[k], i => i, new Dictionary<string, object>(parameters[k].Attributes.Where(a => a.Key is not "coordinates"))));
            rows.Add(Column(parameters[k].Name + "_qc", profiles[parameters[k].Name + "_qc"].To<byte>(), i => i, profiles[parameters[k].Name + "_qc"].Attributes));
        }

        return CfDecoder.Decode(new StoredDataset(rows, profiles.Attributes) { Source = profiles.Source });
    }

    private static StoredDataset Describe(ArgoFile file, ArgoOptions options)
    {
        var raw = file.Decoded;
        var type = raw.Contains("DATA_TYPE") && raw["DATA_TYPE"].ElementType == typeof(string) ? raw["DATA_TYPE"].To<string>()[0].Trim() : "";
        if (!type.StartsWith("Argo", StringComparison.OrdinalIgnoreCase) || !raw.Contains("STATION_PARAMETERS") || !raw.Contains("PRES") || !raw.Dimensions.ContainsKey("N_LEVELS"))
        {
            throw new DataFormatException(type.Length > 0 ? $"This holds '{type}', no profiles." : "These are no Argo data (DATA_TYPE is missing).", raw.Source, hint: "DataStore.Open opens it as it is.");
        }

        var (profiles, levels) = (raw.Dimensions["N_PROF"], raw.Dimensions["N_LEVELS"]);
        var modes = new ArgoModes(raw);
        var all = modes.Parameters.Where(raw.Contains).ToList();
        if (options.Parameters?.FirstOrDefault(p => !all.Contains(p)) is { } unknown)
        {
            throw new ArgumentException($"{raw.Source} has no parameter '{unknown}'; it has {string.Join(", ", all)}.", nameof(options));
        }

        var chosen = options.Parameters is null ? all : [.. all.Where(p => p == "PRES" || options.Parameters.Contains(p))];
        var variables = new List<Variable>
        {
            Place(raw, "time", "JULD", "JULD_QC"), Place(raw, "latitude", "LATITUDE", "POSITION_QC"), Place(raw, "longitude", "LONGITUDE", "POSITION_QC"),
            Along("platform", Texts(raw, "PLATFORM_NUMBER", profiles), "WMO number of the float"), Along("cycle", raw["CYCLE_NUMBER"].To<int>(), "number of the cycle"),
            Along("direction", Texts(raw, "DIRECTION", profiles), "A ascending, D descending"),
        };
        foreach (var name in chosen)
        {
            var parameter = new ArgoParameter(file, name, modes.Of(name), options, [profiles, levels]);
            variables.AddRange(parameter.Variables(Flags));
        }

        return new StoredDataset(variables, raw.Attributes) { Source = raw.Source };
    }

    private static Variable Along<T>(string name, T[] values, string meaning) =>
        DataArray.Create(name, ["profile"], [values.Length], values, new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["long_name"] = meaning }).Variable;

    private static string[] Texts(Dataset raw, string name, int count) => !raw.Contains(name) ? Enumerable.Repeat("", count).ToArray()
        : raw[name].ElementType == typeof(string) ? Array.ConvertAll(raw[name].To<string>(), t => t.Trim()) : Array.ConvertAll(raw[name].To<char>(), c => c is '\0' or ' ' ? "" : c.ToString());

    private static Variable Place(Dataset raw, string name, string of, string flagged)
    {
        var values = raw[of].ToDoubles();
        var flags = raw.Contains(flagged) && raw[flagged].ElementType == typeof(char) ? raw[flagged].To<char>() : null;
        for (var i = 0; flags is not null && i < values.Length; i++)
        {
            // A place that nobody checked, or that was estimated, is better than none; one that was found bad is not.
            values[i] = flags[i] is '3' or '4' or '9' ? double.NaN : values[i];
        }

        var attributes = new OrderedDictionary<string, object>(raw[of].Attributes, StringComparer.Ordinal) { ["standard_name"] = name };
        attributes.Remove("axis");
        return DataArray.Create(name, ["profile"], [values.Length], values, attributes).Variable;
    }
}
