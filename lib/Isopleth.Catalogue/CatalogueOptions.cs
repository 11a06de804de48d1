namespace Isopleth.Catalogue;

/// <summary>How a catalogue is read and its entries are opened.</summary>
public sealed record CatalogueOptions
{
    /// <summary>The formats that can be opened. Default: all there are in the house.</summary>
    public DriverRegistry Drivers { get; init; } = DriverRegistry.Standard;

    /// <summary>What <c>env(NAME)</c> gives in a template; null or empty when the variable is not set. Default: the environment of this program.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
