namespace Isopleth.Arrays;

/// <summary>Least-squares fits of one line of values.</summary>
internal static class LeastSquares
{
    /// <summary>The polynomial that fits best, by the QR decomposition of its powers (Householder); the labels are centred and scaled for that.</summary>
    /// <param name="x">The labels.</param>
    /// <param name="y">The values; pairs with NaN count nothing.</param>
    /// <param name="coefficients">The coefficients of the powers of x, highest first; NaN where pairs are too few. May lie over <paramref name="y"/>.</param>
    public static void Polynomial(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> coefficients)
    {
        var terms = coefficients.Length;
        var (rows, sum) = (0, 0.0);
        for (var i = 0; i < y.Length; i++)
        {
            var present = !double.IsNaN(y[i]) && !double.IsNaN(x[i]);
            rows += present ? 1 : 0;
            sum += present ? x[i] : 0;
        }

        var (center, scale) = (sum / rows, 0.0);
        for (var i = 0; i < y.Length; i++)
        {
            scale = double.IsNaN(y[i]) || double.IsNaN(x[i]) ? scale : Math.Max(scale, Math.Abs(x[i] - center));
        }

        if (rows < terms || (scale == 0 && terms > 1))
        {
            coefficients.Fill(double.NaN);
            return;
        }

        scale = scale == 0 ? 1 : scale;
        // Each row: u^0 … u^degree, y.
        var width = terms + 1;
        var matrix = new double[rows * width];
        for (int i = 0, row = 0; i < y.Length; i++)
        {
            if (double.IsNaN(y[i]) || double.IsNaN(x[i]))
            {
                continue;
            }

            var power = 1.0;
            for (var k = 0; k < terms; k++, power *= (x[i] - center) / scale)
            {
                matrix[(row * width) + k] = power;
            }

            matrix[(row++ * width) + terms] = y[i];
        }

        var ofU = Triangular(matrix, rows, terms);

        // Powers of (x - center) / scale become powers of x, by Horner's rule on polynomials.
        Span<double> ofX = stackalloc double[terms];
        for (var k = terms - 1; k >= 0; k--)
        {
            for (var j = terms - 1; j >= 0; j--)
            {
                ofX[j] = ((j > 0 ? ofX[j - 1] : 0) - (ofX[j] * center)) / scale;
            }

            ofX[0] += ofU[k];
        }

        for (var k = 0; k < terms; k++)
        {
            coefficients[k] = ofX[terms - 1 - k];
        }
    }

    /// <summary>Householder's reflections, then substitution from below; the last column is the right-hand side.</summary>
    private static double[] Triangular(double[] matrix, int rows, int terms)
    {
        var width = terms + 1;
        for (var k = 0; k < terms; k++)
        {
            var norm = 0.0;
            for (var i = k; i < rows; i++)
            {
                norm += matrix[(i * width) + k] * matrix[(i * width) + k];
            }

            var head = matrix[(k * width) + k];
            var alpha = head > 0 ? -Math.Sqrt(norm) : Math.Sqrt(norm);
            var beta = norm - (head * alpha);
            if (beta == 0)
            {
                continue;
            }

            var v = new double[rows - k];
            for (var i = k; i < rows; i++)
            {
                v[i - k] = matrix[(i * width) + k] - (i == k ? alpha : 0);
            }

            for (var j = k; j < width; j++)
            {
                var dot = 0.0;
                for (var i = k; i < rows; i++)
                {
                    dot += v[i - k] * matrix[(i * width) + j];
                }

                for (var i = k; i < rows; i++)
                {
                    matrix[(i * width) + j] -= dot / beta * v[i - k];
                }
            }
        }

        var solution = new double[terms];
        for (var k = terms - 1; k >= 0; k--)
        {
            var rest = matrix[(k * width) + terms];
            for (var j = k + 1; j < terms; j++)
            {
                rest -= matrix[(k * width) + j] * solution[j];
            }

            solution[k] = rest / matrix[(k * width) + k];
        }

        return solution;
    }
}
