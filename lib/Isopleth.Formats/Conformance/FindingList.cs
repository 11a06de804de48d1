namespace Isopleth.Formats;

/// <summary>Findings while they are made.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];

    /// <summary>The findings, gravest first, each in the order in which it was made.</summary>
    public IReadOnlyList<Finding> Sorted => [.. _findings.OrderByDescending(f => f.Severity)];

    public void Add(Severity severity, string rule, string place, string message, string remedy, int? line = null) => _findings.Add(new(severity, rule, place, line, message, remedy));

    public void Error(string rule, string place, string message, string remedy, int? line = null) => Add(Severity.Error, rule, place, message, remedy, line);

    public void Warning(string rule, string place, string message, string remedy, int? line = null) => Add(Severity.Warning, rule, place, message, remedy, line);

    public void Information(string rule, string place, string message, string remedy, int? line = null) => Add(Severity.Information, rule, place, message, remedy, line);

    public void Advice(string rule, string place, string message, string remedy, int? line = null) => Add(Severity.Advice, rule, place, message, remedy, line);
}
