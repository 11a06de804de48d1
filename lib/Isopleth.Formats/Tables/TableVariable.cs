using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>A column of a table as a variable over its rows.</summary>
internal static class TableVariable
{
    private const string TimeUnits = "seconds since 1970-01-01";
    private const string Truths = "false true";

    /// <summary>A variable whose column is read when its values are asked for.</summary>
    /// <param name="column">What the column is; its values are not used.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="hasMissing">Whether some are missing; integers then are floating-point numbers, with NaN.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="read">Reads the whole column.</param>
    /// <param name="dimension">The dimension.</param>
    public static Variable Of(TableColumn column, int rows, bool hasMissing, string path, Func<TableColumn> read, string dimension = "row")
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
            _ when column.ElementType == typeof(TimeOnly) => new LoadedSource<string>(shape, () => Array.ConvertAll(read().To<TimeOnly?>(), t => t?.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) ?? "")),
            _ when column.ElementType == typeof(Guid) => new LoadedSource<string>(shape, () => Array.ConvertAll(read().To<Guid?>(), g => g?.ToString() ?? "")),
            _ when column.ElementType == typeof(byte[]) => new LoadedSource<byte[]>(shape, () => read().To<byte[]>()),
            _ when NumericTypes.IsNumeric(column.ElementType) && !hasMissing => Plain(column.ElementType, shape, read),
            _ when NumericTypes.IsNumeric(column.ElementType) || column.ElementType == typeof(Int128) => new LoadedSource<double>(shape, () => read().To<double>()),
            _ when column.ElementType != typeof(object) => new LoadedSource<string>(shape, () => Texts(read())),
            _ => new UnreadableSource(shape, path, column.Name, $"type {column.TypeName}"),
        };
        if (column.ElementType == typeof(bool))
        {
            (attributes["flag_values"], attributes["flag_meanings"]) = (new byte[] { 0, 1 }, Truths);
        }

        return new Variable(column.Name, [dimension], source, attributes);
    }

    /// <summary>The column that a variable along one dimension is: times are times again, truths are truths.</summary>
    /// <exception cref="ArgumentException">Its values are no numbers, times or texts.</exception>
    public static TableColumn ToColumn(DataArray array)
    {
        if (array.ElementType == typeof(string))
        {
            return TableColumn.Create(array.Name, array.To<string>());
        }

        if (array.ElementType == typeof(byte[]))
        {
            return TableColumn.Create(array.Name, array.To<byte[]>());
        }

        if (!NumericTypes.IsNumeric(array.ElementType))
        {
            throw new ArgumentException($"'{array.Name}' holds {CSharpName.Of(array.ElementType)}; a table holds numbers, times and texts. Leave it out.", nameof(array));
        }

        if (array.Variable.TimeUnits is { } units)
        {
            return TableColumn.Create(array.Name, Array.ConvertAll(array.ToDoubles(), t => double.IsNaN(t) ? (DateTime?)null : units.ToDateTime(t)));
        }

        if (array.Attributes.GetValueOrDefault("flag_meanings") as string == Truths)
        {
            return TableColumn.Create(array.Name, Array.ConvertAll(array.ToDoubles(), t => double.IsNaN(t) ? (bool?)null : t != 0));
        }

        var read = new ReadColumn(array);
        NumericTypes.Invoke(array.ElementType, ref read);
        return read.Column!;
    }

    /// <summary>Lists, structures, maps and intervals in words, for example <c>[1, 2]</c> and <c>{x: 1}</c>.</summary>
    private static string[] Texts(TableColumn column)
    {
        var texts = new string[column.Count];
        for (var row = 0; row < texts.Length; row++)
        {
            texts[row] = Table.Show(column[row]);
        }

        return texts;
    }

    private static IArraySource Plain(Type type, int[] shape, Func<TableColumn> read)
    {
        var make = new MakeSource(shape, read);
        NumericTypes.Invoke(type, ref make);
        return make.Source!;
    }

    private struct ReadColumn(DataArray array) : INumericWork
    {
        public TableColumn? Column { get; private set; }

        public void Do<T>() where T : unmanaged, System.Numerics.INumber<T> => Column = TableColumn.Create(array.Name, array.To<T>());
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
