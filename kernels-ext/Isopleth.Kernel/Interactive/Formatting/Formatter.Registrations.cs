using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Errors;
using Isopleth.Kernel.Outputs;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>How values are shown: the forms that every type has, and those that a notebook or an extension registers for its own.</summary>
/// <remarks>A registration for a type serves the types derived from it and the types that implement it; the nearest one wins, and the latest among equals.</remarks>
public static partial class Formatter
{
    private static readonly ConcurrentDictionary<Type, Registration> Defaults = new();
    private static readonly ConcurrentDictionary<Type, Registration> Registrations = new();
    private static readonly ConcurrentDictionary<Type, Registration?> Nearest = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private const int LongestNested = 4_000_000;

    [ThreadStatic]
    private static List<(object Value, string MimeType)>? _writing;

    [ThreadStatic]
    private static int _nested;

    [ThreadStatic]
    private static bool _toDefaults;

    [ThreadStatic]
    private static int? _limitOfType;

    private static int _listExpansionLimit = 20;

    /// <summary>How many elements of a sequence are shown; 20, as .NET Interactive had it. A type may have a limit of its own, see <see cref="Formatter{T}.ListExpansionLimit"/>.</summary>
    public static int ListExpansionLimit
    {
        get => _limitOfType ?? _listExpansionLimit;
        set => _listExpansionLimit = value;
    }

    /// <summary>How deep a value within a value is expanded; 6, as .NET Interactive had it.</summary>
    public static int RecursionLimit { get; set; } = 6;

