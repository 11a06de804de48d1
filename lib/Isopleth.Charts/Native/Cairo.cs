using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;

namespace Isopleth.Charts.Native;

/// <summary>libcairo, named as its manual names it.</summary>
internal static partial class Cairo
{
    public const int FormatArgb32 = 0;
    public const int AntialiasDefault = 0;
    public const int AntialiasNone = 1;
    public const int JoinRound = 1;
    public const int CapRound = 1;
    public const int FilterNearest = 3;
    public const int FontSlantNormal = 0;
    public const int FontWeightNormal = 0;
    public const int FontWeightBold = 1;

    private const string Library = "cairo";

    public static Isopleth.Native.NativeLibrary Description { get; } = new(Library, ["libcairo.so.2"], "apt-get install libcairo2");

    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(Assembly.GetExecutingAssembly(), Description);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_create")]
    public static partial CairoSurface CreateImageSurface(int format, int width, int height);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_create_for_data")]
    public static unsafe partial CairoSurface CreateImageSurface(uint* data, int format, int width, int height, int stride);

    [LibraryImport(Library, EntryPoint = "cairo_surface_destroy")]
    public static partial void DestroySurface(nint surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_status")]
    public static partial int SurfaceStatus(CairoSurface surface);

    [LibraryImport(Library, EntryPoint = "cairo_surface_write_to_png_stream")]
    public static unsafe partial int WriteToPngStream(CairoSurface surface, delegate* unmanaged<nint, byte*, uint, int> write, nint closure);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_create_from_png_stream")]
    public static unsafe partial CairoSurface CreateImageSurfaceFromPng(delegate* unmanaged<nint, byte*, uint, int> read, nint closure);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_get_width")]
    public static partial int SurfaceWidth(CairoSurface surface);

    [LibraryImport(Library, EntryPoint = "cairo_image_surface_get_height")]
    public static partial int SurfaceHeight(CairoSurface surface);

    [LibraryImport(Library, EntryPoint = "cairo_status_to_string")]
    public static partial nint StatusToString(int status);

    [LibraryImport(Library, EntryPoint = "cairo_create")]
    public static partial CairoContext Create(CairoSurface surface);

    [LibraryImport(Library, EntryPoint = "cairo_destroy")]
    public static partial void Destroy(nint context);

    [LibraryImport(Library, EntryPoint = "cairo_status")]
    public static partial int Status(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_save")]
    public static partial void Save(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_restore")]
    public static partial void Restore(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_set_source_rgb")]
    public static partial void SetSourceRgb(CairoContext context, double red, double green, double blue);

    [LibraryImport(Library, EntryPoint = "cairo_set_source_surface")]
    public static partial void SetSourceSurface(CairoContext context, CairoSurface surface, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_get_source")]
    public static partial nint GetSource(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_pattern_set_filter")]
    public static partial void SetPatternFilter(nint pattern, int filter);

    [LibraryImport(Library, EntryPoint = "cairo_paint")]
    public static partial void Paint(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_fill")]
    public static partial void Fill(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_set_antialias")]
    public static partial void SetAntialias(CairoContext context, int antialias);

    [LibraryImport(Library, EntryPoint = "cairo_stroke")]
    public static partial void Stroke(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_clip")]
    public static partial void Clip(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_width")]
    public static partial void SetLineWidth(CairoContext context, double width);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_join")]
    public static partial void SetLineJoin(CairoContext context, int join);

    [LibraryImport(Library, EntryPoint = "cairo_set_line_cap")]
    public static partial void SetLineCap(CairoContext context, int cap);

    [LibraryImport(Library, EntryPoint = "cairo_set_dash")]
    public static partial void SetDash(CairoContext context, ReadOnlySpan<double> dashes, int count, double offset);

    [LibraryImport(Library, EntryPoint = "cairo_new_path")]
    public static partial void NewPath(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_move_to")]
    public static partial void MoveTo(CairoContext context, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_line_to")]
    public static partial void LineTo(CairoContext context, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_close_path")]
    public static partial void ClosePath(CairoContext context);

    [LibraryImport(Library, EntryPoint = "cairo_rectangle")]
    public static partial void Rectangle(CairoContext context, double x, double y, double width, double height);

    [LibraryImport(Library, EntryPoint = "cairo_translate")]
    public static partial void Translate(CairoContext context, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_scale")]
    public static partial void Scale(CairoContext context, double x, double y);

    [LibraryImport(Library, EntryPoint = "cairo_rotate")]
    public static partial void Rotate(CairoContext context, double radians);

    [LibraryImport(Library, EntryPoint = "cairo_select_font_face", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SelectFontFace(CairoContext context, string family, int slant, int weight);

    [LibraryImport(Library, EntryPoint = "cairo_set_font_size")]
    public static partial void SetFontSize(CairoContext context, double size);

    [LibraryImport(Library, EntryPoint = "cairo_text_path", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TextPath(CairoContext context, string text);

    [LibraryImport(Library, EntryPoint = "cairo_text_extents", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TextExtents(CairoContext context, string text, out CairoTextExtents extents);
}
