using System.Globalization;
using System.Text.RegularExpressions;

namespace Isopleth.Formats;

/// <summary>DataCite metadata: the mandatory properties, the recommended ones, the controlled lists, dates and places.</summary>
/// <remarks>Source: DataCite Metadata Schema 4.0 to 4.6; properties by its numbers.</remarks>
internal static partial class DataCiteRules
{
    private static readonly Dictionary<string, (string Rule, string Values)> Lists = new(StringComparer.Ordinal)
    {
        ["types.resourceTypeGeneral"] = ("10.a", "Audiovisual Award Book BookChapter Collection ComputationalNotebook ConferencePaper ConferenceProceeding DataPaper Dataset Dissertation Event Image Instrument InteractiveResource Journal JournalArticle Model OutputManagementPlan PeerReview PhysicalObject Preprint Project Report Service Software Sound Standard StudyRegistration Text Workflow Other"),
        ["creators.nameType"] = ("2.1.a", "Organizational Personal"),
        ["contributors.nameType"] = ("7.1.a", "Organizational Personal"),
        ["titles.titleType"] = ("3.a", "AlternativeTitle Subtitle TranslatedTitle Other"),
        ["contributors.contributorType"] = ("7.a", "ContactPerson DataCollector DataCurator DataManager Distributor Editor HostingInstitution Producer ProjectLeader ProjectManager ProjectMember RegistrationAgency RegistrationAuthority RelatedPerson Researcher ResearchGroup RightsHolder Sponsor Supervisor Translator WorkPackageLeader Other"),
        ["dates.dateType"] = ("8.a", "Accepted Available Copyrighted Collected Coverage Created Issued Submitted Updated Valid Withdrawn Other"),
        ["relatedIdentifiers.relatedIdentifierType"] = ("12.a", "ARK arXiv bibcode CSTR DOI EAN13 EISSN Handle IGSN ISBN ISSN ISTC LISSN LSID PMID PURL RRID UPC URL URN w3id"),
        ["relatedIdentifiers.relationType"] = ("12.b", "IsCitedBy Cites IsSupplementTo IsSupplementedBy IsContinuedBy Continues IsDescribedBy Describes HasMetadata IsMetadataFor HasVersion IsVersionOf IsNewVersionOf IsPreviousVersionOf IsPartOf HasPart IsPublishedIn IsReferencedBy References IsDocumentedBy Documents IsCompiledBy Compiles IsVariantFormOf IsOriginalFormOf IsIdenticalTo IsReviewedBy Reviews IsDerivedFrom IsSourceOf IsRequiredBy Requires IsObsoletedBy Obsoletes IsCollectedBy Collects IsTranslationOf HasTranslation"),
        ["descriptions.descriptionType"] = ("17.a", "Abstract Methods SeriesInformation TableOfContents TechnicalInfo Other"),
        ["fundingReferences.funderIdentifierType"] = ("19.2.a", "ISNI GRID ROR Other"),
    };

    public static IReadOnlyList<Finding> Check(DataCiteRecord record)
    {
        var findings = new FindingList();
        Mandatory(record, findings);
        foreach (var (path, (rule, values)) in Lists)
        {
            var allowed = values.Split(' ');
            foreach (var (text, line) in record.Of(path).Where(v => v.Text.Length > 0 && !allowed.Contains(v.Text) && !(path.EndsWith("funderIdentifierType", StringComparison.Ordinal) && v.Text.StartsWith("Crossref", StringComparison.Ordinal))))
            {
                findings.Error("DataCite " + rule, path, $"'{text}' is not in the controlled list.", $"There are {string.Join(", ", allowed)}.", line);
            }
        }

        Parts(record, findings);
        Formats(record, findings);
        foreach (var (path, rule, message, remedy) in new[]
        {
            ("subjects", "6", "No subject is given.", "Add subjects, out of a vocabulary where there is one."),
            ("contributors", "7", "No contributor is named.", "Name who collected, curated and hosts the data."),
            ("dates", "8", "No date is given but the year.", "Add dates: Created, Collected, Issued."),
            ("relatedIdentifiers", "12", "Nothing related is named.", "Link the paper, the earlier version, the source data."),
            ("descriptions", "17", "There is no description.", "Add an Abstract."),
            ("geoLocations", "18", "No place is given.", "Add a geoLocationBox in WGS 84."),
            ("rightsList", "16", "No licence is given.", "Add the licence with its rightsIdentifier, for example CC-BY-4.0."),
        })
        {
            if (record.Count(path) == 0)
            {
                findings.Advice("DataCite " + rule, path, message, remedy);
            }
        }

        return findings.Sorted;
    }

