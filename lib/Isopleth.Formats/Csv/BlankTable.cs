using System.Globalization;
using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Tables whose columns stand apart by blanks, with or without a header, as programs in Fortran write and read them.</summary>
internal static class BlankTable
{
    private static readonly char[] Comments = ['#', '%', '!'];

    /// <summary>Whether the lines of a text have equally many fields, two at least, and numbers among them.</summary>
    public static bool Is(IReadOnlyList<string> lines)
    {
        var rows = lines.Where(l => l.Trim().Length > 0).Select(Fields).ToList();
        rows = rows.Count > 1 && !rows[0].Any(IsNumber) ? rows[1..] : rows;
        return rows.Count > 1 && rows[0].Length > 1 && rows.TrueForAll(r => r.Length == rows[0].Length && r.Count(IsNumber) >= Math.Max(2, r.Length / 2));
    }

    public static Table Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var text = (System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        var (columns, header, number) = (new List<List<string>>(), (string[]?)null, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var fields = Fields(line.ToString());
            if (fields.Length == 0)
            {
                continue;
            }

            if (columns.Count == 0 && header is null && !fields.Any(IsNumber))
            {
                header = fields;
                continue;
            }

            if (columns.Count == 0)
            {
                columns.AddRange(fields.Select(_ => new List<string>()));
            }
            else if (fields.Length != columns.Count)
            {
                throw new DataFormatException(string.Create(CultureInfo.InvariantCulture, $"Line {number} has {fields.Length} fields, those before it {columns.Count}."), path);
            }

            for (var i = 0; i < fields.Length; i++)
            {
                columns[i].Add(fields[i]);
            }
        }

        if (columns.Count == 0)
        {
            throw new DataFormatException("There are no rows in this table.", path);
        }

        return new Table(columns.Select((values, i) => Column(header?.Length == columns.Count ? header[i] : string.Create(CultureInfo.InvariantCulture, $"column{i}"), values)));
    }

    private static TableColumn Column(string name, List<string> values) =>
        values.TrueForAll(v => long.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) ? TableColumn.Create(name, values.ConvertAll(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray())
        : values.TrueForAll(IsNumber) ? TableColumn.Create(name, values.ConvertAll(v => double.Parse(v, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray())
        : TableColumn.Create(name, values.ToArray());

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>The fields of a line; none of a comment, the names of a header behind its mark.</summary>
    private static string[] Fields(string line)
    {
        var fields = line.TrimStart(Comments).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 0 && Comments.Contains(line.TrimStart()[0]) && fields.Any(IsNumber) ? [] : fields;
    }
}
