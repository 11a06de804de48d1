using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Catalogue;

/// <summary>The driver <c>netcdf</c>: argument <c>urlpath</c> names one local file, <c>group</c> (or <c>xarray_kwargs.group</c>) a group in it.</summary>
internal static class NetCdfDriver
{
    public static Dataset Open(OpenRequest request)
    {
        var path = request.LocalFile("urlpath");
        var group = request.Arguments.Text("group") ?? request.Arguments.Section("xarray_kwargs").Text("group");
        return group is null ? NetCdf.Open(path) : NetCdf.Open(path, group: group);
    }
}
