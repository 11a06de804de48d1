using Isopleth.Arrays;

namespace Isopleth.Atmosphere;

/// <summary>
/// Satellite ground pixels with a trace-gas column: a flat list in any order, with the pixels' corners.
/// </summary>
/// <remarks>
/// A swath [scanline, ground pixel] is given flattened; pixels may be missing from the list, or have a NaN column.
/// The pixels' neighbours come from their geometry alone, so the order carries no meaning.
/// All arrays describe the same n pixels; they are not copied.
/// </remarks>
public sealed record PlumeScene
{
    private static readonly string[] MolePerSquareMetre = ["mol m-2", "mol/m^2", "mol/m2", "mol m^-2", "mol.m-2"];

    /// <summary>Column density, slant or vertical [mol m-2], shape [n]; NaN where there is none.</summary>
    public required double[] Column { get; init; }

    /// <summary>Latitude of the pixel centres [degree north], shape [n].</summary>
    public required double[] Latitude { get; init; }

    /// <summary>Longitude of the pixel centres [degree east], shape [n].</summary>
    public required double[] Longitude { get; init; }

    /// <summary>Latitude of the pixel corners [degree north], shape [n, 4] row-major, corners in order round the pixel.</summary>
    public required double[] LatitudeBounds { get; init; }

    /// <summary>Longitude of the pixel corners [degree east], shape [n, 4] row-major, corners in order round the pixel.</summary>
    public required double[] LongitudeBounds { get; init; }

    /// <summary>The product's own quality value, 0 (no data) to 100 (full quality) [percent], shape [n]; null when unknown.</summary>
    public double[]? Validity { get; init; }

    /// <summary>Effective cloud fraction [1], shape [n]; null when unknown.</summary>
    public double[]? CloudFraction { get; init; }

    /// <summary>Eastward wind (direction the air moves <em>to</em>) [m s-1], shape [n]; null when unknown.</summary>
    public double[]? WindEast { get; init; }

    /// <summary>Northward wind (direction the air moves <em>to</em>) [m s-1], shape [n]; null when unknown.</summary>
    public double[]? WindNorth { get; init; }

    /// <summary>Number of pixels n [1].</summary>
    public int Count => Column.Length;

    /// <summary>Reads a scene from a data set of ground pixels, one- or two-dimensional, with corner coordinates.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="variables">The names to read; null for those that HARP gives sulphur dioxide. Validity, cloud and wind are read where they are there.</param>
    /// <exception cref="ArgumentException">A variable that is needed is missing, the column is not in mol m-2, or the variables do not fit each other.</exception>
    public static PlumeScene FromDataset(Dataset dataset, PlumeSceneVariables? variables = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        variables ??= new PlumeSceneVariables();
        var column = dataset[variables.Column];
        if (column.Units is { } units && !MolePerSquareMetre.Contains(units))
        {
            throw new ArgumentException($"'{variables.Column}' is in '{units}'; expected mol m-2. Convert the column, and the thresholds of the detection stay right.", nameof(dataset));
        }

        var scene = new PlumeScene
        {
            Column = column.ToDoubles(),
            Latitude = dataset[variables.Latitude].ToDoubles(),
            Longitude = dataset[variables.Longitude].ToDoubles(),
            LatitudeBounds = dataset[variables.LatitudeBounds].ToDoubles(),
            LongitudeBounds = dataset[variables.LongitudeBounds].ToDoubles(),
            Validity = Optional(variables.Validity),
            CloudFraction = Optional(variables.CloudFraction),
            WindEast = Optional(variables.WindEast),
            WindNorth = Optional(variables.WindNorth),
        };
        scene.Validate();
        return scene;

        double[]? Optional(string name) => dataset.Contains(name) ? dataset[name].ToDoubles() : null;
    }

    /// <summary>Checks that all arrays describe the same pixels.</summary>
    /// <exception cref="ArgumentException">An array has another length than the columns (corners: four times that), or the scene has no pixel.</exception>
    public void Validate()
    {
        if (Count == 0)
        {
            throw new ArgumentException("The scene has 0 pixels; expected at least 1. Check the selection it was made from.");
        }

        Expect(Latitude, nameof(Latitude), Count);
        Expect(Longitude, nameof(Longitude), Count);
        Expect(LatitudeBounds, nameof(LatitudeBounds), 4 * Count);
        Expect(LongitudeBounds, nameof(LongitudeBounds), 4 * Count);
        Expect(Validity, nameof(Validity), Count);
        Expect(CloudFraction, nameof(CloudFraction), Count);
        Expect(WindEast, nameof(WindEast), Count);
        Expect(WindNorth, nameof(WindNorth), Count);
    }

    private void Expect(double[]? values, string name, int length)
    {
        if (values is not null && values.Length != length)
        {
            throw new ArgumentException(
                $"{name} has {values.Length} values but the scene has {Count} columns; expected {length}. Read both from the same selection of pixels.");
        }
    }
}
