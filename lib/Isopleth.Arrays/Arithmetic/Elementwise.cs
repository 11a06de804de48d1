using System.Numerics;
using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>What is computed from two values of one type.</summary>
internal enum Arithmetic
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Minimum,
    Maximum,
}

/// <summary>What is asked of two values.</summary>
internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    And,
    Or,
}

/// <summary>Operations on variables that share dimensions by name: computed at once from memory, when read otherwise.</summary>
internal static class Elementwise
{
    public static Variable Of(Arithmetic operation, Variable a, Variable b)
    {
        var type = Promotion.Of(a, b);
        type = operation is Arithmetic.Divide or Arithmetic.Power && NumericTypes.IsInteger(type) ? typeof(double) : type;
        var work = new ArithmeticWork(operation, [a, b]);
        NumericTypes.Invoke(type, ref work);
        return work.Result!;
    }

    public static Variable Of(Comparison operation, Variable a, Variable b)
    {
        var work = new ComparisonWork(operation, [a, b]);
        NumericTypes.Invoke(operation is Comparison.And or Comparison.Or ? Promotion.Of(a.ElementType, b.ElementType) : Promotion.Of(a, b), ref work);
        return work.Result!;
    }

    /// <summary>The first where the condition holds, the second elsewhere.</summary>
    public static Variable Choose(Variable condition, Variable first, Variable second)
    {
        var work = new ChooseWork([first, condition, second]);
        NumericTypes.Invoke(Promotion.Of(first, second), ref work);
        return work.Result!;
    }

    /// <summary>A function of each value, computed in double precision; single precision remains single.</summary>
    public static Variable Map(Variable a, Func<double, double> function)
    {
        var mapped = Build<double, double>([a], (x, _, _, d) =>
        {
            for (var i = 0; i < x.Length; i++)
            {
                d[i] = function(x[i]);
            }
        });
        return Cast(mapped, a.ElementType == typeof(float) ? typeof(float) : typeof(double));
    }

    /// <summary>Whether each value is there (not NaN), as 1 or 0.</summary>
    public static Variable IsPresent(Variable a, bool present) => NumericTypes.IsFloating(a.ElementType)
        ? Build<double, byte>([a], (x, _, _, d) =>
        {
            for (var i = 0; i < x.Length; i++)
            {
                d[i] = double.IsNaN(x[i]) != present ? (byte)1 : (byte)0;
            }
        })
        : Build<double, byte>([a], (_, _, _, d) => d.Fill(present ? (byte)1 : (byte)0));

    /// <summary>Where the bits under a mask are a value, or any of them is set when there is no value.</summary>
    public static Variable HasFlag(Variable a, long? mask, long? value)
    {
        // Flags of one byte may be written signed and read unsigned, or the other way round: only the type's own bits are compared.
        var bits = -1L >>> (64 - Promotion.Bits(a.ElementType));
        return Build<double, byte>([a], (x, _, _, d) =>
        {
            for (var i = 0; i < x.Length; i++)
            {
                var masked = double.IsNaN(x[i]) ? 0 : (long)x[i] & (mask ?? -1) & bits;
                var raised = !double.IsNaN(x[i]) && (value is { } wanted ? masked == (wanted & bits) : masked != 0);
                d[i] = raised ? (byte)1 : (byte)0;
            }
        });
    }

    /// <summary>The values as another numeric type.</summary>
    public static Variable Cast(Variable a, Type type)
    {
        if (a.ElementType == type)
        {
            return a;
        }

        var work = new CopyWork(a, a.Dimensions);
        NumericTypes.Invoke(type, ref work);
        return work.Result!;
    }

    /// <summary>The values in a type that has a missing value: integers become floating-point numbers.</summary>
    public static Variable CanMiss(Variable a) => NumericTypes.IsNumeric(a.ElementType) ? Cast(a, Promotion.Floating(a.ElementType)) : a;

    /// <summary>The dimensions in another order; those that the variable has not are added with a length, its values repeated along them.</summary>
    public static Variable Arrange(Variable a, IReadOnlyList<string> dimensions, IReadOnlyDictionary<string, int>? lengths = null)
    {
        var work = new CopyWork(a, dimensions) { Lengths = lengths };
        if (a.ElementType == typeof(string))
        {
            return work.As<string>();
        }

        NumericTypes.Invoke(a.ElementType, ref work);
        return work.Result!;
    }

