using System.Runtime.InteropServices;
using Isopleth.Charts.Native;

namespace Isopleth.Charts.Drawing;

/// <summary>Draws a picture with libcairo and gives it as PNG.</summary>
internal sealed class CairoCanvas : ICanvas, IDisposable
{
    private readonly CairoSurface surface;
    private readonly CairoContext context;

    /// <param name="width">Width [pixel of the scene].</param>
    /// <param name="height">Height [pixel of the scene].</param>
    /// <param name="scale">Pixels of the PNG for one of the scene.</param>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libcairo is not on this machine.</exception>
    public CairoCanvas(int width, int height, double scale)
    {
        _ = Isopleth.Native.NativeLibraries.Load(Cairo.Description);
        surface = Cairo.CreateImageSurface(Cairo.FormatArgb32, (int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale));
        try
        {
            Check(Cairo.SurfaceStatus(surface));
        }
        catch
        {
            surface.Dispose();
            throw;
        }

        context = Cairo.Create(surface);
        Cairo.Scale(context, scale, scale);
        Cairo.SetLineJoin(context, Cairo.JoinRound);
        Cairo.SetLineCap(context, Cairo.CapRound);
    }

    /// <summary>Ends the picture.</summary>
    /// <returns>The PNG file.</returns>
    public unsafe byte[] Finish()
    {
        Check(Cairo.Status(context));
        using var png = new MemoryStream();
        var handle = GCHandle.Alloc(png);
        try
        {
            Check(Cairo.WriteToPngStream(surface, &Append, GCHandle.ToIntPtr(handle)));
        }
        finally
        {
            handle.Free();
        }

        return png.ToArray();
    }

    public void Fill(Contours contours, Color color, double grow = 0)
    {
        Path(contours);
        Source(color);
        Cairo.SetAntialias(context, grow > 0 ? Cairo.AntialiasNone : Cairo.AntialiasDefault);
        Cairo.Fill(context);
        Cairo.SetAntialias(context, Cairo.AntialiasDefault);
    }

    public void Stroke(Contours contours, Pen pen)
    {
        Path(contours);
        Source(pen.Color);
        Cairo.SetLineWidth(context, pen.Width);
        Cairo.SetDash(context, [pen.Width * 4, pen.Width * 3], pen.Dashed ? 2 : 0, 0);
        Cairo.Stroke(context);
        Cairo.SetDash(context, [], 0, 0);
    }

    public void Text(string text, double x, double y, Font font)
    {
        Cairo.Save(context);
        Cairo.SelectFontFace(context, "sans-serif", Cairo.FontSlantNormal, font.Bold ? Cairo.FontWeightBold : Cairo.FontWeightNormal);
        Cairo.SetFontSize(context, font.Size);
        Cairo.TextExtents(context, text, out var extents);
        Cairo.Translate(context, x, y);
        Cairo.Rotate(context, font.Rotation * Math.PI / 180);
        Cairo.NewPath(context);
        Cairo.MoveTo(context, font.Anchor switch { Anchor.Middle => -extents.AdvanceX / 2, Anchor.End => -extents.AdvanceX, _ => 0 }, 0);
        Cairo.TextPath(context, text);
        if (font.Halo is { } halo)
        {
            var letters = font.Color;
            Source(halo);
            Cairo.SetLineWidth(context, 3);
            Cairo.Stroke(context);
            Cairo.Restore(context);
            Text(text, x, y, font with { Color = letters, Halo = null });
            return;
        }

        Source(font.Color);
        Cairo.Fill(context);
        Cairo.Restore(context);
    }

    public unsafe void Image(IndexedImage image, Box area)
    {
        var cells = Array.ConvertAll(image.Indices, index => index == IndexedImage.Transparent ? 0 : Argb(image.Palette[index]));
        fixed (uint* data = cells)
        {
            using var cellsSurface = Cairo.CreateImageSurface(data, Cairo.FormatArgb32, image.Width, image.Height, image.Width * sizeof(uint));
            Check(Cairo.SurfaceStatus(cellsSurface));
            Cairo.Save(context);
            Cairo.Rectangle(context, area.Left, area.Top, area.Width, area.Height);
            Cairo.Clip(context);
            Cairo.Translate(context, area.Left, area.Top);
            Cairo.Scale(context, area.Width / image.Width, area.Height / image.Height);
            Cairo.SetSourceSurface(context, cellsSurface, 0, 0);
            Cairo.SetPatternFilter(Cairo.GetSource(context), Cairo.FilterNearest);
            Cairo.Paint(context);
            Cairo.Restore(context);
        }
    }

    public IDisposable Clip(Box area)
    {
        Cairo.Save(context);
        Cairo.Rectangle(context, area.Left, area.Top, area.Width, area.Height);
        Cairo.Clip(context);
        return new Ending(context);
    }

    public void Dispose()
    {
        context.Dispose();
        surface.Dispose();
    }

    private static uint Argb(Color color) => 0xFF000000u | ((uint)color.Red << 16) | ((uint)color.Green << 8) | color.Blue;

    private static void Check(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"libcairo could not draw the picture: {Marshal.PtrToStringUTF8(Cairo.StatusToString(status))}. A smaller width, height or scale may help.");
        }
    }

    [UnmanagedCallersOnly]
    private static unsafe int Append(nint closure, byte* data, uint length)
    {
        ((MemoryStream)GCHandle.FromIntPtr(closure).Target!).Write(new ReadOnlySpan<byte>(data, (int)length));
        return 0;
    }

    private void Source(Color color) => Cairo.SetSourceRgb(context, color.Red / 255.0, color.Green / 255.0, color.Blue / 255.0);

    private void Path(Contours contours)
    {
        Cairo.NewPath(context);
        for (var contour = 0; contour < contours.Count; contour++)
        {
            var xs = contours.X(contour);
            var ys = contours.Y(contour);
            Cairo.MoveTo(context, xs[0], ys[0]);
            for (var i = 1; i < xs.Length; i++)
            {
                Cairo.LineTo(context, xs[i], ys[i]);
            }

            if (contours.Closed)
            {
                Cairo.ClosePath(context);
            }
        }
    }

    private sealed class Ending(CairoContext context) : IDisposable
    {
        public void Dispose() => Cairo.Restore(context);
    }
}
