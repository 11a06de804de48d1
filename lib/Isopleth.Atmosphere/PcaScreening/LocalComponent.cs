namespace Isopleth.Atmosphere;

/// <summary>A component of what a model leaves of one scene.</summary>
/// <param name="Variance">Its variance in the scene's spectra over the noise's, by the median, so that it tells what the scene has throughout and not what a few of its pixels have [1].</param>
/// <param name="IsKept">Whether it was taken away as well: it is a good part of the score's own scatter throughout the scene. One that is not hides events and explains nothing.</param>
public sealed record LocalComponent(double Variance, bool IsKept);