    private static void Mandatory(DataCiteRecord record, FindingList findings)
    {
        void Asked(bool isThere, string rule, string place, string message, string remedy)
        {
            if (!isThere)
            {
                findings.Error("DataCite " + rule, place, message, remedy);
            }
        }

        var dois = record.Of("doi.").Concat(record.Of("doi")).Concat(record.Of("identifiers.identifier")).ToList();
        Asked(dois.Exists(d => Doi().IsMatch(d.Text)), "1", "identifier", dois.Count == 0 ? "There is no identifier." : $"'{dois[0].Text}' is no DOI.", "Write it as 10.5072/abc.");
        Asked(record.Has("creators.name"), "2", "creators", "No creator is named.", "Add at least one creator with a name.");
        Asked(record.Has("titles.title"), "3", "titles", "There is no title.", "Add one.");
        Asked(record.Has("publisher.") || record.Has("publisher.name") || record.Has("publisher"), "4", "publisher", "There is no publisher.", "Name who makes the data available.");
        Asked(record.Of("publicationYear.").Any(y => Year().IsMatch(y.Text)), "5", "publicationYear", "There is no publication year of four digits.", "Write for example 2026.");
        Asked(record.Has("types.resourceTypeGeneral"), "10", "resourceType", "There is no general resource type.", "Write resourceTypeGeneral, for example Dataset.");
    }

    /// <summary>What each item of a list must have.</summary>
    private static void Parts(DataCiteRecord record, FindingList findings)
    {
        foreach (var (list, part, rule) in new[]
        {
            ("creators", "name", "2.1"), ("titles", "title", "3"), ("contributors", "name", "7.1"), ("contributors", "contributorType", "7.a"), ("dates", "date", "8"), ("dates", "dateType", "8.a"),
            ("alternateIdentifiers", "alternateIdentifierType", "11.a"), ("relatedIdentifiers", "relatedIdentifierType", "12.a"), ("relatedIdentifiers", "relationType", "12.b"),
            ("descriptions", "descriptionType", "17.a"), ("fundingReferences", "funderName", "19.1"), ("relatedItems", "relatedItemType", "20.a"),
        })
        {
            var (items, parts) = (record.Count(list), record.Of($"{list}.{part}").Count(v => v.Text.Length > 0));
            if (parts < items)
            {
                findings.Error("DataCite " + rule, list, $"{items - parts} of {items} {list} {(items - parts == 1 ? "has" : "have")} no {part}.", $"Add {part} to each.");
            }
        }

        double Of(string name) => record.Of("geoLocations." + name).Select(v => double.TryParse(v.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : double.NaN).FirstOrDefault(double.NaN);
        if (record.Of("geoLocations.southBoundLatitude").Count() == 1 && Of("southBoundLatitude") > Of("northBoundLatitude"))
        {
            findings.Error("DataCite 18.2", "geoLocations", $"The box reaches from {Of("southBoundLatitude").ToString(CultureInfo.InvariantCulture)} in the south to {Of("northBoundLatitude").ToString(CultureInfo.InvariantCulture)} in the north.", "Write the lesser latitude as southBoundLatitude.");
        }
    }

    private static void Formats(DataCiteRecord record, FindingList findings)
    {
        foreach (var (text, line) in record.Of("dates.date").Where(d => !d.Text.Split('/').All(p => p.Length == 0 || IsoDate().IsMatch(p))))
        {
            findings.Error("DataCite 8", "dates", $"'{text}' is no date of W3CDTF or period of RKMS-ISO8601.", "Write yyyy, yyyy-mm-dd or yyyy-mm-dd/yyyy-mm-dd.", line);
        }

        foreach (var (name, limit) in new[] { ("Longitude", 180.0), ("Latitude", 90.0) })
        {
            foreach (var part in new[] { "point", "westBound", "eastBound", "southBound", "northBound" })
            {
                foreach (var (text, line) in record.Of($"geoLocations.{part}{name}"))
                {
                    if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) || Math.Abs(degrees) > limit)
                    {
                        findings.Error("DataCite 18", $"geoLocations.{part}{name}", $"'{text}' is no {name.ToLowerInvariant()}.", $"Write degrees of WGS 84 between -{limit} and {limit}.", line);
                    }
                }
            }
        }

        foreach (var (text, line) in record.Of("creators.nameIdentifier").Concat(record.Of("contributors.nameIdentifier")).Where(n => n.Text.Contains("orcid", StringComparison.OrdinalIgnoreCase) && !IsOrcid(n.Text)))
        {
            findings.Error("DataCite 2.4", "nameIdentifier", $"'{text}' is no ORCID: its last digit does not match.", "Look it up at orcid.org.", line);
        }
    }

    /// <summary>ISO 7064, MOD 11-2.</summary>
    private static bool IsOrcid(string text)
    {
        var digits = Orcid().Match(text).Value.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length != 16)
        {
            return false;
        }

        var total = digits[..15].Aggregate(0, (sum, c) => (sum + (c - '0')) * 2 % 11);
        return "0123456789X"[(12 - total) % 11] == char.ToUpperInvariant(digits[15]);
    }

    [GeneratedRegex(@"10\.\d{4,9}/\S+$", RegexOptions.NonBacktracking)]
    private static partial Regex Doi();

    [GeneratedRegex(@"^\d{4}$", RegexOptions.NonBacktracking)]
    private static partial Regex Year();

    [GeneratedRegex(@"^-?\d{4,}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]", RegexOptions.NonBacktracking)]
    private static partial Regex Orcid();
}
