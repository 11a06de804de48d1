using System.Runtime.InteropServices;
using Isopleth.Charts.Native;

namespace Isopleth.Charts.Drawing;

/// <summary>Draws a picture with libcairo and gives it as PNG.</summary>
internal sealed class CairoCanvas : ICanvas, IDisposable
{
    private const int ReadError = 10;

    private readonly CairoSurface _surface;
    private readonly CairoContext _context;

    /// <param name="width">Width [pixel of the scene].</param>
    /// <param name="height">Height [pixel of the scene].</param>
    /// <param name="scale">Pixels of the PNG for one of the scene.</param>
    /// <exception cref="Isopleth.Native.NativeLibraryMissingException">libcairo is not on this machine.</exception>
    public CairoCanvas(int width, int height, double scale)
    {
        _ = Isopleth.Native.NativeLibraries.Load(Cairo.Description);
        _surface = Cairo.CreateImageSurface(Cairo.FormatArgb32, (int)Math.Ceiling(width * scale), (int)Math.Ceiling(height * scale));
        try
        {
            Check(Cairo.SurfaceStatus(_surface));
        }
        catch
        {
            _surface.Dispose();
            throw;
        }

        _context = Cairo.Create(_surface);
        Cairo.Scale(_context, scale, scale);
        Cairo.SetLineJoin(_context, Cairo.JoinRound);
        Cairo.SetLineCap(_context, Cairo.CapRound);
    }

    /// <summary>A PNG in another width.</summary>
    /// <param name="png">The PNG file.</param>
    /// <param name="width">The new width [pixel]; the height follows.</param>
    /// <returns>The new PNG file.</returns>
    public static unsafe byte[] Scaled(byte[] png, int width)
    {
        _ = Isopleth.Native.NativeLibraries.Load(Cairo.Description);
        using var source = new MemoryStream(png);
        var handle = GCHandle.Alloc(source);
        try
        {
            using var picture = Cairo.CreateImageSurfaceFromPng(&Take, GCHandle.ToIntPtr(handle));
            Check(Cairo.SurfaceStatus(picture));
            var scale = (double)width / Cairo.SurfaceWidth(picture);
            using var canvas = new CairoCanvas(width, Math.Max((int)Math.Round(Cairo.SurfaceHeight(picture) * scale), 1), 1);
            Cairo.Scale(canvas._context, scale, scale);
            Cairo.SetSourceSurface(canvas._context, picture, 0, 0);
            Cairo.Paint(canvas._context);
            return canvas.Finish();
        }
        finally
        {
            handle.Free();
        }
    }

    /// <summary>Ends the picture.</summary>
    /// <returns>The PNG file.</returns>
    public unsafe byte[] Finish()
    {
        Check(Cairo.Status(_context));
        using var png = new MemoryStream();
        var handle = GCHandle.Alloc(png);
        try
        {
            Check(Cairo.WriteToPngStream(_surface, &Append, GCHandle.ToIntPtr(handle)));
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
        Cairo.SetAntialias(_context, grow > 0 ? Cairo.AntialiasNone : Cairo.AntialiasDefault);
        Cairo.Fill(_context);
        Cairo.SetAntialias(_context, Cairo.AntialiasDefault);
    }

    public void Stroke(Contours contours, Pen pen)
    {
        Path(contours);
        Source(pen.Color);
        Cairo.SetLineWidth(_context, pen.Width);
        Cairo.SetDash(_context, [pen.Width * 4, pen.Width * 3], pen.Dashed ? 2 : 0, 0);
        Cairo.Stroke(_context);
        Cairo.SetDash(_context, [], 0, 0);
    }

    public void Text(string text, double x, double y, Font font)
    {
        Cairo.Save(_context);
        Cairo.SelectFontFace(_context, "sans-serif", Cairo.FontSlantNormal, font.Bold ? Cairo.FontWeightBold : Cairo.FontWeightNormal);
        Cairo.SetFontSize(_context, font.Size);
        Cairo.TextExtents(_context, text, out var extents);
        Cairo.Translate(_context, x, y);
        Cairo.Rotate(_context, font.Rotation * Math.PI / 180);
        Cairo.NewPath(_context);
        Cairo.MoveTo(_context, font.Anchor switch { Anchor.Middle => -extents.AdvanceX / 2, Anchor.End => -extents.AdvanceX, _ => 0 }, 0);
        Cairo.TextPath(_context, text);
        if (font.Halo is { } halo)
        {
            var letters = font.Color;
            Source(halo);
            Cairo.SetLineWidth(_context, 3);
            Cairo.Stroke(_context);
            Cairo.Restore(_context);
            Text(text, x, y, font with { Color = letters, Halo = null });
            return;
        }

        Source(font.Color);
        Cairo.Fill(_context);
        Cairo.Restore(_context);
    }

    public unsafe void Image(IndexedImage image, Box area)
    {
        var cells = Array.ConvertAll(image.Indices, index => index == IndexedImage.Transparent ? 0 : Argb(image.Palette[index]));
        fixed (uint* data = cells)
        {
            using var cellsSurface = Cairo.CreateImageSurface(data, Cairo.FormatArgb32, image.Width, image.Height, image.Width * sizeof(uint));
            Check(Cairo.SurfaceStatus(cellsSurface));
            Cairo.Save(_context);
            Cairo.Rectangle(_context, area.Left, area.Top, area.Width, area.Height);
            Cairo.Clip(_context);
            Cairo.Translate(_context, area.Left, area.Top);
            Cairo.Scale(_context, area.Width / image.Width, area.Height / image.Height);
            Cairo.SetSourceSurface(_context, cellsSurface, 0, 0);
            Cairo.SetPatternFilter(Cairo.GetSource(_context), Cairo.FilterNearest);
            Cairo.Paint(_context);
            Cairo.Restore(_context);
        }
    }

    public IDisposable Clip(Box area)
    {
        Cairo.Save(_context);
        Cairo.Rectangle(_context, area.Left, area.Top, area.Width, area.Height);
        Cairo.Clip(_context);
        return new Ending(_context);
    }

    public void Dispose()
    {
        _context.Dispose();
        _surface.Dispose();
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

    [UnmanagedCallersOnly]
    private static unsafe int Take(nint closure, byte* data, uint length) =>
        ((MemoryStream)GCHandle.FromIntPtr(closure).Target!).ReadAtLeast(new Span<byte>(data, (int)length), (int)length, throwOnEndOfStream: false) == length ? 0 : ReadError;

    private void Source(Color color) => Cairo.SetSourceRgb(_context, color.Red / 255.0, color.Green / 255.0, color.Blue / 255.0);

    private void Path(Contours contours)
    {
        Cairo.NewPath(_context);
        for (var contour = 0; contour < contours.Count; contour++)
        {
            var xs = contours.X(contour);
            var ys = contours.Y(contour);
            Cairo.MoveTo(_context, xs[0], ys[0]);
            for (var i = 1; i < xs.Length; i++)
            {
                Cairo.LineTo(_context, xs[i], ys[i]);
            }

            if (contours.Closed)
            {
                Cairo.ClosePath(_context);
            }
        }
    }

    private sealed class Ending(CairoContext context) : IDisposable
    {
        public void Dispose() => Cairo.Restore(context);
    }
}
