using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Catalogue;
using Isopleth.Chains;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth screen</c>: finds the unexpected in spectra, in files or as they come, or makes the model that says what is expected.</summary>
internal sealed class ScreenCommand
{
    private readonly Argument<string[]> _granules = new("GRANULE") { Description = "Files of spectra, screened in this order.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _model = new("--model", "-m") { Description = "The model of what is expected; with --fit, where it is written.", HelpName = "FILE", Required = true };
    private readonly Option<string?> _output = new("--out", "-o") { Description = "The folder of journal, products, events and items. A run goes on where the last one ended.", HelpName = "FOLDER" };
    private readonly Option<string?> _watch = new("--watch", "-w") { Description = "A folder whose granules are screened as they come, in the order in which they were finished.", HelpName = "FOLDER" };
    private readonly Option<string?> _find = new("--find") { Description = "Screens the catalogue's granules of these words, for example --find 'tropomi level 1'.", HelpName = "WORDS" };
    private readonly Option<string?> _watchFind = new("--watch-find") { Description = "As --watch, of the catalogue's granules of these words: what comes to be there is screened, by a new file or a new entry.", HelpName = "WORDS" };
    private readonly Option<string?> _catalogue = new("--catalogue") { Description = "Where --find and --watch-find look; datasets/intake by default.", HelpName = "PATH" };
    private readonly Option<string?> _alerts = new("--alerts") { Description = "A file or named pipe for one line of JSON per event. The screening does not wait for a pipe's reader: its lines wait in alerts.jsonl of the output folder until they are read, also beyond the end of this run. After a kill the last few may come twice, with the same id.", HelpName = "FILE" };
    private readonly Option<double> _sigma = new("--sigma") { Description = "Standard deviations above the mean at which a spectrum is flagged.", DefaultValueFactory = _ => new PcaScreeningOptions().Sigma };
    private readonly Option<double?> _quantile = new("--quantile") { Description = "Keeps a fixed part of each block instead: 0.99 flags one per cent." };
    private readonly Option<double?> _falseAlarms = new("--false-alarms") { Description = "Flags by the chi-square quantile instead: the part of spectra without an event that may be flagged, for example 1e-6.", HelpName = "RATE" };
    private readonly Option<int> _local = new("--local-components") { Description = "Components of each block's own residuals that are looked at, and taken away as well where the block has them throughout (hybrid); the journal tells what they explained.", HelpName = "N" };
    private readonly Option<string?> _jacobians = new("--jacobians") { Description = "A table of wavelength and, by species, the change of the spectrum: flags by the range index too, which finds gases that vary in the background. With --fit, warns where the components hide them.", HelpName = "FILE" };
    private readonly Option<double> _rangeIndex = new("--range-index") { Description = "With --jacobians: the range index at which a spectrum is flagged.", DefaultValueFactory = _ => 6, HelpName = "HRI" };
    private readonly Option<string?> _indicators = new("--indicators") { Description = "A table of the channels at which species show, to name events by: swir, iasi or a YAML file. With --fit, warns where the components hide them; by default the shipped table of the model's band.", HelpName = "TABLE" };
    private readonly Option<string?> _band = new("--band") { Description = "The band, where a file holds several.", HelpName = "BAND" };
    private readonly Option<string?> _irradiance = new("--irradiance") { Description = "A level-1 file with the irradiance; by default the granule's own.", HelpName = "FILE" };
    private readonly Option<int> _rows = new("--block-rows") { Description = "Scan lines of a block; up to four blocks are in memory at a time, whatever the number and length of the granules: on two processors, of 215 pixels with 480 channels, 0.6 GB with 128 scan lines and 0.3 GB with 32.", DefaultValueFactory = _ => 128, HelpName = "N" };
    private readonly Option<double> _settle = new("--settle") { Description = "How long a file must not have changed before it is read [s].", DefaultValueFactory = _ => 1, HelpName = "SECONDS" };
    private readonly Option<double> _giveUp = new("--give-up") { Description = "How long a file that is not whole may stay unchanged before it is refused [s].", DefaultValueFactory = _ => 60, HelpName = "SECONDS" };
    private readonly Option<double?> _stop = new("--until-idle") { Description = "Ends when no granule has come for so long [s]; by default it watches until it is interrupted.", HelpName = "SECONDS" };
    private readonly Option<bool> _fit = new("--fit") { Description = "Makes the model of the granules instead of screening them." };
    private readonly Option<int?> _components = new("--components") { Description = "With --fit: how many components; by default Malinowski's indicator chooses, which needs more spectra than channels, and the last ones that no spectrum of the training needs are left out.", HelpName = "N" };

    /// <summary>What a fit has no use for, and what it alone has.</summary>
    private Option[] OfScreening => [_output, _watch, _watchFind, _alerts, _sigma, _quantile, _falseAlarms, _local, _jacobians, _rangeIndex, _indicators, _settle, _giveUp, _stop];

    private ScreenCommand()
    {
    }

    public static Command Create()
    {
        var screen = new ScreenCommand();
        var command = new Command("screen", """
            Screens spectra for what principal components do not expect, in files or as they come.

            Exit codes: 0 all granules were screened; 1 some could not be, and the journal says why; 2 the command line, the model or a folder is at
            fault; 130 interrupted, and the next run goes on from there.
            """)
        {
            screen._granules, screen._model, screen._output, screen._watch, screen._find, screen._watchFind, screen._catalogue, screen._alerts, screen._sigma, screen._quantile, screen._falseAlarms,
            screen._local, screen._jacobians, screen._rangeIndex, screen._indicators,
            screen._band, screen._irradiance, screen._rows, screen._settle, screen._giveUp, screen._stop, screen._fit, screen._components,
        };
        command.SetAction(screen.InvokeAsync);
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult arguments)
    {
        using var interrupt = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            RefuseIdle(arguments);
            return arguments.GetValue(_fit) ? Fit(arguments, interrupt.Token) : await ScreenAsync(arguments, interrupt.Token);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("isopleth screen: interrupted; the next run goes on from here.");
            return RunExitCode.Interrupted;
        }
        catch (Exception e) when (e is ArgumentException or DataFormatException or CatalogueException or IOException)
        {
            // The name of a method's parameter says nothing here.
            var message = e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
            Console.Error.WriteLine($"isopleth screen: {message}");
            return RunExitCode.Usage;
        }
    }

