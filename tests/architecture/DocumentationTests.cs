using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Isopleth.Tests.Architecture;

/// <summary>Every physical quantity of a method's public surface tells its unit in brackets, dimensionless ones <c>[1]</c>.</summary>
public partial class DocumentationTests
{
    private static readonly Type[] Quantities =
        [typeof(double), typeof(float), typeof(double[]), typeof(float[]), typeof(ReadOnlySpan<double>), typeof(ReadOnlySpan<float>), typeof(IReadOnlyList<double>), typeof(double?), typeof(double[,])];

    public static TheoryData<string> MethodProjects() =>
        [.. ProjectGraph.Product().Where(p => p.Project.Descendants("MethodProject").Any()).Select(p => p.Name)];

    public static TheoryData<string> AllProjects() => [.. ProjectGraph.Product().Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(MethodProjects))]
    public void PublicQuantities_OfMethods_TellTheirUnit(string project)
    {
        var documentation = new Documentation(project);

        var silent = PublicTypes(project).SelectMany(type => Undescribed(type, documentation)).ToArray();

        Assert.True(silent.Length == 0, "These tell no unit in brackets:\n" + string.Join("\n", silent));
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void PublicTypes_OfEachProject_AreDocumented(string project)
    {
        var documentation = new Documentation(project);

        Assert.All(PublicTypes(project), type => Assert.False(string.IsNullOrWhiteSpace(documentation.Of($"T:{Name(type)}")), $"{type} has no summary."));
    }

    [Fact]
    public void Unit_InBrackets_IsRecognised()
    {
        Assert.Matches(Unit(), "The column of sulphur dioxide [mol m-2].");
        Assert.Matches(Unit(), "Shape [n, 4] [degree].");
        Assert.Matches(Unit(), "The wavelength [nm].");
        Assert.DoesNotMatch(Unit(), "The corner latitudes, shape [n, 4].");
        Assert.DoesNotMatch(Unit(), "The wind speed.");
    }

    private static IEnumerable<Type> PublicTypes(string project) =>
        Assembly.LoadFrom(Documentation.File(project, ".dll")).GetExportedTypes().Where(t => t.Namespace?.StartsWith("Isopleth", StringComparison.Ordinal) == true);

    private static IEnumerable<string> Undescribed(Type type, Documentation documentation)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var property in type.GetProperties(own).Where(p => Quantities.Contains(p.PropertyType)))
        {
            // A positional record's property is documented by the record's own param.
            var text = documentation.Of($"P:{Name(type)}.{property.Name}") ?? documentation.Parameter($"T:{Name(type)}", property.Name);
            if (text is null || !Unit().IsMatch(text))
            {
                yield return $"{type.Name}.{property.Name}: {text ?? "(no text)"}";
            }
        }

        foreach (var method in type.GetMethods(own).Where(m => !m.IsSpecialName && m.GetParameters().Length > 0))
        {
            var key = documentation.Keys.FirstOrDefault(k => k.StartsWith($"M:{Name(type)}.{method.Name}(", StringComparison.Ordinal) && k.Count(c => c == ',') >= method.GetParameters().Length - 1);
            foreach (var parameter in method.GetParameters().Where(p => Quantities.Contains(p.ParameterType)))
            {
                var text = key is null ? null : documentation.Parameter(key, parameter.Name!);
                if (text is not null && !Unit().IsMatch(text))
                {
                    yield return $"{type.Name}.{method.Name}({parameter.Name}): {text}";
                }
            }
        }
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    /// <summary>A bracket that holds a unit and not a shape: <c>[1]</c>, or something that begins with a letter and is not <c>n</c>, <c>ny</c>, <c>nx</c> alone.</summary>
    [GeneratedRegex(@"\[(1|%|(?!n(?!m\b)[a-z]?\b)[a-zA-Zµ°σ][^\]]*)\]")]
    private static partial Regex Unit();

    /// <summary>The documentation file that the build wrote beside an assembly.</summary>
    private sealed class Documentation(string project)
    {
        private readonly Dictionary<string, XElement> _members = XDocument.Load(File(project, ".xml")).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal);

        public IEnumerable<string> Keys => _members.Keys;

        public static string File(string project, string extension)
        {
            var folder = Path.Combine(Samples.RepositoryRoot, "artifacts", "bin", project, "release");
            var own = Path.Combine(folder, project + extension);
            return System.IO.File.Exists(own) ? own : Path.Combine(folder, "isopleth" + extension);
        }

        public string? Of(string member) => _members.TryGetValue(member, out var element) && element.Element("summary") is { } summary ? summary.Value : null;

        public string? Parameter(string member, string name) =>
            _members.TryGetValue(member, out var element) ? element.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name)?.Value : null;
    }
}
