namespace Isopleth.Benchmarks;

/// <summary>Hot loops of several kinds. This very text is also sent to the kernel as a cell, which puts its polls into it; the two are timed side by side.</summary>
public static class PollLoops
{
    private static readonly double[] Left = new double[10_000];
    private static readonly double[] Right = new double[10_000];

    /// <summary>Each loop by name, with a count that takes it about a millisecond.</summary>
    public static readonly (string Name, Func<double> Run)[] All =
    [
        ("sieve", () => Sieve(300_000)),
        ("fib_arrow", () => FibArrow(27)),
        ("fib_block", () => FibBlock(27)),
        ("axpy", () => Repeat(200, Axpy)),
        ("sum", () => Repeat(100, Sum)),
        ("foreach", () => Repeat(100, SumEach)),
        ("integers", () => Integers(1_000_000)),
        ("square_roots", () => SquareRoots(500_000)),
        ("matrix", () => Matrix(80)),
        ("collatz", () => Collatz(8_000)),
        ("mandelbrot", () => Mandelbrot(60)),
        ("small_calls", () => SmallCalls(1_000_000)),
        ("lambda", () => Enumerable.Range(0, 200_000).Sum(x => x * 0.5)),
        ("list", () => Repeat(25, () => Lists(8_000))),
    ];

    private static double Repeat(int times, Func<double> loop)
    {
        var total = 0.0;
        for (var i = 0; i < times; i++)
        {
            total += loop();
        }

        return total;
    }

    private static double Sieve(int n)
    {
        var composite = new bool[n + 1];
        var count = 0;
        for (var i = 2; i <= n; i++)
        {
            if (composite[i])
            {
                continue;
            }

            count++;
            for (var j = (long)i * i; j <= n; j += i)
            {
                composite[j] = true;
            }
        }

        return count;
    }

    private static int FibArrow(int n) => n < 2 ? n : FibArrow(n - 1) + FibArrow(n - 2);

    private static int FibBlock(int n)
    {
        if (n < 2)
        {
            return n;
        }

        return FibBlock(n - 1) + FibBlock(n - 2);
    }

    private static double Axpy()
    {
        var (a, b) = (Left, Right);
        for (var i = 0; i < a.Length; i++)
        {
            a[i] += 2 * b[i];
        }

        return a[0];
    }

    private static double Sum()
    {
        var (a, sum) = (Right, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i];
        }

        return sum;
    }

    private static double SumEach()
    {
        var sum = 0.0;
        foreach (var x in Right)
        {
            sum += x;
        }

        return sum;
    }

    private static double Integers(int n)
    {
        long sum = 0;
        for (var i = 0; i < n; i++)
        {
            sum += i ^ (sum >> 3);
        }

        return sum;
    }

    private static double SquareRoots(int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += Math.Sqrt(i);
        }

        return sum;
    }

    private static double Matrix(int n)
    {
        var sum = 0.0;
        var (a, b) = (Left, Right);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var cell = 0.0;
                for (var k = 0; k < n; k++)
                {
                    cell += a[(i * n) + k] * b[(k * n) + j];
                }

                sum += cell;
            }
        }

        return sum;
    }

    private static double Collatz(int n)
    {
        var longest = 0;
        for (var i = 1; i < n; i++)
        {
            var steps = 0;
            for (long x = i; x != 1; x = (x & 1) == 0 ? x / 2 : (3 * x) + 1)
            {
                steps++;
            }

            longest = Math.Max(longest, steps);
        }

        return longest;
    }

    private static double Mandelbrot(int size)
    {
        var inside = 0;
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                double x = 0, y = 0, x0 = (3.0 * column / size) - 2, y0 = (2.0 * row / size) - 1;
                var n = 0;
                while (n < 200 && (x * x) + (y * y) < 4)
                {
                    (x, y) = ((x * x) - (y * y) + x0, (2 * x * y) + y0);
                    n++;
                }

                inside += n == 200 ? 1 : 0;
            }
        }

        return inside;
    }

    private static double Half(double x) => x * 0.5;

    private static double SmallCalls(int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += Half(i);
        }

        return sum;
    }

    private static double Lists(int n)
    {
        var list = new List<double>();
        for (var i = 0; i < n; i++)
        {
            list.Add(i);
        }

        var sum = 0.0;
        foreach (var x in list)
        {
            sum += x;
        }

        return sum;
    }
}
