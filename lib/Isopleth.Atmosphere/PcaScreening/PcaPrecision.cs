namespace Isopleth.Atmosphere;

/// <summary>In what numbers the products of spectra are summed.</summary>
public enum PcaPrecision
{
    /// <summary>Double: any partition of the spectra gives the same model to 1e-12 of the largest eigenvalue.</summary>
    Double,

    /// <summary>Single within blocks of some hundred spectra, double between them: about twice as fast; eigenvalues are right to about 1e-7 of the largest one.</summary>
    Single,
}