    /// <summary>Refuses an option that would do nothing with the others that are given.</summary>
    private void RefuseIdle(ParseResult arguments)
    {
        bool Has(Option option) => arguments.GetResult(option) is { Implicit: false };
        void Refuse(bool isIdle, Option option, string why)
        {
            if (isIdle && Has(option))
            {
                throw new ArgumentException($"{option.Name} {why}");
            }
        }

        var isFit = Has(_fit);
        foreach (var option in OfScreening)
        {
            Refuse(isFit, option, "has no use with --fit, which makes the model and screens nothing; give it to the screening.");
        }

        Refuse(!isFit, _components, "is for --fit: a screening takes the components of its model.");
        Refuse(!Has(_find) && !Has(_watchFind), _catalogue, "is where --find and --watch-find look; give one of them the words to look for.");
        Refuse(!Has(_jacobians), _rangeIndex, "is a threshold of the range index, which needs --jacobians.");
        Refuse(Has(_quantile) || Has(_falseAlarms), _sigma, $"is another way to choose the threshold than {(Has(_quantile) ? "--quantile" : "--false-alarms")}; give one of them.");
        Refuse(Has(_quantile), _falseAlarms, "is another way to choose the threshold than --quantile; give one of them.");
        Refuse(Has(_watch), _watchFind, "and --watch are two things to watch; run the command for each, with an output folder of its own.");
        foreach (var option in (Option[])[_settle, _giveUp, _stop])
        {
            Refuse(!Has(_watch) && !Has(_watchFind), option, "is for watching, by --watch or --watch-find.");
        }
    }

