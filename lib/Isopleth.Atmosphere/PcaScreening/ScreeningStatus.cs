namespace Isopleth.Atmosphere;

/// <summary>Whether a scene could be screened, and if not, why.</summary>
public enum ScreeningStatus
{
    /// <summary>It was screened.</summary>
    Screened,

    /// <summary>Fewer values than rows × columns × channels: the granule was cut off.</summary>
    Truncated,

    /// <summary>The model is of another instrument or band.</summary>
    OtherInstrument,

    /// <summary>The spectra are another quantity than the model's, as radiances where it has reflectances.</summary>
    OtherQuantity,

    /// <summary>Other channels than the model's: their number or their positions.</summary>
    WrongChannels,

    /// <summary>No spectrum with enough channels: all are fill values, or not valid.</summary>
    AllFill,

    /// <summary>Too few spectra for what was asked: local components or a quantile of the scene's own scores.</summary>
    TooFewSpectra,
}
