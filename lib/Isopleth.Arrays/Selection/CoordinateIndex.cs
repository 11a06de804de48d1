namespace Isopleth.Arrays;

/// <summary>The labels along one dimension, read once, and the search among them.</summary>
internal sealed class CoordinateIndex
{
    private readonly Variable _coordinate;
    private readonly string[]? _texts;
    private readonly double[] _numbers;
    private readonly int _direction;
    private readonly Lazy<DatePrecision> _precision;

    private CoordinateIndex(Variable coordinate, string[]? texts, double[] numbers)
    {
        _coordinate = coordinate;
        _texts = texts;
        _numbers = numbers;
        _direction = Direction(numbers);
        _precision = new Lazy<DatePrecision>(() => coordinate.TimeUnits?.PrecisionOf(numbers) ?? DatePrecision.Moment);
    }

    /// <summary>Reads the labels of a coordinate of one dimension.</summary>
    public static CoordinateIndex Of(Variable coordinate)
    {
        if (coordinate.Rank != 1)
        {
            throw new ArgumentException(
                $"Coordinate '{coordinate.Name}' lies over ({string.Join(", ", coordinate.Dimensions)}); only a coordinate of one dimension selects by label.");
        }

        return coordinate.ElementType == typeof(string)
            ? new CoordinateIndex(coordinate, coordinate.To<string>(), [])
            : new CoordinateIndex(coordinate, null, coordinate.ToDoubles());
    }

    /// <summary>What a label selects: all times of a date that is told less finely than they are (<c>2002-07</c> among days), else the one that is equal or nearest.</summary>
    public PositionSelector Select(Label label, LabelMatch? match, double tolerance)
    {
        if (match is null && tolerance == 0 && label.Text is not null && _texts is null && _direction != 0 && label.SpanIn(_coordinate) is var span && span.Precision < _precision.Value)
        {
            var (start, end) = Between(span.From, span.To);
            if (start < end)
            {
                return start..end;
            }

            if (span.Precision < DatePrecision.Day)
            {
                throw new ArgumentOutOfRangeException(nameof(label), $"No label of '{_coordinate.Name}' {Bounds()} lies in {label}.");
            }
        }

        return Find(label, match ?? LabelMatch.Nearest, tolerance);
    }

    /// <summary>The position of the label that is equal, or nearest.</summary>
    public int Find(Label label, LabelMatch match, double tolerance)
    {
        if (_texts is not null)
        {
            var text = label.Text ?? throw new ArgumentException($"Coordinate '{_coordinate.Name}' holds texts; {label} is none.", nameof(label));
            var at = Array.IndexOf(_texts, text);
            return at >= 0
                ? Once(at, _texts.AsSpan().Count(text), label)
                : throw new ArgumentOutOfRangeException(nameof(label), $"Coordinate '{_coordinate.Name}' has no '{text}'; {Describe.Choices("it has", _texts, text)}");
        }

        var wanted = label.NumberIn(_coordinate);
        var nearest = Nearest(wanted);
        if (nearest < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(label), $"Coordinate '{_coordinate.Name}' has no labels to choose {label} from.");
        }

        var distance = Math.Abs(_numbers[nearest] - wanted);
        if (match == LabelMatch.Exact && !(distance <= tolerance))
        {
            throw new ArgumentOutOfRangeException(
                nameof(label), $"{label} is no label of '{_coordinate.Name}' {Bounds()}; the nearest is {Text(_numbers[nearest])}. Choose that, or match the nearest.");
        }

        if (match == LabelMatch.Nearest && !(distance <= Reach(nearest, wanted, tolerance)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(label), $"{label} lies outside '{_coordinate.Name}' {Bounds()}; the nearest label is {Text(_numbers[nearest])}.");
        }

