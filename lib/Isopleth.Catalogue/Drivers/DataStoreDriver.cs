using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Catalogue;

/// <summary>The drivers of tables, vectors and Zarr: argument <c>urlpath</c> names one local file or folder, or the address of a Zarr hierarchy. The format is known by its contents.</summary>
internal static class DataStoreDriver
{
    public static Dataset Open(OpenRequest request) => DataStore.Open(request.Place("urlpath"));
}
