using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>A column of a table as a variable over <c>row</c>.</summary>
internal static class TableVariable
{
    private const string TimeUnits = "seconds since 1970-01-01";

    /// <summary>A variable whose column is read when its values are asked for.</summary>
    /// <param name="column">What the column is; its values are not used.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="hasMissing">Whether some are missing; integers then are floating-point numbers, with NaN.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="read">Reads the whole column.</param>
    public static Variable Of(TableColumn column, int rows, bool hasMissing, string path, Func<TableColumn> read)
    {
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        int[] shape = [rows];
        IArraySource Times<T>(Func<T, DateTime> convert) where T : struct
        {
            (attributes["units"], attributes["calendar"]) = (TimeUnits, "standard");
            return new LoadedSource<double>(shape, () => Array.ConvertAll(read().To<T?>(), t => t is { } some ? (convert(some) - DateTime.UnixEpoch).TotalSeconds : double.NaN));
        }

        IArraySource source = Type.GetTypeCode(column.ElementType) switch
        {
            TypeCode.String => new LoadedSource<string>(shape, () => Array.ConvertAll(read().To<string>(), t => t ?? "")),
            TypeCode.DateTime => Times<DateTime>(t => t),
            TypeCode.Boolean => hasMissing
                ? new LoadedSource<double>(shape, () => Array.ConvertAll(read().To<bool?>(), b => b is { } truth ? truth ? 1 : 0 : double.NaN))
                : new LoadedSource<byte>(shape, () => Array.ConvertAll(read().To<bool>(), b => b ? (byte)1 : (byte)0)),
            TypeCode.Decimal => new LoadedSource<double>(shape, () => read().To<double>()),
            TypeCode.Single => new LoadedSource<float>(shape, () => read().To<float>()),
            _ when column.ElementType == typeof(DateOnly) => Times<DateOnly>(d => d.ToDateTime(TimeOnly.MinValue)),
            _ when column.ElementType == typeof(Guid) => new LoadedSource<string>(shape, () => Array.ConvertAll(read().To<Guid?>(), g => g?.ToString() ?? "")),
            _ when NumericTypes.IsNumeric(column.ElementType) && !hasMissing => Plain(column.ElementType, shape, read),
            _ when NumericTypes.IsNumeric(column.ElementType) || column.ElementType == typeof(Int128) => new LoadedSource<double>(shape, () => read().To<double>()),
            _ => new UnreadableSource(shape, path, column.Name, $"type {column.TypeName}"),
        };
        return new Variable(column.Name, ["row"], source, attributes);
    }

    private static IArraySource Plain(Type type, int[] shape, Func<TableColumn> read)
    {
        var make = new MakeSource(shape, read);
        NumericTypes.Invoke(type, ref make);
        return make.Source!;
    }

    private struct MakeSource(int[] shape, Func<TableColumn> read) : INumericWork
    {
        public IArraySource? Source { get; private set; }

        public void Do<T>() where T : unmanaged, System.Numerics.INumber<T>
        {
            var from = read;
            Source = new LoadedSource<T>(shape, () => from().To<T>());
        }
    }
}
