namespace Isopleth.Kernel.Tests;

/// <summary>What notebooks of .NET Interactive call, under the names that they call it by.</summary>
public sealed class InteractiveTests() : EngineTest(ownSession: true)
{
    [Theory]
    [InlineData("using Microsoft.DotNet.Interactive;\nusing Microsoft.DotNet.Interactive.Commands;\nusing Microsoft.DotNet.Interactive.Events;\nusing Microsoft.DotNet.Interactive.CSharp;\nusing Microsoft.DotNet.Interactive.Formatting;\nusing Microsoft.DotNet.Interactive.Formatting.TabularData;\nusing static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\nusing static Microsoft.DotNet.Interactive.Kernel;\nusing Microsoft.AspNetCore.Html;\ndisplay(HTML(\"<b>Etna</b>\"));", "<b>Etna</b>")]
    [InlineData("KernelInvocationContext.Current.Display(HTML(\"<i>Etna</i>\"), \"text/html\");", "<i>Etna</i>")]
    [InlineData("Microsoft.DotNet.Interactive.KernelInvocationContext.Current.DisplayAs(\"<u>Etna</u>\", \"text/html\");", "<u>Etna</u>")]
    [InlineData("Microsoft.DotNet.Interactive.Kernel.display(new Microsoft.AspNetCore.Html.HtmlString(\"<p>Etna</p>\"));", "<p>Etna</p>")]
    [InlineData("using Microsoft.DotNet.Interactive.Formatting;\nusing static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\nPocketView view = b(\"Etna\");\ndisplay(view);", "<b>Etna</b>")]
    [InlineData("using Microsoft.AspNetCore.Html;\nvar cells = new List<IHtmlContent> { th(i(\"h\")), (IHtmlContent)td(3357), new HtmlString(\"<td>m</td>\") };\nvar rows = new List<List<IHtmlContent>> { cells };\ndisplay(table(tbody(rows.Select(r => tr(r)))));", "<table><tbody><tr><th><i>h</i></th><td>3357</td><td>m</td></tr></tbody></table>")]
    public void Cell_InWordsOfNetInteractive_ShowsHtml(string code, string html) =>
        Assert.Equal(html, (string?)Assert.Single(Ok(code).Displays)["text/html"]);

    [Theory]
    [InlineData("Formatter.Register<Crater>(c => $\"<b>{c.Depth}</b>\", \"text/html\");")]
    [InlineData("Formatter.Register<Crater>(mimeType: \"text/html\", formatter: (c, writer) => writer.Write($\"<b>{c.Depth}</b>\"));")]
    [InlineData("Formatter.Register<Crater>((c, writer) => writer.Write($\"<b>{c.Depth}</b>\"), \"text/html\");")]
    [InlineData("Formatter.Register<Crater>((c, context) => { context.Writer.Write($\"<b>{c.Depth}</b>\"); return true; }, HtmlFormatter.MimeType);")]
    [InlineData("Formatter.Register(typeof(Crater), (c, writer) => writer.Write($\"<b>{((Crater)c).Depth}</b>\"), \"text/html\");")]
    [InlineData("Formatter.Register(new HtmlFormatter<Crater>((c, context) => context.Writer.Write($\"<b>{c.Depth}</b>\")));")]
    [InlineData("Formatter.Register<object>((value, context) => value is Crater c && c.Depth > 0 && Write(context, c), \"text/html\");\nstatic bool Write(FormatContext context, Crater c) { context.Writer.Write($\"<b>{c.Depth}</b>\"); return true; }")]
    [InlineData("Formatter<Crater>.Register((c, writer) => writer.Write($\"<b>{c.Depth}</b>\"), \"text/html\");")]
    public void Formatter_RegisteredInAnyForm_WritesTheValue(string registration)
    {
        Ok("public record Crater(int Depth);\n" + registration);
        Assert.Equal("<b>40</b>", (string?)Assert.Single(Ok("new Crater(40)").Results)["text/html"]);
        Assert.Equal("<b>40</b>", Value("new Crater(40).ToDisplayString(\"text/html\")"));
        Formatter.ResetToDefault();
    }

