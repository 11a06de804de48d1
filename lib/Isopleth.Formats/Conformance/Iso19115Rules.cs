using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Isopleth.Formats;

/// <summary>What ISO 19115 requires of a metadata record, and what an archive asks for besides; in the spelling of ISO 19139 (gmd) and of ISO 19115-3 (mdb).</summary>
/// <remarks>Elements are looked for by their local names, which both spellings share but for a few.</remarks>
internal sealed partial class Iso19115Rules(XElement root)
{
    private static readonly HashSet<string> Topics =
    [
        "farming", "biota", "boundaries", "climatologyMeteorologyAtmosphere", "economy", "elevation", "environment", "geoscientificInformation", "health", "imageryBaseMapsEarthCover",
        "intelligenceMilitary", "inlandWaters", "location", "oceans", "planningCadastre", "society", "structure", "transportation", "utilitiesCommunication", "disaster", "extraTerrestrial",
    ];

    /// <summary>The code lists that records use most (ISO 19115:2003 annex B with 19115-1's additions).</summary>
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["CI_DateTypeCode"] = "creation publication revision expiry lastUpdate lastRevision nextUpdate unavailable inForce adopted deprecated superseded validityBegins validityExpires released distribution",
        ["CI_RoleCode"] = "resourceProvider custodian owner user distributor originator pointOfContact principalInvestigator processor publisher author sponsor coAuthor collaborator editor mediator rightsHolder contributor funder stakeholder",
        ["MD_ScopeCode"] = "attribute attributeType collectionHardware collectionSession dataset series nonGeographicDataset dimensionGroup feature featureType propertyType fieldSession software service model tile metadata initiative sample document repository aggregate product collection coverage application",
        ["MD_SpatialRepresentationTypeCode"] = "vector grid textTable tin stereoModel video",
        ["MD_ProgressCode"] = "completed historicalArchive obsolete onGoing planned required underDevelopment final pending retired superseded tentative valid accepted notAccepted withdrawn proposed deprecated",
        ["MD_KeywordTypeCode"] = "discipline place stratum temporal theme dataCentre featureType instrument platform process project service product subTopicCategory taxon",
        ["MD_RestrictionCode"] = "copyright patent patentPending trademark license licence intellectualPropertyRights restricted otherRestrictions unrestricted licenceUnrestricted licenceEndUser licenceDistributor private statutory confidential SBU in-confidence",
        ["MD_MaintenanceFrequencyCode"] = "continual daily weekly fortnightly monthly quarterly biannually annually asNeeded irregular notPlanned unknown periodic semimonthly biennially",
        ["CI_OnLineFunctionCode"] = "download information offlineAccess order search completeMetadata browseGraphic upload emailService browsing fileAccess",
    };

    private readonly FindingList _findings = new();

    public static IReadOnlyList<Finding> Check(XElement root)
    {
        var rules = new Iso19115Rules(root);
        rules.Record();
        foreach (var identification in All(root, "identificationInfo").SelectMany(i => i.Elements()))
        {
            rules.Identification(identification);
        }

        rules.Values();
        return rules._findings.Sorted;
    }

    private void Record()
    {
        Required(root, "4.1 metadata identifier", "The record has no identifier.", "Add fileIdentifier (metadataIdentifier in 19115-3) with a persistent one.", "fileIdentifier", "metadataIdentifier");
        Required(root, "4.1 contact", "Nobody answers for the record.", "Add contact with a name, a role and an e-mail address.", "contact");
        Required(root, "4.1 date", "The record has no date.", "Add dateStamp (dateInfo in 19115-3).", "dateStamp", "dateInfo");
        Required(root, "4.1 identification", "The record identifies nothing.", "Add identificationInfo.", "identificationInfo");
        Recommended(root, "4.1 language", "The record does not say its language.", "Add language (defaultLocale in 19115-3).", "language", "defaultLocale");
        Recommended(root, "4.1 scope", "The record does not say whether it describes a data set, a series or a service.", "Add hierarchyLevel (metadataScope in 19115-3).", "hierarchyLevel", "metadataScope");
        Suggested(root, "4.1 standard", "The record does not name its standard.", "Add metadataStandardName and metadataStandardVersion.", "metadataStandardName", "metadataStandard");
        Suggested(root, "4.6 reference system", "No reference system is given.", "Add referenceSystemInfo, for example EPSG:4326.", "referenceSystemInfo");
        Suggested(root, "4.5 distribution", "The record does not say where the data are.", "Add distributionInfo with an online resource.", "distributionInfo");
        if (!Has(root, "lineage") && !Has(root, "resourceLineage") && Has(root, "MD_DataIdentification"))
        {
            _findings.Warning("ISO 19115 4.4 lineage", "dataQualityInfo", "The record does not tell how the data came about.", "Add a lineage with a statement; preservation needs it.", Line(root));
        }

        foreach (var contact in All(root, "contact").SelectMany(c => c.Elements()))
        {
            Party(contact);
        }
    }

    private void Identification(XElement identification)
    {
        var isService = identification.Name.LocalName.Contains("Service", StringComparison.Ordinal);
        var citation = identification.Elements().FirstOrDefault(e => e.Name.LocalName == "citation");
        if (citation is null || !Has(citation, "title") || ContentOf(First(citation, "title")!).Length == 0)
        {
            _findings.Error("ISO 19115 4.2 title", "citation", "What is described has no title.", "Add citation with a title.", Line(citation ?? identification));
        }

        if (citation is null || First(citation, "CI_Date") is null)
        {
            _findings.Error("ISO 19115 4.2 date", "citation", "What is described has no date.", "Add citation with a date and its type: creation, publication or revision.", Line(citation ?? identification));
        }

        Required(identification, "4.2 abstract", "There is no abstract.", "Add one that tells a stranger what the data are.", "abstract");
        Recommended(identification, "4.2 point of contact", "Nobody answers for what is described.", "Add pointOfContact.", "pointOfContact");
        Suggested(identification, "4.3 constraints", "Neither a licence nor another constraint is given.", "Add resourceConstraints with the licence.", "resourceConstraints");
        Suggested(identification, "4.2 keywords", "There are no keywords.", "Add descriptiveKeywords out of a thesaurus, for example P02 or GEMET.", "descriptiveKeywords");
        if (!isService)
        {
            Recommended(identification, "4.2 topic", "No topic category is given.", "Add topicCategory, for example oceans or climatologyMeteorologyAtmosphere.", "topicCategory");
            if (First(identification, "EX_GeographicBoundingBox") is null && First(identification, "EX_GeographicDescription") is null && First(identification, "EX_BoundingPolygon") is null)
            {
                _findings.Warning("ISO 19115 4.2 extent", "extent", "The record does not say where on Earth the data lie.", "Add extent with an EX_GeographicBoundingBox.", Line(identification));
            }

            Suggested(identification, "4.2 extent", "The record does not say which time the data cover.", "Add a temporalElement.", "EX_TemporalExtent", "EX_SpatialTemporalExtent");
            Suggested(identification, "4.2 resolution", "The record does not say how fine the data are.", "Add spatialResolution.", "spatialResolution");
        }

        foreach (var party in All(identification, "pointOfContact").SelectMany(c => c.Elements()))
        {
            Party(party);
        }
    }

    private void Party(XElement party)
    {
        if (ContentOf(party).Length == 0 && !party.Attributes().Any(a => a.Name.LocalName is "href" or "uuidref"))
        {
            _findings.Error("ISO 19115 4.7 party", party.Name.LocalName, "A contact is empty.", "Name the person or the organisation.", Line(party));
            return;
        }

        if (First(party, "organisationName") is null && First(party, "individualName") is null && First(party, "positionName") is null && First(party, "name") is null)
        {
            _findings.Error("ISO 19115 4.7 party", party.Name.LocalName, "A contact has no name.", "Add the organisation's name.", Line(party));
        }

        if (First(party, "role") is null)
        {
            _findings.Error("ISO 19115 4.7 party", party.Name.LocalName, "A contact has no role.", "Add a role, for example pointOfContact or custodian.", Line(party));
        }

        if (First(party, "electronicMailAddress") is null)
        {
            _findings.Advice("ISO 19115 4.7 party", party.Name.LocalName, "A contact has no e-mail address.", "Add electronicMailAddress.", Line(party));
        }
    }

    private void Values()
    {
        foreach (var box in root.Descendants().Where(e => e.Name.LocalName == "EX_GeographicBoundingBox"))
        {
            var edges = new[] { "westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude" }
                .Select(n => First(box, n) is { } e && double.TryParse(ContentOf(e), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
            if (Array.Exists(edges, double.IsNaN) || Math.Abs(edges[0]) > 360 || Math.Abs(edges[1]) > 360 || Math.Abs(edges[2]) > 90 || Math.Abs(edges[3]) > 90 || edges[2] > edges[3])
            {
                _findings.Error("ISO 19115 4.2 extent", "EX_GeographicBoundingBox", $"The box is {string.Join(", ", edges.Select(e => e.ToString(CultureInfo.InvariantCulture)))} (west, east, south, north).", "Write degrees, south below north.", Line(box));
            }
        }

        foreach (var topic in root.Descendants().Where(e => e.Name.LocalName == "MD_TopicCategoryCode" && !Topics.Contains(ContentOf(e))))
        {
            _findings.Error("ISO 19115 4.2 topic", "topicCategory", $"'{ContentOf(topic)}' is no topic category.", $"There are {string.Join(", ", Topics)}.", Line(topic));
        }

        foreach (var date in root.Descendants().Where(e => e.Name.LocalName is "Date" or "DateTime" && e.Name.NamespaceName.Contains("gco", StringComparison.Ordinal) && !IsoDate().IsMatch(ContentOf(e))))
        {
            _findings.Error("ISO 19115 dates", date.Parent?.Name.LocalName ?? "", $"'{ContentOf(date)}' is no date of ISO 8601.", "Write yyyy-mm-dd or yyyy-mm-ddThh:mm:ss.", Line(date));
        }

        foreach (var code in root.Descendants().Where(e => e.Attribute("codeList") is not null))
        {
            var value = ((string?)code.Attribute("codeListValue"))?.Trim() ?? "";
            if (value.Length == 0)
            {
                _findings.Error("ISO 19115 code lists", code.Name.LocalName, "A code has no codeListValue.", "Write the value of the code list.", Line(code));
            }
            else if (Codes.TryGetValue(code.Name.LocalName, out var codes) && !codes.Split(' ').Contains(value))
            {
                _findings.Information("ISO 19115 code lists", code.Name.LocalName, $"'{value}' is not in the code list of ISO.", $"There are {codes.Replace(" ", ", ", StringComparison.Ordinal)}; a list of your own may have more.", Line(code));
            }
        }

        foreach (var period in root.Descendants().Where(e => e.Name.LocalName == "TimePeriod"))
        {
            if (First(period, "beginPosition") is { } begin && First(period, "endPosition") is { } end && IsoDate().IsMatch(ContentOf(begin)) && IsoDate().IsMatch(ContentOf(end))
                && DateTimeOffset.TryParse(ContentOf(begin), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from) && DateTimeOffset.TryParse(ContentOf(end), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var to) && from > to)
            {
                _findings.Error("ISO 19115 4.2 extent", "TimePeriod", $"The period begins on {ContentOf(begin)} and ends on {ContentOf(end)}.", "Write the earlier time first.", Line(period));
            }
        }
    }

    private void Required(XElement within, string rule, string message, string remedy, params ReadOnlySpan<string> names) => Asked(Severity.Error, within, rule, message, remedy, names);

    private void Recommended(XElement within, string rule, string message, string remedy, params ReadOnlySpan<string> names) => Asked(Severity.Warning, within, rule, message, remedy, names);

    private void Suggested(XElement within, string rule, string message, string remedy, params ReadOnlySpan<string> names) => Asked(Severity.Advice, within, rule, message, remedy, names);

    private void Asked(Severity severity, XElement within, string rule, string message, string remedy, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (First(within, name) is { } found && (ContentOf(found).Length > 0 || found.DescendantsAndSelf().Any(e => e.Attributes().Any(a => a.Name.LocalName is "codeListValue" or "href" or "uuidref"))))
            {
                return;
            }
        }

        _findings.Add(severity, "ISO 19115 " + rule, names[0], message, remedy, Line(within));
    }

    private static bool Has(XElement within, string name) => First(within, name) is not null;

    private static IEnumerable<XElement> All(XElement within, string name) => within.Elements().Where(e => e.Name.LocalName == name);

    private static XElement? First(XElement within, string name) => All(within, name).FirstOrDefault() ?? within.Descendants().FirstOrDefault(e => e.Name.LocalName == name);

    private static string ContentOf(XElement element) => element.Value.Trim();

    private static int? Line(XElement element) => ((IXmlLineInfo)element).HasLineInfo() ? ((IXmlLineInfo)element).LineNumber : null;

    [GeneratedRegex(@"^-?\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?(Z|[+-]\d{2}:\d{2})?$", RegexOptions.NonBacktracking)]
    private static partial Regex IsoDate();
}
