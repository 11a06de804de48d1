using System.Text.Json;
using Isopleth.Charts.Drawing;

namespace Isopleth.Charts.Marks;

/// <summary>One thing drawn in a scene, in the units of its axes. Each knows how it is drawn in a static picture and written as plotly traces.</summary>
internal abstract class Mark
{
    /// <summary>The name in the legend; empty to stay out of it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The extreme values it covers, NaN left out; reversed infinities where it has none.</summary>
    public abstract Bounds Bounds { get; }

    public abstract void Draw(ICanvas canvas, Frame frame);

    /// <summary>Draws the mark's sign in the legend, <paramref name="area"/> pixels in size.</summary>
    public virtual void DrawSample(ICanvas canvas, Box area)
    {
    }

    /// <summary>Writes the traces into plotly's list of data.</summary>
    public abstract void WriteTraces(Utf8JsonWriter json, Scene scene);

    /// <summary>Writes the pictures into plotly's list of images, which lie below all traces.</summary>
    public virtual void WriteImages(Utf8JsonWriter json, Frame frame)
    {
    }

    /// <summary>Writes what is no trace into plotly's list of annotations.</summary>
    public virtual void WriteAnnotations(Utf8JsonWriter json)
    {
    }
}