    [Fact]
    public void Formatter_ThatThrows_LeavesTheValueToTheKernelAndTellsWhy()
    {
        Ok("public record Vent(int Depth);\nFormatter.Register<Vent>(v => v.Depth > 1 ? throw new InvalidOperationException(\"too deep\") : \"shallow\", \"text/html\");");
        var deep = Ok("new Vent(2)");
        Assert.Equal("Vent { Depth = 2 }", (string?)Assert.Single(deep.Results)["text/plain"]);
        Assert.Contains("<td>2</td>", (string?)deep.Results[0]["text/html"]);
        Assert.Equal("The formatter of Vent for text/html failed, and the value is shown without it: InvalidOperationException: too deep\n", deep.Stderr);
        Assert.Equal("shallow", (string?)Assert.Single(Ok("new Vent(1)").Results)["text/html"]);
        var nested = Ok("Enumerable.Range(2, 5).Select(d => new { Vent = new Vent(d) }).ToList()");
        Assert.Single(nested.Stderr.Split("failed")[1..]);
        Ok("Formatter.Register<Vent>(v => throw new Exception(\"no\"), \"text/plain\"); display(new Vent(3), \"text/plain\");");
        Formatter.ResetToDefault();
    }

    [Fact]
    public void DefaultMimeType_OfHtml_IsWhatTheKernelDoes()
    {
        Ok("Formatter.DefaultMimeType = \"text/html\";");
        Assert.Equal("{ A = 1 }", Value("new { A = 1 }"));
        Ok("Formatter.DefaultMimeType = \"text/plain\";");
        Assert.Equal(["text/plain"], Assert.Single(Ok("new { A = 1 }").Results).Select(static form => form.Key));
        Assert.Equal("$\\displaystyle x$", (string?)Assert.Single(Ok("(MathString)\"x\"").Results)["text/latex"]);
        Formatter.ResetToDefault();
    }

    [Fact]
    public void Formatter_OfAGenericTypeWithoutArguments_ServesAllThatItMakes()
    {
        Ok("Formatter.Register(typeof(List<>), (list, writer) => writer.Write($\"<i>{((IList)list).Count}</i>\"), \"text/html\");");
        Assert.Equal("<i>2</i>", (string?)Assert.Single(Ok("new List<int> { 1, 2 }").Results)["text/html"]);
        Ok("Formatter.Register(typeof(IEnumerable<>), (list, writer) => writer.Write(\"<u>all</u>\"), \"text/html\");");
        Assert.Equal("<u>all</u>", (string?)Assert.Single(Ok("new[] { 1.5 }").Results)["text/html"]);
        Assert.Equal("Etna", Value("\"Etna\""));
        Formatter.ResetToDefault();
    }

    [Fact]
    public void Formatter_LimitOfOneType_HoldsForItAlone()
    {
        Ok("Formatter<int[]>.ListExpansionLimit = 2;");
        Assert.Equal("[0, 1, … (3 more)]", Value("Enumerable.Range(0, 5).ToArray()"));
        Assert.Equal("[0, 1, 2, 3, 4]", Value("Enumerable.Range(0, 5).ToList()"));
        Assert.Equal("2 20", Value("Formatter<int[]>.ListExpansionLimit + \" \" + Formatter.ListExpansionLimit"));
        Formatter.ResetToDefault();
        Assert.Equal("[0, 1, 2, 3, 4]", Value("Enumerable.Range(0, 5).ToArray()"));
    }

    [Theory]
    [InlineData("Connection")]
    [InlineData("Directives")]
    [InlineData("Documents")]
    [InlineData("Extensions")]
    [InlineData("FSharp")]
    [InlineData("Formatting.Csv")]
    [InlineData("Http")]
    [InlineData("Jupyter")]
    [InlineData("Parsing")]
    [InlineData("PowerShell")]
    [InlineData("Server")]
    [InlineData("Utility")]
    [InlineData("ValueSharing")]
    public void Namespace_OfNetInteractive_CanBeImported(string name) => Ok($"using Microsoft.DotNet.Interactive.{name};");

    [Theory]
    [InlineData("new LaTeXString(@\"$\\sigma$\")", "text/latex", "$\\sigma$")]
    [InlineData("(MathString)@\"\\sigma\"", "text/latex", "$\\displaystyle \\sigma$")]
    [InlineData("\"<b>Etna</b>\".ToHtmlContent()", "text/html", "<b>Etna</b>")]
    [InlineData("\"<b>\".HtmlEncode()", "text/html", "&lt;b&gt;")]
    [InlineData("HtmlFormatter.GetPreferredFormatterFor(typeof(string)).MimeType", "text/plain", "text/html")]
    [InlineData("((PocketView)b(\"Etna\")).ToDisplayString(HtmlFormatter.GetPreferredFormatterFor<PocketView>())", "text/plain", "<b>Etna</b>")]
    [InlineData("new[] { new { Name = \"Etna, \\\"the\\\"\", Height = 3357.5 } }.ToDisplayString(\"text/csv\")", "text/plain", "Name,Height\r\n\"Etna, \"\"the\"\"\",3357.5\r\n")]
    [InlineData("new[] { 1, 2 }.ToDisplayString(Microsoft.DotNet.Interactive.Formatting.Csv.CsvFormatter.MimeType)", "text/plain", "value\r\n1\r\n2\r\n")]
    [InlineData("string.Join(' ', Kernel.Root.ChildKernels.Take(2).Select(k => k.Name))", "text/plain", "csharp fsharp")]
    [InlineData("KernelInvocationContext.Current.Command is Microsoft.DotNet.Interactive.Commands.SubmitCode { Code.Length: > 20 }", "text/plain", "True")]
    public void Name_OfNetInteractive_IsAtHandWithoutImport(string code, string mimeType, string shown) =>
        Assert.Equal(shown, (string?)Assert.Single(Ok(code).Results)[mimeType]);