    /// <summary>Says how values of a type are shown in one MIME type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="formatter">What a value becomes: text, or base64 for an image.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register<T>(Func<T, string> formatter, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Of(typeof(T)).Formats[mimeType] = value => formatter((T)value);
    }

    /// <summary>Says how values of a type are written in one MIME type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="formatter">Writes a value.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register<T>(Action<T, TextWriter> formatter, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        Of(typeof(T)).Formats[mimeType] = value =>
        {
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            formatter((T)value, writer);
            return writer.ToString();
        };
    }

    /// <summary>Says how values of a type are shown in one MIME type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="formatter">What a value becomes: text, or base64 for an image.</param>
    /// <param name="mimeType">The MIME type.</param>
    public static void Register(Type type, Func<object, string> formatter, string mimeType = MimeTypes.Text)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(formatter);
        Of(type).Formats[mimeType] = formatter;
    }

    /// <summary>Says how values of a type are shown, in all MIME types at once.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="bundle">What a value becomes.</param>
    /// <param name="metadata">What is said of the bundle, by MIME type: a picture's size and alternative text, say.</param>
    public static void RegisterBundle<T>(Func<T, JsonObject> bundle, Func<T, JsonObject>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        Of(typeof(T)).Bundle = value => bundle((T)value);
        Of(typeof(T)).Metadata = metadata is null ? null : value => metadata((T)value);
    }

    /// <summary>Shows values of a type in these MIME types alone.</summary>
    /// <param name="type">The type.</param>
    /// <param name="preferredMimeTypes">The MIME types.</param>
    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes)
    {
        ArgumentNullException.ThrowIfNull(type);
        Of(type).Preferred = preferredMimeTypes;
    }

    /// <summary>The MIME types that values of a type are shown in, as <see cref="SetPreferredMimeTypesFor"/> set them; null where it did not.</summary>
    internal static IReadOnlyList<string>? PreferredMimeTypesFor(Type type) => Find(type)?.Preferred;

    /// <summary>How many elements are shown of a sequence of a type, where that was set.</summary>
    internal static int? LimitFor(Type type) => Find(type)?.Limit;

    /// <summary>Sets how many elements are shown of a sequence of a type.</summary>
    internal static void SetLimitFor(Type type, int limit) => Of(type).Limit = limit;

    /// <summary>Forgets all registrations but those of the kernel's extensions, and sets the limits back.</summary>
    public static void ResetToDefault()
    {
        Registrations.Clear();
        Nearest.Clear();
        ListExpansionLimit = 20;
        RecursionLimit = 6;
    }

    /// <summary>A value as a MIME bundle.</summary>
    /// <param name="value">The value; null is shown as <c>&lt;null&gt;</c>.</param>
    /// <returns>The bundle, <c>text/plain</c> always among its types.</returns>
    public static JsonObject ToBundle(object? value)
    {
        if (value is null)
        {
            return Plain("<null>");
        }

        var registration = Find(value.GetType());
        if (registration?.Limit is not { } limit || _limitOfType is not null)
        {
            return ToBundle(value, registration);
        }

        _limitOfType = limit;
        try
        {
            return ToBundle(value, registration);
        }
        finally
        {
            _limitOfType = null;
        }
    }

    private static JsonObject ToBundle(object value, Registration? registration)
    {
        // What is said of everything is not said of texts, nor of what knows its own forms.
        if (registration?.Preferred is { Count: > 0 } preferred && !(value is string or IMimeBundle && registration == For(typeof(object))))
        {
            var chosen = new JsonObject();
            foreach (var mimeType in preferred)
            {
                chosen[mimeType] = MimeTypes.Content(mimeType, Format(value, mimeType));
            }

            return chosen;
        }

        if (registration?.Bundle is { } bundle && Tried(value, "all its forms", bundle) is { } whole)
        {
            return whole;
        }

        if (registration is { Formats.IsEmpty: false })
        {
            var registered = new JsonObject();
            foreach (var mimeType in registration.Formats.Keys)
            {
                if (Registered(value, mimeType) is { } text)
                {
                    registered[mimeType] = MimeTypes.Content(mimeType, text);
                }
            }

            if (registered.Count > 0)
            {
                registered.TryAdd(MimeTypes.Text, PlainText.Of(value));
                return registered;
            }
        }

        return value switch
        {
            string text => Plain(text),
            IMimeBundle own => own.ToMimeBundle(),
            byte[] bytes when Images.MimeTypeOf(bytes) is { } image => new JsonObject
            {
                [image] = Convert.ToBase64String(bytes),
                [MimeTypes.Text] = $"<{image}, {bytes.Length} bytes>",
            },
            JsonNode json => new JsonObject { [MimeTypes.Json] = json.DeepClone(), [MimeTypes.Text] = json.ToJsonString(Indented) },
            JsonElement json => ToBundle(JsonNode.Parse(json.GetRawText())),
            JsonDocument json => ToBundle(json.RootElement),
            Task { IsCompletedSuccessfully: true } done => ToBundle(PlainText.Outcome(done)),
            _ when ValueShape.Of(value.GetType()).Kind == ShapeKind.Scalar => Plain(PlainText.Of(value)),
            _ => ToTextAndHtml(Beginning.Of(value)),
        };
    }

    private static JsonObject ToTextAndHtml(object value) => HtmlText.Of(value) is { } html
        ? new JsonObject { [MimeTypes.Html] = html, [MimeTypes.Text] = PlainText.Of(value) }
        : Plain(PlainText.Of(value));

    /// <summary>What is said of a value's bundle, by MIME type.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The metadata registered for its type, or null.</returns>
    public static JsonObject? ToMetadata(object? value) => value is null ? null : Find(value.GetType())?.Metadata?.Invoke(value);

    /// <summary>A value in one MIME type.</summary>
    /// <param name="value">The value. A string is taken as content of that MIME type already.</param>
    /// <param name="mimeType">The MIME type.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="ArgumentException">The value has no such form.</exception>
    public static string Format(object? value, string mimeType)
    {
        if (value is not null && Registered(value, mimeType) is { } registered)
        {
            return registered;
        }

        if (value is string content)
        {
            return content;
        }

        return mimeType switch
        {
            MimeTypes.Text => PlainText.Of(value),
            MimeTypes.Html => (value as IMimeBundle)?.ToMimeBundle()[mimeType]?.GetValue<string>() ?? HtmlText.Fragment(value),
            MimeTypes.Json => JsonSerializer.Serialize(value),
            MimeTypes.Csv => CsvText.Of(value),
            _ when value is byte[] bytes && MimeTypes.IsBinary(mimeType) => Convert.ToBase64String(bytes),
            _ when ToBundleWithoutPreference(value) is var bundle && bundle[mimeType] is { } node => node is JsonValue text && text.TryGetValue(out string? plain) ? plain : node.ToJsonString(),
            _ => throw new ArgumentException(
                $"A value of type {CSharpName.Of(value?.GetType() ?? typeof(object))} has no form in '{mimeType}'; register one with Formatter.Register, or choose {MimeTypes.Text} or {MimeTypes.Html}.", nameof(mimeType)),
        };
    }

    /// <summary>A value as what is registered for its type writes it; null where there is no such thing in that MIME type, or it fails, which the cell is told.</summary>
    /// <remarks>A value within itself is plain text there, and so are further ones where values within values have grown to <see cref="LongestNested"/>: formatters of values that refer to each other would call each other without end.</remarks>
    internal static string? Registered(object value, string mimeType)
    {
        if (Find(value.GetType())?.Formats is not { } formats || !formats.TryGetValue(mimeType, out var format))
        {
            return null;
        }

        var writing = _writing ??= [];
        if (writing.Count == 0)
        {
            _nested = 0;
        }
        else if (_nested > LongestNested || writing.Exists(outer => ReferenceEquals(outer.Value, value) && outer.MimeType == mimeType))
        {
            return mimeType == MimeTypes.Html ? WebUtility.HtmlEncode(PlainText.Of(value)) : null;
        }

        writing.Add((value, mimeType));
        try
        {
            var written = Tried(value, mimeType, format);
            _nested += writing.Count > 1 ? written?.Length ?? 0 : 0;
            return written;
        }
        finally
        {
            writing.RemoveAt(writing.Count - 1);
        }
    }

    private static T? Tried<T>(object value, string form, Func<object, T> format)
        where T : class
    {
        try
        {
            return format(value);
        }
        catch (Exception e) when (Unreadable.MayStandFor(e))
        {
            CellOutput.Current?.TellOnce($"The formatter of {CSharpName.Of(value.GetType())} for {form} failed, and the value is shown without it:", RuntimeErrorReport.Summary(e));
            return null;
        }
    }

    private static JsonObject Plain(string text) => new() { [MimeTypes.Text] = text };

    private static JsonObject ToBundleWithoutPreference(object? value) => value switch
    {
        IMimeBundle own => own.ToMimeBundle(),
        not null when Find(value.GetType())?.Bundle is { } bundle => bundle(value),
        _ => [],
    };

    /// <summary>Runs registrations that <see cref="ResetToDefault"/> keeps: those of an extension.</summary>
    internal static void RegisterDefaults(Action register)
    {
        _toDefaults = true;
        try
        {
            register();
        }
        finally
        {
            _toDefaults = false;
        }
    }

    private static Registration Of(Type type)
    {
        var registration = _toDefaults
            ? Defaults.GetOrAdd(type, static _ => new Registration())
            : Registrations.GetOrAdd(type, static type => Defaults.TryGetValue(type, out var given) ? new Registration(given) : new Registration());
        Nearest.Clear();
        return registration;
    }

    private static Registration? Find(Type type) => Nearest.GetOrAdd(type, static type =>
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate != typeof(object) && For(candidate) is { } registration)
            {
                return registration;
            }
        }

        return (type == typeof(string) ? [] : type.GetInterfaces()).Select(For).FirstOrDefault(static r => r is not null) ?? For(typeof(object));
    });

    // A registration for List<> serves the lists of everything.
    private static Registration? For(Type type) => Registrations.GetValueOrDefault(type) ?? Defaults.GetValueOrDefault(type)
        ?? (type is { IsGenericType: true, IsGenericTypeDefinition: false } ? For(type.GetGenericTypeDefinition()) : null);

    private sealed class Registration
    {
        public Registration() => Formats = new(StringComparer.Ordinal);

        public Registration(Registration given) => (Formats, Bundle, Metadata, Preferred, Limit) = (new(given.Formats, StringComparer.Ordinal), given.Bundle, given.Metadata, given.Preferred, given.Limit);

        public ConcurrentDictionary<string, Func<object, string>> Formats { get; }

        public Func<object, JsonObject>? Bundle { get; set; }

        public Func<object, JsonObject>? Metadata { get; set; }

        public IReadOnlyList<string>? Preferred { get; set; }

        public int? Limit { get; set; }
    }
}
