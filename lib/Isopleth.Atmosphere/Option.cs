namespace Isopleth.Atmosphere;

/// <summary>Checks the options of a method.</summary>
internal static class Option
{
    /// <exception cref="ArgumentException">The value is outside its range; the message names the option, the value and the range.</exception>
    public static void Expect(bool holds, string name, double value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is {value}; expected {range}.");
        }
    }
}
