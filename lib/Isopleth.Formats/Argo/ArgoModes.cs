using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Which parameters the profiles have, and in which data mode each of them is.</summary>
internal sealed class ArgoModes
{
    private readonly string[] _names;
    private readonly char[] _modes;
    private readonly int _columns;
    private readonly bool _perParameter;

    public ArgoModes(Dataset raw)
    {
        _names = Array.ConvertAll(raw["STATION_PARAMETERS"].To<string>(), n => n.Trim('\0', ' '));
        _columns = raw["STATION_PARAMETERS"].Shape[^1];
        _perParameter = raw.Contains("PARAMETER_DATA_MODE");
        _modes = _perParameter ? raw["PARAMETER_DATA_MODE"].To<char>() : raw.Contains("DATA_MODE") ? raw["DATA_MODE"].To<char>() : Enumerable.Repeat('R', _names.Length / Math.Max(_columns, 1)).ToArray();
        Parameters = [.. _names.Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Parameters { get; }

    /// <summary>The mode of a parameter in each profile; blank where it is not measured.</summary>
    public char[] Of(string parameter)
    {
        var modes = new char[_columns == 0 ? 0 : _names.Length / _columns];
        for (var profile = 0; profile < modes.Length; profile++)
        {
            var column = Array.IndexOf(_names, parameter, profile * _columns, _columns);
            modes[profile] = column < 0 ? ' ' : _perParameter ? _modes[column] : _modes[profile];
        }

        return modes;
    }
}