        return _direction != 0 || distance > 0 ? nearest : Once(nearest, _numbers.AsSpan().Count(_numbers[nearest]), label);
    }

    /// <summary>The positions of the labels between two, both included.</summary>
    public Range Find(Label from, Label to)
    {
        if (_texts is not null || _direction == 0)
        {
            throw new ArgumentException($"The labels of '{_coordinate.Name}' neither ascend nor descend throughout, so a range of them is no range of positions; select single labels, or positions with Isel.");
        }

        var (a, b) = (from.SpanIn(_coordinate), to.SpanIn(_coordinate));
        var (start, end) = Between(Math.Min(a.From, b.From), Math.Max(a.To, b.To));
        return start < end
            ? start..end
            : throw new ArgumentOutOfRangeException(nameof(from), $"No label of '{_coordinate.Name}' {Bounds()} lies between {from} and {to}.");
    }

    /// <summary>A label that occurs once: of several the first would stand for all, and nobody would know.</summary>
    private int Once(int position, int times, Label label) => times == 1 ? position : throw new ArgumentException(
        $"{label} occurs {times} times along '{_coordinate.Dimensions[0]}' in '{_coordinate.Name}', so it is not one position. Take all with Where({_coordinate.Name}.EqualTo(…), drop: true) or IsIn, the first with DropDuplicates(\"{_coordinate.Name}\"), or a mean with GroupBy(\"{_coordinate.Name}\").Mean().", nameof(label));

    /// <summary>The positions of the sorted labels from one number to another, both included.</summary>
    private (int Start, int End) Between(double low, double high)
    {
        var (first, last) = _direction > 0 ? (low, high) : (high, low);
        return (Count(n => _direction > 0 ? n < first : n > first), Count(n => _direction > 0 ? n <= last : n >= last));
    }

    private static int Direction(double[] numbers)
    {
        var ascending = true;
        var descending = true;
        for (var i = 1; i < numbers.Length; i++)
        {
            ascending &= numbers[i] > numbers[i - 1];
            descending &= numbers[i] < numbers[i - 1];
        }

        return ascending ? 1 : descending ? -1 : 0;
    }

    /// <summary>How many leading labels satisfy a condition that holds up to some position and not after it.</summary>
    private int Count(Func<double, bool> holds)
    {
        var (low, high) = (0, _numbers.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = holds(_numbers[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int Nearest(double wanted)
    {
        if (_direction == 0 || _numbers.Length < 2)
        {
            var best = -1;
            for (var i = 0; i < _numbers.Length; i++)
            {
                // A missing label (NaN) is nobody's nearest.
                if (!double.IsNaN(_numbers[i]) && (best < 0 || Math.Abs(_numbers[i] - wanted) < Math.Abs(_numbers[best] - wanted)))
                {
                    best = i;
                }
            }

            return best;
        }

        var after = Count(n => _direction > 0 ? n < wanted : n > wanted);
        return after == 0 ? 0
            : after == _numbers.Length ? after - 1
            : Math.Abs(_numbers[after] - wanted) < Math.Abs(_numbers[after - 1] - wanted) ? after : after - 1;
    }

    /// <summary>How far from the nearest label a value may lie: the tolerance when one is given, else half a step past an end.</summary>
    private double Reach(int nearest, double wanted, double tolerance)
    {
        if (tolerance > 0)
        {
            return tolerance;
        }

        if (_direction == 0 || _numbers.Length < 2)
        {
            return double.PositiveInfinity;
        }

        var inward = nearest == 0 ? 1 : nearest - 1;
        var past = (wanted - _numbers[nearest]) * (_numbers[nearest] - _numbers[inward]) > 0 && (nearest == 0 || nearest == _numbers.Length - 1);
        return past ? Math.Abs(_numbers[nearest] - _numbers[inward]) / 2 * (1 + 1e-9) : double.IsNaN(wanted) ? -1 : double.PositiveInfinity;
    }

    private string Bounds() => _numbers.Length == 0 ? "(empty)" : $"[{Text(_numbers.Min())} to {Text(_numbers.Max())}{(_coordinate.TimeUnits is null && _coordinate.Units is { } u ? " " + u : "")}]";

    private string Text(double number) => _coordinate.TimeUnits is { } units ? units.Format(number) : Describe.Number(number);
}