    [Fact]
    public void Display_InSeveralForms_HasThemAll()
    {
        var bundle = Assert.Single(Ok("display(new[] { new { A = 1 } }, \"application/json\", \"text/csv\");").Displays);
        Assert.Equal(1, (int?)bundle["application/json"]![0]!["A"]);
        Assert.Equal("A\r\n1\r\n", (string?)bundle["text/csv"]);
    }

    [Fact]
    public void Display_OfAnyValueInSeveralForms_HasThemAll() =>
        Assert.Equal("Developer", (string?)Assert.Single(Ok("new { Name = \"Developer\" }.Display(\"application/json\", \"text/html\");").Displays)["application/json"]!["Name"]);

    [Fact]
    public void Formatters_OfValuesThatReferToEachOther_ComeToAnEnd()
    {
        var shown = Ok("""
            public class Person { public string Name { get; set; } public List<Person> Friends { get; } = []; }
            var people = Enumerable.Range(0, 6).Select(k => new Person { Name = $"Name{k}" }).ToList();
            foreach (var person in people) { person.Friends.AddRange(people.Where(p => p != person)); }
            Formatter.Register<Person>((person, writer) => writer.Write(person.Name));
            Formatter.Register<List<Person>>((list, writer) => { foreach (var person in list) { writer.Write(span(b(person), i($"{person.Friends.Count} friends"), br)); } }, "text/html");
            people
            """).Results[0]["text/html"]!.GetValue<string>();
        Assert.StartsWith("<span><b>", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 1000, 20_000_000);
        Formatter.ResetToDefault();
    }

    [Fact]
    public void Formatter_ThatCallsItselfForAnotherForm_GetsThatForm()
    {
        Ok("public record Slope(double Degrees);\nFormatter.Register<Slope>(s => \"steep\");\nFormatter.Register<Slope>(s => $\"<b>{s.ToDisplayString(\"text/plain\")}</b>\", \"text/html\");");
        Assert.Equal("<b>steep</b>", (string?)Assert.Single(Ok("new Slope(40)").Results)["text/html"]);
        Formatter.ResetToDefault();
    }