    private async Task<int> ScreenAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
        var (quantile, falseAlarms, jacobians) = (arguments.GetValue(_quantile), arguments.GetValue(_falseAlarms), arguments.GetValue(_jacobians));
        var options = new ScreeningChainOptions
        {
            Model = arguments.GetValue(_model)!,
            Output = arguments.GetValue(_output) ?? throw new ArgumentException("--out is missing: name the folder for what is found."),
            Granules = Granules(arguments),
            Watch = arguments.GetValue(_watch),
            WatchQuery = arguments.GetValue(_watchFind) is { } words ? (CataloguePath(arguments), words) : null,
            Alerts = arguments.GetValue(_alerts),
            Screening = new PcaScreeningOptions
            {
                Sigma = arguments.GetValue(_sigma),
                Threshold = quantile is not null ? ThresholdRule.Quantile : falseAlarms is not null ? ThresholdRule.ChiSquare : ThresholdRule.Sigma,
                Quantile = quantile ?? new PcaScreeningOptions().Quantile,
                FalseAlarmRate = falseAlarms ?? new PcaScreeningOptions().FalseAlarmRate,
                LocalComponents = arguments.GetValue(_local),
                Jacobians = jacobians is null ? [] : JacobianTable.Read(jacobians, PcaModelFile.Read(arguments.GetValue(_model)!)),
                RangeIndexThreshold = jacobians is null ? null : arguments.GetValue(_rangeIndex),
                Indicators = arguments.GetValue(_indicators) is { } table ? IndicatorTable.Read(table).Channels : [],
            },
            Reading = Reading(arguments),
            BlockRows = arguments.GetValue(_rows),
            Settle = Seconds(arguments.GetValue(_settle)),
            GiveUp = Seconds(arguments.GetValue(_giveUp)),
            StopAfterIdle = arguments.GetValue(_stop) is { } idle ? Seconds(idle) : null,
        };
        var report = new Report();
        using var chain = new ScreeningChain(options) { Notices = report };
        var before = chain.Done.Values.Count(static g => g.Status == nameof(ScreeningStatus.Screened));
        if (before > 0)
        {
            Console.Error.WriteLine($"isopleth screen: {before} granules are screened already.");
        }

        await chain.RunAsync(report, cancellationToken);
        return chain.Done.Values.All(g => g.Status == nameof(ScreeningStatus.Screened)) ? RunExitCode.Success : RunExitCode.CellFailed;
    }

    private int Fit(ParseResult arguments, CancellationToken cancellationToken)
    {
        var granules = Granules(arguments);
        if (granules.Count == 0)
        {
            throw new ArgumentException("--fit needs granules: name files of spectra without events, or nearly.");
        }

        var model = ModelFitting.Fit(granules, new PcaFitOptions { Components = arguments.GetValue(_components) }, Reading(arguments), arguments.GetValue(_rows), cancellationToken);
        var path = arguments.GetValue(_model)!;
        var hidden = Hidden(arguments, model);
        PcaModelFile.Write(path, model, hidden);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {model.Components} components of {model.SpectraCount} spectra of {model.Instrument}, {model.Channels.Length} channels"));
        foreach (var signal in hidden.Where(signal => signal.IsLikelyMissed))
        {
            Console.Error.WriteLine($"isopleth screen: warning: {signal}.");
        }

        return RunExitCode.Success;
    }

    /// <summary>What a model's components hold of the species that the tables name; without tables, of those of the shipped one for its band.</summary>
    private HiddenSignal[] Hidden(ParseResult arguments, PcaModel model)
    {
        var (jacobians, indicators) = (arguments.GetValue(_jacobians), arguments.GetValue(_indicators));
        var table = indicators is null ? IndicatorTable.For(model) : IndicatorTable.Read(indicators);
        return [.. jacobians is null ? [] : HiddenSignal.Find(model, JacobianTable.Read(jacobians, model)), .. HiddenSignal.Find(model, table?.Channels ?? [])];
    }

    private SpectralReadOptions Reading(ParseResult arguments) => new() { Band = arguments.GetValue(_band), IrradiancePath = arguments.GetValue(_irradiance) };

    private List<string> Granules(ParseResult arguments)
    {
        List<string> granules = [.. arguments.GetValue(_granules) ?? []];
        if (arguments.GetValue(_find) is { } words)
        {
            granules.AddRange(CatalogueGranules.Find(CataloguePath(arguments), words));
        }

        return granules;
    }

    private string CataloguePath(ParseResult arguments) => arguments.GetValue(_catalogue) ?? Path.Combine(Repository.Current.Root, "datasets", "intake");

    private sealed class Report : IProgress<ScreenedGranule>, IProgress<string>
    {
        void IProgress<string>.Report(string notice) => Console.Error.WriteLine($"isopleth screen: {notice}");

        void IProgress<ScreenedGranule>.Report(ScreenedGranule granule) => Console.Error.WriteLine(granule.Status == nameof(ScreeningStatus.Screened)
            ? string.Create(CultureInfo.InvariantCulture, $"{granule.Granule}: {granule.Events} {(granule.Events == 1 ? "event" : "events")}, {granule.Flagged} of {granule.Screened} spectra, {granule.Seconds:0.0} s{(granule.Message.Length > 0 ? ". Note: " : "")}{granule.Message}")
            : $"{granule.Granule}: {granule.Status}: {granule.Message}");
    }
}
