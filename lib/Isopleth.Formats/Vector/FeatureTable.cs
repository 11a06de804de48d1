using Isopleth.Arrays;
using NetTopologySuite.Geometries;

namespace Isopleth.Formats;

/// <summary>A data set of features as the columns that are written.</summary>
internal sealed record FeatureTable(string GeometryName, Geometry?[] Geometries, IReadOnlyList<TableColumn> Attributes, string? Crs)
{
    /// <summary>The columns of a data set with one variable of geometries.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public static FeatureTable Of(Dataset data)
    {
        var of = Column(data);
        var attributes = data.Variables.Values.Concat(data.Coordinates.Values).Where(v => v != of && v.Dimensions.SequenceEqual(of.Dimensions)).Select(TableVariable.ToColumn);
        return new FeatureTable(of.Name, Read(of), [.. attributes], SpatialReference.DefinitionIn(data, of));
    }

    /// <summary>The box around the geometries of a data set; null when it has none.</summary>
    public static Envelope? Extent(Dataset data)
    {
        if (!data.Variables.Values.Any(IsGeometry))
        {
            return null;
        }

        var extent = new Envelope();
        Array.ForEach(Read(Column(data)), g => extent.ExpandToInclude(g?.EnvelopeInternal ?? new Envelope()));
        return extent.IsNull ? null : extent;
    }

    private static bool IsGeometry(DataArray array) => array.ElementType.IsAssignableTo(typeof(Geometry)) && array.Rank == 1;

    private static DataArray Column(Dataset data)
    {
        var geometries = data.Variables.Values.Where(IsGeometry).ToList();
        return geometries.Count == 1 ? geometries[0] : throw new ArgumentException($"The data set has {geometries.Count} variables of geometries along one dimension; features have one.", nameof(data));
    }

    private static Geometry?[] Read(DataArray of) =>
        (Geometry?[])typeof(DataArray).GetMethod(nameof(DataArray.To))!.MakeGenericMethod(of.ElementType).Invoke(of, System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null)!;

    /// <summary>The geometries in longitude and latitude on WGS 84.</summary>
    public Geometry?[] InLongitudeAndLatitude()
    {
        if (Crs is null)
        {
            return Geometries;
        }

        using var from = SpatialReference.Of(Crs);
        using var to = SpatialReference.Of(SpatialReference.Crs84);
        using var way = CoordinateTransformation.Between(from.Handle, to.Handle);
        return Array.ConvertAll(Geometries, g => g is null ? null : way.Apply(g));
    }
}