    [Fact]
    public void Command_OfANotebooksOwn_IsToldThatNothingHandlesIt()
    {
        Ok("using Microsoft.DotNet.Interactive;\nusing Microsoft.DotNet.Interactive.Commands;\npublic class WidgetData : KernelCommand { public int[] Data { get; set; } public WidgetData(string target = null) : base(target ?? \"javascript\") { } }");
        Ok("Kernel.Root.FindKernelByName(\"javascript\").RegisterCommandType<WidgetData>();");
        var sent = Ok("var result = await Kernel.Root.SendAsync(new WidgetData { Data = [1] });\nresult.Events.OfType<Microsoft.DotNet.Interactive.Events.CommandFailed>().Count()");
        Assert.Equal("1", (string?)Assert.Single(sent.Results)["text/plain"]);
        Assert.Contains("WidgetData", sent.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_SentToBeEdited_IsTheNextCell()
    {
        var (outcome, _) = Run("using Microsoft.DotNet.Interactive.Commands;\nawait Kernel.Root.SendAsync(new SendEditableCode(\"fsharp\", \"#!share --from csharp x\\nx\"));");
        Assert.Null(outcome.Error);
        Assert.Equal("#!fsharp\n#!share --from csharp x\nx", (string?)Assert.Single(outcome.Payload)!["text"]);
        Assert.Equal("set_next_input", (string?)outcome.Payload[0]!["source"]);
    }

    [Theory]
    [InlineData("%lsmagic", "#!lsmagic")]
    [InlineData("%%time\nvar x = 1;", "#!time")]
    public void Magic_AsOtherKernelsWriteIt_IsToldItsFormHere(string code, string magic) =>
        Assert.Contains($"A magic begins with #! here: {magic};", string.Join('\n', Fail(code).Traceback), StringComparison.Ordinal);

    [Theory]
    [InlineData("if (Kernel.Root is CompositeKernel root) { root.Add(Kernel.Current); }", "AddMagic")]
    [InlineData("Kernel.Root.Add(new CSharpKernel(\"second\"));", "one C# session")]
    public void Kernel_AddedToTheRoot_IsToldWhatToDoInstead(string code, string told) => Assert.Contains(told, Fail("using Microsoft.DotNet.Interactive.CSharp;\n" + code).Value);

    [Fact]
    public void Formatter_LimitsAndPreferences_AreThoseOfTheSession()
    {
        Ok("Microsoft.DotNet.Interactive.Formatting.Formatter.ListExpansionLimit = 2;\nMicrosoft.DotNet.Interactive.Formatting.Formatter.SetPreferredMimeTypesFor(typeof(Version), \"text/plain\");");
        Assert.Equal("[0, 1, … (3 more)]", Value("Enumerable.Range(0, 5)"));
        Assert.Equal("text/plain", Value("Microsoft.DotNet.Interactive.Formatting.Formatter.GetPreferredMimeTypesFor(typeof(Version)).Single()"));
        Formatter.ResetToDefault();
    }

    [Fact]
    public void Input_AskedForThroughTheKernel_ComesFromTheFrontEnd()
    {
        var outputs = new RecordingOutputs();
        outputs.Input.Enqueue("Etna");
        outputs.Input.Enqueue("secret");
        var (outcome, _) = Run("using InteractiveKernel = Microsoft.DotNet.Interactive.Kernel;\nvar name = await InteractiveKernel.GetInputAsync(\"volcano\");\nvar password = await InteractiveKernel.GetPasswordAsync(\"password\");\n$\"{name} {password} {password.GetClearTextPassword().Length}\"", outputs);
        Assert.Null(outcome.Error);
        Assert.Equal("Etna ······ 6", (string?)Assert.Single(outputs.Results)["text/plain"]);
    }

    [Fact]
    public void Command_SentFromACell_RunsInTheSession()
    {
        var outputs = Ok("""
            using Microsoft.DotNet.Interactive;
            using Microsoft.DotNet.Interactive.Commands;
            using Microsoft.DotNet.Interactive.Events;
            var made = await Kernel.Root.SendAsync(new SubmitCode("var height = 3357; await Task.Delay(1); height * 2"));
            await Kernel.Root.FindKernelByName("markdown").SendAsync(new SubmitCode("# Etna"));
            await Kernel.Current.SetValueAsync("list", new List<(int, string)> { (1, "a") });
            made.Events.OfType<ReturnValueProduced>().Single().Value
            """);
        Assert.Equal(["6714", "# Etna"], outputs.Displays.Select(static d => (string?)d["text/plain"]));
        Assert.Equal("6714", (string?)Assert.Single(outputs.Results)["text/plain"]);
        Assert.Equal("3358", Value("height + list[0].Item1"));
        Assert.Equal("True 3357", Value("(Microsoft.DotNet.Interactive.Kernel.Current.TryGetValue(\"height\", out int h) + \" \" + h)"));
    }

    [Fact]
    public void Command_ThatFails_TellsOnStandardError()
    {
        var outputs = Ok("var failed = await Microsoft.DotNet.Interactive.Kernel.Root.SubmitCodeAsync(\"spam\");\nfailed.Events.Single().GetType().Name");
        Assert.Contains("CS0103", outputs.Stderr);
        Assert.Equal("CommandFailed", (string?)Assert.Single(outputs.Results)["text/plain"]);
    }

    [Fact]
    public void Package_OfNetInteractiveItself_IsBuiltIn() =>
        Assert.Equal("csharp", Value("#r \"nuget: Microsoft.DotNet.Interactive, 1.0.0-beta.25177.1\"\n#r \"nuget:Microsoft.DotNet.Interactive.Formatting, *-*\"\nusing Microsoft.DotNet.Interactive;\nKernel.Current.Name"));

    [Fact]
    public void Table_OfRecords_IsADataResource()
    {
        var bundle = Assert.Single(Ok("new[] { new { Name = \"Etna\", Height = 3357 } }.ToTabularDataResource()").Results);
        var table = bundle["application/vnd.dataresource+json"]!;
        Assert.Equal("integer", (string?)table["schema"]!["fields"]![1]!["type"]);
        Assert.Equal(3357, (int?)table["data"]![0]!["Height"]);
    }
}
