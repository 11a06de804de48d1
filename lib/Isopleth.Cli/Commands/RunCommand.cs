using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Notebooks;
using Isopleth.NotebookRunner;
using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.Cli.Commands;

/// <summary><c>isopleth run IN OUT</c>: executes a notebook headless, with parameters. Its surface is papermill's.</summary>
internal sealed class RunCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Argument<string> _input = new("IN") { Description = "The notebook, .ipynb or .dib; - reads it from standard input." };
    private readonly Argument<string?> _output = new("OUT") { Description = "Where the executed notebook goes, saved after every cell; - writes it to standard output. May be IN.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _parameters = Many("--parameters", "-p", "NAME VALUE", "A parameter: a whole or real number, True, False, None, or else text.");
    private readonly Option<string[]> _raw = Many("--parameters_raw", "-r", "NAME TEXT", "A parameter whose value is text, whatever it looks like.");
    private readonly Option<string[]> _files = Many("--parameters_file", "-f", "FILE", "Parameters from a YAML or JSON file.");
    private readonly Option<string[]> _yaml = Many("--parameters_yaml", "-y", "YAML", "Parameters as YAML text, for example -y 'stations: [a, b]'.");
    private readonly Option<string[]> _base64 = Many("--parameters_base64", "-b", "BASE64", "Parameters as YAML text in base64.");
    private readonly Option<string?> _kernel = new("--kernel", "-k") { Description = "The kernel's name, instead of the notebook's.", HelpName = "NAME" };
    private readonly Option<string?> _folder = new("--cwd") { Description = "The folder in which the notebook works; this one if not given.", HelpName = "DIR" };
    private readonly Option<double> _startTimeout = new("--start-timeout", "--start_timeout") { Description = "How long the kernel may take to start [s].", HelpName = "SECONDS", DefaultValueFactory = _ => 60 };
    private readonly Option<double?> _executionTimeout = new("--execution-timeout", "--execution_timeout") { Description = "How long one cell may run before it is interrupted and fails [s].", HelpName = "SECONDS" };
    private readonly Option<bool> _allowErrors = new("--allow-errors") { Description = "Goes on past failing cells; the exit code still tells that one failed." };
    private readonly Option<string?> _values = new("--values") { Description = "Writes the values that cells recorded with Record(name, value) as one JSON object.", HelpName = "FILE" };
    private readonly Option<string?> _report = new("--report") { Description = "Writes JSON with each code cell's index, status, seconds and error.", HelpName = "FILE" };
    private readonly Option<bool> _prepareOnly = new("--prepare-only") { Description = "Gives the parameters and writes OUT without running it." };
    private readonly Option<bool> _logOutput = new("--log-output") { Description = "Shows on standard error what the cells write, and what they show as text." };
    private readonly Option<bool> _plain = new("--plain") { Description = "Leaves times, paths and states out of OUT, so that a new run changes only what came out differently." };
    private readonly Option<bool> _helpNotebook = new("--help-notebook", "--help_notebook") { Description = "Lists the notebook's parameters and ends." };

    private RunCommand()
    {
    }

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var run = new RunCommand();
        var command = new Command("run", """
            Executes a notebook headless, with parameters.

            Exit codes: 0 every cell ran well; 1 a cell failed or ran out of time; 2 the command line, a parameter, the notebook or an output file
            is at fault; 3 the kernel is not there, did not start or died; 130 interrupted. OUT is saved in each case once cells have begun to run.
            """)
        {
            run._input, run._output, run._parameters, run._raw, run._files, run._yaml, run._base64, run._kernel, run._folder, run._startTimeout, run._executionTimeout,
            run._allowErrors, run._values, run._report, run._prepareOnly, run._logOutput, run._plain, run._helpNotebook,
        };
        command.SetAction(run.InvokeAsync);
        return command;
    }

    private static Option<string[]> Many(string name, string shortName, string value, string description) =>
        new(name, shortName) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore };

    private async Task<int> InvokeAsync(ParseResult arguments)
    {
        using var interrupt = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            // The first signal ends the run in good order; a second one ends the program.
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await RunAsync(arguments, interrupt.Token);
        }
        catch (Exception e) when (e is NotebookFormatException or ParameterException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return Fail(e.Message, RunExitCode.Usage);
        }
        catch (Exception e) when (e is JupyterException or TimeoutException)
        {
            return Fail(e.Message, RunExitCode.Kernel);
        }
        catch (OperationCanceledException)
        {
            return Fail("interrupted before the kernel had started.", RunExitCode.Interrupted);
        }
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var input = arguments.GetValue(_input)!;
        if (new[] { input, arguments.GetValue(_output) }.FirstOrDefault(name => name is ['-', _, ..]) is { } option)
        {
            throw new ArgumentException($"there is no option {option}; isopleth run --help lists them.");
        }

        var notebook = input == "-" ? Notebook.Parse(await Console.In.ReadToEndAsync(cancellationToken), "standard input") : Notebook.Load(input);
        var kernel = arguments.GetValue(_kernel);
        var language = kernel is not null ? KernelChoice.Find(notebook, kernel).Language : notebook.Language;
        if (arguments.GetValue(_helpNotebook))
        {
            WriteHelp(input, notebook, language);
            return RunExitCode.Success;
        }

        var output = arguments.GetValue(_output) ?? throw new ArgumentException("OUT is missing: name the file for the executed notebook (isopleth run IN OUT), or - for standard output.");
        if (Directory.Exists(output))
        {
            throw new ArgumentException($"OUT is {output}, a folder; name the file for the executed notebook.");
        }

        if (Dib.IsDib(output))
        {
            throw new ArgumentException($"OUT is {output}, and a .dib holds no outputs; name an .ipynb file.");
        }

        var options = new RunOptions
        {
            KernelName = kernel,
            WorkingDirectory = arguments.GetValue(_folder),
            StartTimeout = TimeSpan.FromSeconds(arguments.GetValue(_startTimeout)),
            ExecutionTimeout = arguments.GetValue(_executionTimeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            AllowErrors = arguments.GetValue(_allowErrors),
            InputPath = input,
            OutputPath = IsStream(output) ? null : output,
            Parameters = NotebookParameters.Inject(notebook, Parameters(arguments), language),
            RecordMetadata = !arguments.GetValue(_plain),
        };
        options.Validate();
        var code = RunExitCode.Success;
        if (arguments.GetValue(_prepareOnly))
        {
            NotebookRun.Prepare(notebook);
            if (options.OutputPath is not null)
            {
                notebook.Save(options.OutputPath);
            }
        }
        else
        {
            if (kernel is null && notebook.KernelName is { } asked && KernelChoice.Find(notebook, null).Name is var found && !string.Equals(asked, found, StringComparison.OrdinalIgnoreCase))
            {
                Console.Error.WriteLine($"isopleth run: the notebook asks for the kernel '{asked}', which is not here; '{found}' runs it, which speaks the same language.");
            }

            using var progress = new RunProgress(arguments.GetValue(_logOutput));
            using var journal = RunJournal.Begin(input, options.OutputPath, progress);
            var report = await NotebookRun.RunAsync(notebook, options with { Observer = journal }, cancellationToken);
            journal.End(report);
            WriteJson(arguments.GetValue(_values), report.Values);
            WriteJson(arguments.GetValue(_report), report.ToJson());
            code = Summarize(report, output);
        }

        if (output == "-")
        {
            await Console.Out.WriteAsync(notebook.ToJson());
        }
        else if (IsStream(output))
        {
            notebook.Save(output);
        }

        return code;
    }

    // What can be written only once, at the end: standard output, a device, a pipe.
    private static bool IsStream(string output) => output == "-" || output.StartsWith("/dev/", StringComparison.Ordinal);

    // papermill's order: what is named singly overrules what comes in bulk.
    private OrderedDictionary<string, ParameterValue> Parameters(ParseResult arguments)
    {
        var parameters = new OrderedDictionary<string, ParameterValue>(StringComparer.Ordinal);
        void Add(IEnumerable<KeyValuePair<string, ParameterValue>> some)
        {
            foreach (var (name, value) in some)
            {
                parameters[name] = value;
            }
        }

        foreach (var text in arguments.GetValue(_base64) ?? [])
        {
            Add(ParameterFile.ParseBase64(text, "-b"));
        }

        foreach (var file in arguments.GetValue(_files) ?? [])
        {
            Add(ParameterFile.Load(file));
        }

        foreach (var text in arguments.GetValue(_yaml) ?? [])
        {
            Add(ParameterFile.Parse(text, "-y"));
        }

        Add((arguments.GetValue(_parameters) ?? []).Select(pair => RunPairs.Split(pair, "-p")).Select(pair => KeyValuePair.Create(pair.Name, ParameterValue.Parse(pair.Value))));
        Add((arguments.GetValue(_raw) ?? []).Select(pair => RunPairs.Split(pair, "-r")).Select(pair => KeyValuePair.Create(pair.Name, (ParameterValue)new TextValue(pair.Value))));
        return parameters;
    }

    private static void WriteHelp(string input, Notebook notebook, string? language)
    {
        var lines = NotebookParameters.Describe(notebook, language);
        Console.Out.WriteLine(lines.Count == 0 ? $"{input} takes no parameters: no code cell tagged '{NotebookParameters.DeclaringTag}' declares any." : $"Parameters of {input}:");
        foreach (var line in lines)
        {
            Console.Out.WriteLine("  " + line);
        }
    }

    private static void WriteJson(string? path, JsonObject json)
    {
        if (path is not null)
        {
            AtomicFile.WriteAllText(path, json.ToJsonString(JsonOptions) + "\n");
        }
    }

    private static int Summarize(RunReport report, string output)
    {
        var failed = report.Cells.FirstOrDefault(cell => cell.Status == CellStatus.Failed);
        var place = failed is null ? "" : $"cell {failed.Index} ({failed.Title}): {failed.Error!.Name}: {failed.Error.Message}";
        switch (report.Outcome)
        {
            case RunOutcome.Completed:
                Console.Error.WriteLine($"{output}: {report.Cells.Count(cell => cell.Status == CellStatus.Completed)} cells in {report.Duration.TotalSeconds:0.0} s");
                return RunExitCode.Success;
            case RunOutcome.CellFailed:
                return Fail($"{place}\n{output} holds what came out, with a link to the cell at its top.", RunExitCode.CellFailed);
            case RunOutcome.KernelDied:
                return Fail($"{place}\n{report.KernelMessage}", RunExitCode.Kernel);
            default:
                return Fail($"interrupted; {output} holds what came out until then.", RunExitCode.Interrupted);
        }
    }

    private static int Fail(string message, int code)
    {
        Console.Error.WriteLine($"isopleth run: {message}");
        return code;
    }
}
