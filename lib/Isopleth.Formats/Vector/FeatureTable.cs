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
        var all = data.Variables.Values.Concat(data.Coordinates.Values).ToList();
        var geometries = all.Where(v => v.ElementType.IsAssignableTo(typeof(Geometry)) && v.Rank == 1).ToList();
        if (geometries.Count != 1)
        {
            throw new ArgumentException($"The data set has {geometries.Count} variables of geometries along one dimension; features have one.", nameof(data));
        }

        var of = geometries[0];
        var read = (Geometry?[])typeof(DataArray).GetMethod(nameof(DataArray.To))!.MakeGenericMethod(of.ElementType).Invoke(of, System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null)!;
        return new FeatureTable(of.Name, read, [.. all.Where(v => v != of && v.Dimensions.SequenceEqual(of.Dimensions)).Select(TableVariable.ToColumn)], SpatialReference.DefinitionIn(data, of));
    }

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