    /// <summary>A variable that is computed: at once when what it is made of lies in memory.</summary>
    public static Variable Settle(Variable computed, params ReadOnlySpan<Variable> inputs)
    {
        foreach (var input in inputs)
        {
            if (!input.InMemory)
            {
                return computed;
            }
        }

        return computed.Load();
    }

    private static Variable Build<T, TOut>(Variable[] inputs, Kernel<T, TOut> kernel, IReadOnlyList<string>? dimensions = null, IReadOnlyDictionary<string, int>? lengths = null)
    {
        dimensions ??= [.. inputs.SelectMany(v => v.Dimensions).Distinct(StringComparer.Ordinal)];
        var operands = inputs.Select(v => new Operand(v.Source, [.. dimensions.Select(d => v.Dimensions.ToList().IndexOf(d))])).ToArray();
        var shape = dimensions.Select(d => inputs.FirstOrDefault(v => v.Dimensions.Contains(d)) is { } v ? v.Shape[v.AxisOf(d)] : lengths![d]).ToArray();
        return Settle(new Variable(inputs[0].Name, dimensions, new ElementwiseSource<T, TOut>(operands, shape, kernel), inputs[0].Attributes), inputs);
    }

    private struct ArithmeticWork(Arithmetic operation, Variable[] inputs) : INumericWork
    {
        public Variable? Result { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T> => Result = Build<T, T>(inputs, operation switch
        {
            Arithmetic.Add => (a, b, _, d) => TensorPrimitives.Add(a, b, d),
            Arithmetic.Subtract => (a, b, _, d) => TensorPrimitives.Subtract(a, b, d),
            Arithmetic.Multiply => (a, b, _, d) => TensorPrimitives.Multiply(a, b, d),
            Arithmetic.Divide => (a, b, _, d) => TensorPrimitives.Divide(a, b, d),
            Arithmetic.Minimum => (a, b, _, d) => TensorPrimitives.Min(a, b, d),
            Arithmetic.Maximum => (a, b, _, d) => TensorPrimitives.Max(a, b, d),
            _ => Power,
        });

        private static void Power<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> unused, Span<T> destination) where T : unmanaged, INumber<T>
        {
            for (var i = 0; i < a.Length; i++)
            {
                destination[i] = T.CreateTruncating(Math.Pow(double.CreateTruncating(a[i]), double.CreateTruncating(b[i])));
            }
        }
    }

    private struct ComparisonWork(Comparison operation, Variable[] inputs) : INumericWork
    {
        public Variable? Result { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T>
        {
            Func<T, T, bool> holds = operation switch
            {
                Comparison.Less => static (a, b) => a < b,
                Comparison.LessOrEqual => static (a, b) => a <= b,
                Comparison.Greater => static (a, b) => a > b,
                Comparison.GreaterOrEqual => static (a, b) => a >= b,
                Comparison.Equal => static (a, b) => a == b,
                Comparison.NotEqual => static (a, b) => a != b,
                Comparison.And => static (a, b) => IsTrue(a) && IsTrue(b),
                _ => static (a, b) => IsTrue(a) || IsTrue(b),
            };
            Result = Build<T, byte>(inputs, (a, b, _, d) =>
            {
                for (var i = 0; i < a.Length; i++)
                {
                    d[i] = holds(a[i], b[i]) ? (byte)1 : (byte)0;
                }
            });
        }
    }

    private struct ChooseWork(Variable[] inputs) : INumericWork
    {
        public Variable? Result { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T> => Result = Build<T, T>(inputs, static (first, condition, second, d) =>
        {
            for (var i = 0; i < d.Length; i++)
            {
                d[i] = IsTrue(condition[i]) ? first[i] : second[i];
            }
        });
    }

    private struct CopyWork(Variable input, IReadOnlyList<string> dimensions) : INumericWork
    {
        public Variable? Result { get; private set; }

        public IReadOnlyDictionary<string, int>? Lengths { get; init; }

        public void Do<T>() where T : unmanaged, INumber<T> => Result = As<T>();

        public readonly Variable As<T>() => Build<T, T>([input], static (a, _, _, d) => a.CopyTo(d), dimensions, Lengths);
    }

    /// <summary>A missing value is not true.</summary>
    private static bool IsTrue<T>(T value) where T : INumber<T> => !T.IsNaN(value) && value != T.Zero;
}
